import { describe, expect, it } from 'vitest';
import type { BenchReport } from '../../src/bench/report.ts';
import { runCli } from '../support/run-cli.ts';

const tiny = [
  '--trajectories',
  '256',
  '--steps-per-dispatch',
  '1,4',
  '--repetitions',
  '2',
  '--seconds',
  '0.01',
];

describe('ravine bench', () => {
  it('prints trajectory-steps per second by engine, and the machine, as JSON', async () => {
    const { status, stdout, stderr } = await runCli([
      ...['bench', '--json', '--sections', 'speed,memory', '--optimizers', 'adam,sgd', ...tiny],
    ]);
    expect(status, stderr).toBe(0);
    const { machine, unit, results, targets, memory } = JSON.parse(stdout) as BenchReport;
    expect(machine).toMatchObject({ cores: expect.any(Number), node: process.versions.node });
    expect(machine.gpu).not.toBeNull();
    expect(unit).toBe('trajectory-steps per second');
    const names = results.map(({ optimizer, engine, stepsPerDispatch }) =>
      [optimizer, engine, stepsPerDispatch].join(' '),
    );
    for (const optimizer of ['adam', 'sgd']) {
      for (const engine of ['plain JavaScript, float64 ', 'cpu ', 'gpu 1', 'gpu 4']) {
        expect(names).toContain(`${optimizer} ${engine}`);
      }
    }
    for (const { perSecond, samples, running, engine, toPlain } of results) {
      expect(samples).toHaveLength(2);
      expect(perSecond.lowest).toBeGreaterThan(0);
      expect(perSecond.highest).toBeGreaterThanOrEqual(perSecond.median);
      // A trajectory at rest costs nothing, and would pass for speed.
      if (engine === 'gpu' || engine === 'cpu') expect(running).toBe(1);
      if (engine.startsWith('plain')) expect(toPlain).toBe(1);
    }
    const adam = memory!.perTrajectory.find(({ optimizer }) => optimizer === 'adam')!;
    expect(adam.bytes).toBeLessThanOrEqual(40);
    expect(targets.length).toBeGreaterThan(5);
  });

  it('prints a table where nothing else is asked for', async () => {
    const { status, stdout } = await runCli(['bench', '--sections', 'startup,arithmetic', ...tiny.slice(4)]);
    expect(status).toBe(0);
    for (const phrase of ['Targets', 'The bound of Adam on Rosenbrock', 'Start-up', 'Node'])
      expect(stdout).toContain(phrase);
  });

  it('refuses what it does not know', async () => {
    const { status, stdout, stderr } = await runCli(['bench', '--surfaces', 'rosenbrok']);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('--surfaces');
    expect(stderr).toContain('rosenbrock');
  });
});
