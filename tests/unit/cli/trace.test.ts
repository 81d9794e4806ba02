import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { runCli } from '../../support/run-cli.ts';

const small = {
  surface: { id: 'bowl' },
  optimizers: [
    { id: 'sgd', hyper: { lr: 0.1 } },
    { id: 'adam', hyper: { lr: 0.1 } },
  ],
  starts: {
    kind: 'points',
    points: [
      [1, 2],
      [-0.5, 0.25],
    ],
  },
  steps: 7,
};

async function trace(spec: unknown, ...options: string[]) {
  const result = await runCli(['trace', '-', ...options], spec);
  expect(result.stderr).toBe('');
  expect(result.status).toBe(0);
  return JSON.parse(result.stdout);
}

describe('ravine trace', () => {
  it('prints every step of every trajectory of every team, as the contract has it', async () => {
    const { runs } = await trace(small);
    expect(runs).toHaveLength(1);
    const [run] = runs;
    expect(Object.keys(run)).toEqual(['engine', 'spec', 'teams']);
    expect(run.engine).toBe('cpu');
    expect(run.spec).toEqual(parseRunSpec(small));
    expect(run.teams.map((team: { optimizer: string }) => team.optimizer)).toEqual(['sgd', 'adam']);
    for (const team of run.teams) {
      expect(team.trajectories).toHaveLength(2);
      for (const [k, trajectory] of team.trajectories.entries()) {
        expect(Object.keys(trajectory)).toEqual(['start', 'status', 'step', 'position', 'loss']);
        expect(trajectory.start).toEqual(small.starts.points[k]);
        expect(trajectory.status).toBe('running');
        expect(trajectory.step).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
        expect(trajectory.position[0]).toEqual(trajectory.start);
        expect(trajectory.position).toHaveLength(8);
        expect(trajectory.loss).toHaveLength(8);
      }
    }
  });

  it('prints every N-th step from 0, and the last', async () => {
    const stepsOf = async (every: string) =>
      (await trace(small, '--every', every)).runs[0].teams[0].trajectories[0].step;
    expect(await stepsOf('3')).toEqual([0, 3, 6, 7]);
    expect(await stepsOf('7')).toEqual([0, 7]);
    expect(await stepsOf('100')).toEqual([0, 7]);
  });

  it('prints one run per RunSpec of an array, in order', async () => {
    const { runs } = await trace([
      { ...small, steps: 1 },
      { ...small, steps: 0 },
    ]);
    expect(runs.map((run: { spec: { steps: number } }) => run.spec.steps)).toEqual([1, 0]);
    expect(runs[1].teams[0].trajectories[0].step).toEqual([0]);
  });

  it('lets a trajectory at rest repeat its position', async () => {
    const { runs } = await trace({ ...small, stop: { loss: 1e9 } });
    const [trajectory] = runs[0].teams[0].trajectories;
    expect(trajectory.status).toBe('converged');
    expect(trajectory.position).toEqual(Array(8).fill([1, 2]));
  });

  it('prints null for what is not finite, and names the outcome', async () => {
    const { runs } = await trace({ ...small, surface: { formula: 'log(x)' } });
    const [, second] = runs[0].teams[0].trajectories;
    expect(second.status).toBe('non-finite');
    expect(second.loss).toEqual(Array(8).fill(null));
    expect(second.position[7]).toEqual([-0.5, 0.25]);
  });

  it('prints CSV with a row per trajectory and step, and nothing where a number is not finite', async () => {
    const spec = { ...small, surface: { formula: 'log(x)' }, steps: 2 };
    const { stdout, status } = await runCli(['trace', '-', '--format', 'csv'], [spec, spec]);
    expect(status).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('run,team,optimizer,trajectory,step,status,x,y,loss');
    expect(lines).toHaveLength(1 + 2 * 2 * 2 * 3);
    expect(lines[1]).toBe('0,0,sgd,0,0,running,1,2,0');
    expect(lines).toContain('0,0,sgd,1,1,non-finite,-0.5,0.25,');
    expect(lines.at(-1)).toBe('1,1,adam,1,2,non-finite,-0.5,0.25,');
  });

  it('reads a file, and says so where it cannot', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ravine-'));
    const file = join(folder, 'run.json');
    writeFileSync(file, JSON.stringify(small));
    const { status, stdout } = await runCli(['trace', file]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout).runs).toHaveLength(1);
    rmSync(folder, { recursive: true });
    const missing = await runCli(['trace', file]);
    expect(missing.status).toBe(2);
    expect(missing.stderr).toContain('cannot be read');
  });

  it('reads past a byte order mark, from a file and from standard input', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ravine-'));
    const file = join(folder, 'run.json');
    const marked = `\uFEFF${JSON.stringify(small)}`;
    writeFileSync(file, marked);
    const results = [await runCli(['trace', file]), await runCli(['trace', '-'], marked)];
    rmSync(folder, { recursive: true });
    for (const { status, stdout } of results) {
      expect(status).toBe(0);
      expect(JSON.parse(stdout).runs).toHaveLength(1);
    }
  });

  it('runs the default RunSpec from {}', async () => {
    const { runs } = await trace({ starts: { kind: 'grid', count: 4 } }, '--every', '500');
    expect(runs[0].spec.surface.id).toBe('rosenbrock');
    expect(runs[0].teams[0].trajectories[0].step).toEqual([0, 500]);
  });

  it('refuses a trace that would not fit in memory, and says how it would', async () => {
    // A little too much: should the guard ever fail, this test ends all the same.
    const huge = { starts: { kind: 'grid', count: 100_000 }, steps: 250 };
    const { status, stderr, stdout } = await runCli(['trace', '-'], huge);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('starts.count');
    const every = /--every to ([\d,]+)/.exec(stderr)?.[1].replaceAll(',', '');
    expect(Number(every)).toBeGreaterThan(1);
    // Its advice must be good: what is kept at that spacing fits.
    const kept = Math.floor(250 / Number(every)) + 2;
    expect(kept * 100_000).toBeLessThanOrEqual(20_000_000);
  });
});
