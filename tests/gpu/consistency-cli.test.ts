import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

describe('the command line on the GPU', () => {
  it('traces the same run as the CPU, to float32', async () => {
    const spec = {
      surface: { id: 'bowl' },
      optimizers: [{ id: 'momentum', hyper: { lr: 0.05 } }],
      starts: { kind: 'uniform', count: 5 },
      steps: 30,
    };
    const traceOn = async (engine: string) => {
      const { status, stdout } = await runCli(['trace', '-', '--engine', engine, '--every', '10'], spec);
      expect(status).toBe(0);
      return JSON.parse(stdout).runs[0];
    };
    const [cpu, gpu] = [await traceOn('cpu'), await traceOn('gpu')];
    expect(gpu.engine).toBe('gpu');
    expect(gpu.spec).toEqual(cpu.spec);
    const [onCpu, onGpu] = [cpu, gpu].map((run) => run.teams[0].trajectories);
    expect(onGpu).toHaveLength(5);
    for (const [k, { start, step, position, loss }] of onGpu.entries()) {
      expect(start).toEqual(onCpu[k].start);
      expect(step).toEqual([0, 10, 20, 30]);
      // A bowl draws paths together, so that 30 roundings of positions up to 5 add up and no more.
      for (const i of step.keys()) {
        for (const axis of [0, 1]) {
          expect(Math.abs(position[i][axis] - onCpu[k].position[i][axis])).toBeLessThan(30 * 5 * 2 ** -22);
        }
        expect(loss[i]).toBeCloseTo(onCpu[k].loss[i], 3);
      }
    }
  });

  it('evaluates what the CPU evaluates, to float32', async () => {
    const request = {
      surface: { id: 'himmelblau' },
      points: [
        [1, 2],
        [3, 2],
        [-0.5, 4],
      ],
    };
    const evaluateOn = async (engine: string) => {
      const { status, stdout } = await runCli(['evaluate', '--engine', engine], request);
      expect(status).toBe(0);
      return JSON.parse(stdout).results[0];
    };
    const [cpu, gpu] = [await evaluateOn('cpu'), await evaluateOn('gpu')];
    for (const field of ['loss', 'gradient', 'hessian']) {
      const [given, expected] = [gpu[field].flat(), cpu[field].flat()];
      expect(given).toHaveLength(expected.length);
      for (const [i, value] of given.entries()) expect(Math.abs(value - expected[i])).toBeLessThan(1e-4);
    }
  });

  it('checks, and exits with 0 where all is consistent', async () => {
    const { status, stdout } = await runCli([
      'check',
      '--surfaces',
      'beale',
      '--optimizers',
      'adagrad',
      '--json',
    ]);
    const report = JSON.parse(stdout);
    expect(report.rows.filter(({ verdict }: { verdict: string }) => verdict !== 'consistent')).toEqual([]);
    expect(status).toBe(0);
    expect(report.engine).not.toBe('');
  });
});
