import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import type { Peer } from '../../../src/bench/contender.ts';
import { createPlainRun } from '../../../src/bench/plain-loops.ts';
import { planOf } from '../../../src/bench/workload.ts';
import { findTorch } from '../../../src/cli/torch-peer.ts';
import { generateStarts } from '../../../src/engine/starts.ts';

const task = { optimizer: 'adam', surface: 'rosenbrock', trajectories: 2 } as const;
const plan = planOf(task);

const folder = mkdtempSync(join(tmpdir(), 'ravine-python-'));
let peers: Peer[] = [];
afterEach(() => {
  for (const peer of peers) peer.dispose();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** What a Python does that never asks torch: a line after the other, one for each that it is told. */
function pretendPython(...lines: string[]): void {
  const path = join(folder, 'python');
  const answers = lines.map((line) => `printf '%s\\n' '${line}'`).join('\nread -r line\n');
  writeFileSync(path, `#!/bin/sh\n${answers}\n`);
  chmodSync(path, 0o755);
  vi.stubEnv('RAVINE_PYTHON', path);
}

it.skipIf(process.platform === 'win32')(
  'a PyTorch that ends in the middle is an error, then and later',
  async () => {
    const same = createPlainRun('adam', generateStarts(plan), plan.teams[0].hyper);
    same.advance(10);
    pretendPython(
      'Welcome to this Python.\n{"torch": "0.0"}',
      '{}',
      '{}',
      JSON.stringify({ position: [...same.position] }),
      '{}',
    );
    peers = await findTorch();
    expect(peers.map(({ name }) => name)).toEqual(['PyTorch 0.0', 'PyTorch 0.0, fused=True']);
    const contender = await peers[0].enter(task, plan);
    await contender.restart();
    await expect(contender.advance(1)).rejects.toThrow('PyTorch gave up: its process ended.');
    await expect(contender.advance(1)).rejects.toThrow('PyTorch gave up: its process ended.');
    contender.dispose();
  },
);

it('where there is no Python, none takes part', async () => {
  vi.stubEnv('RAVINE_PYTHON', join(folder, 'nothing'));
  expect(await findTorch()).toEqual([]);
});
