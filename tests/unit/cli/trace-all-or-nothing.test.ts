import { expect, it, vi } from 'vitest';
import { RavineError } from '../../../src/core/errors.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { createCpuEngine } from '../../../src/reference/cpu-engine.ts';
import { runCli } from '../../support/run-cli.ts';

/** Runs that are alive, and the most there were at once. */
const runs = vi.hoisted(() => ({ alive: 0, most: 0 }));

/** As a device does that has not the memory for more than 5000 trajectories. */
vi.mock('../../../src/cli/open-engine.ts', () => ({
  engineKinds: ['cpu', 'gpu'],
  withEngine: (_kind: string, work: (engine: Engine) => Promise<unknown>) => {
    const engine = createCpuEngine();
    const createRun: Engine['createRun'] = async (plan) => {
      if (plan.count > 5000) throw new RavineError('device-limit', 'Too many trajectories.');
      const run = await engine.createRun(plan);
      runs.most = Math.max(runs.most, ++runs.alive);
      const dispose = () => {
        runs.alive--;
        run.dispose();
      };
      return Object.assign(Object.create(run), { dispose });
    };
    return work({ ...engine, createRun });
  },
}));

// The first run's text is longer than what is gathered before anything is written.
const spec = (count: number) => ({ starts: { kind: 'uniform', count }, steps: 5 });

it('prints nothing where a later run cannot be made', async () => {
  const { status, stdout, stderr } = await runCli(['trace', '-'], [spec(5000), spec(5001)]);
  expect(stderr).toBe('ravine: Too many trajectories.\n');
  expect(status).toBe(2);
  expect(stdout).toBe('');
});

it('makes one run at a time, and leaves none behind', async () => {
  const { status, stdout } = await runCli(['trace', '-'], [spec(5), spec(6), spec(7)]);
  expect(status).toBe(0);
  const counts = JSON.parse(stdout).runs.map(
    (run: { teams: { trajectories: unknown[] }[] }) => run.teams[0].trajectories.length,
  );
  expect(counts).toEqual([5, 6, 7]);
  expect(runs).toEqual({ alive: 0, most: 1 });
});
