import { tmpdir } from 'node:os';
import { expect, it, vi } from 'vitest';
import { thisRavine } from '../../../src/cli/bench-machine.ts';

it('a report names the commit of this program, wherever it is called', () => {
  const here = thisRavine();
  const cwd = vi.spyOn(process, 'cwd').mockReturnValue(tmpdir());
  expect(thisRavine()).toEqual(here);
  cwd.mockRestore();
});
