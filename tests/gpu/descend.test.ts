import { describe, expect, test } from 'vitest';
import { ulp32 } from '../../src/core/float32.ts';
import { normalPair, randomBits } from '../../src/core/random.ts';
import { packStatus, Status, statusOf } from '../../src/core/status.ts';
import type { TeamSnapshot } from '../../src/engine/engine.ts';
import { parseRunSpec } from '../../src/engine/parse-run-spec.ts';
import { planRun } from '../../src/engine/plan-run.ts';
import { generateStarts } from '../../src/engine/starts.ts';
import { NORMAL_ULPS } from '../../src/formula/float32-model.ts';
import { createGpuEngine, type GpuEngineOptions } from '../../src/gpu/gpu-engine.ts';
import type { Optimizer } from '../../src/optimizers/optimizer.ts';
import { createCpuEngine } from '../../src/reference/cpu-engine.ts';
import { asHardware, sharedGpu } from '../support/gpu.ts';
import { groupTitle, optimizerGroups } from '../support/optimizer-groups.ts';
import { firstDifference } from '../support/same.ts';

const words = (bits: Uint32Array): [number, number] => [bits[0], bits[1]];

const planOf = (spec: object) => planRun(parseRunSpec(spec));

async function runOnGpu(
  spec: object,
  steps: number,
  options: GpuEngineOptions = {},
  device = sharedGpu,
): Promise<TeamSnapshot[]> {
  const engine = createGpuEngine(await device(), options);
  const plan = planOf(spec);
  const run = await engine.createRun(plan);
  run.advance(steps);
  const teams = await Promise.all(plan.teams.map((_, team) => run.read(team)));
  engine.dispose();
  return teams;
}

async function runOnCpu(spec: object, steps: number): Promise<TeamSnapshot[]> {
  const plan = planOf(spec);
  const run = await createCpuEngine().createRun(plan);
  run.advance(steps);
  return Promise.all(plan.teams.map((_, team) => run.read(team)));
}

const teamsOf = (group: readonly Optimizer[]) => group.map(({ id }) => ({ id, hyper: { lr: 0.01 } }));
const groups = optimizerGroups.map((group) => ({ group, title: groupTitle(group) }));

/** Everything in which two snapshots are not equal to the last bit. */
function differences(got: TeamSnapshot, expected: TeamSnapshot): string[] {
  const columns = ({ step, state, ...rest }: TeamSnapshot) => ({ ...rest, ...state, step: [step] });
  const wanted = columns(expected);
  return Object.entries(columns(got)).flatMap(([name, column]) => {
    const difference = firstDifference(column, wanted[name as keyof typeof wanted]);
    return difference === null ? [] : [`${name}: ${difference}`];
  });
}

/** Largest difference of positions in units in the last place of the domain's size. */
function distance(a: TeamSnapshot, b: TeamSnapshot, size: number): number {
  return a.position.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - b.position[i]) / ulp32(size)),
    0,
  );
}

/** A run's starts, each moved along x by a unit in the last place of a domain of half-width 4. */
function nudgedStarts(spec: object) {
  const starts = generateStarts(planOf(spec));
  const points = Array.from({ length: starts.length / 2 }, (_, k) => [
    starts[2 * k] + ulp32(4),
    starts[2 * k + 1],
  ]);
  return { kind: 'points', points };
}

describe('the descend kernel follows the reference', () => {
  // A bowl forgets rounding, so a few steps stay within a few rounding errors of float64. Each step rounds position,
  // gradient and state some ten times; 20 steps at 2^-24 of the domain, contracted, come to less than 64 ulps.
  const bowl = { formula: 'x^2 + 3*y^2', domain: [-4, 4, -4, 4] };

  test.each(groups)('20 steps of $title', async ({ group }) => {
    const spec = { surface: bowl, optimizers: teamsOf(group), starts: { kind: 'uniform', count: 1000 } };
    const [gpu, cpu] = [await runOnGpu(spec, 20), await runOnCpu(spec, 20)];
    gpu.forEach((team, index) => {
      expect(team.step).toBe(20);
      expect(distance(team, cpu[index], 4), group[index].id).toBeLessThan(64);
      const moved = team.position.some((value, i) => Math.abs(value - cpu[index].position[i]) > 0);
      expect(moved, 'float32 and float64 cannot agree in every digit').toBe(true);
    });
  });

  test.each(groups)('schedule, clipping and noise with $title', async ({ group }) => {
    const spec = {
      surface: bowl,
      optimizers: teamsOf(group),
      schedule: { id: 'step', params: { every: 3, gamma: 0.5 } },
      gradient: { clipNorm: 0.7, noise: 0.3 },
      starts: { kind: 'uniform', count: 500 },
      seed: 77,
    };
    const [gpu, cpu] = [await runOnGpu(spec, 15), await runOnCpu(spec, 15)];
    const nudged = await runOnCpu({ ...spec, starts: nudgedStarts(spec) }, 15);
    // RMSProp and Adagrad divide a first, noisy gradient by itself: 1e-6 of noise error where g is near zero. Quasi-Newton
    // steps that are fed noise amplify without bounds: what sends a start that is off by its last digit elsewhere is left to
    // the check, which takes one step at a time.
    gpu.forEach((team, index) => {
      const { couples, id } = group[index];
      const amplifies = distance(nudged[index], cpu[index], 4) > 1000;
      if (couples && amplifies) return;
      expect(distance(team, cpu[index], 4), id).toBeLessThan(512);
    });
  });

  test("clipping is torch's: the norm of the whole gradient, 1e-6 added", async () => {
    const [team] = await runOnGpu(
      {
        surface: { formula: '3*x + 4*y' },
        optimizers: [{ id: 'sgd', hyper: { lr: 1 } }],
        gradient: { clipNorm: 1 },
        starts: { kind: 'points', points: [[0, 0]] },
      },
      1,
    );
    const coefficient = 1 / (5 + 1e-6);
    expect(Math.abs(team.position[0] + 3 * coefficient)).toBeLessThan(2 * ulp32(0.6));
    expect(Math.abs(team.position[1] + 4 * coefficient)).toBeLessThan(2 * ulp32(0.8));
  });

  test('a gradient within the norm is left alone', async () => {
    const [team] = await runOnGpu(
      {
        surface: { formula: '3*x + 4*y' },
        optimizers: [{ id: 'sgd', hyper: { lr: 1 } }],
        gradient: { clipNorm: 5.1 },
        starts: { kind: 'points', points: [[0, 0]] },
      },
      1,
    );
    expect(Array.from(team.position)).toEqual([-3, -4]);
  });

  test('noise is draw 1 of its trajectory and step', async () => {
    const count = 200;
    const spec = {
      surface: { formula: '0*x' },
      optimizers: [{ id: 'sgd', hyper: { lr: 1 } }],
      gradient: { noise: 0.5 },
      starts: { kind: 'points', points: Array.from({ length: count }, () => [0, 0]) },
      seed: 9,
    };
    const [team] = await runOnGpu(spec, 2);
    for (let i = 0; i < count; i++) {
      const draws = [0, 1].map((step) => normalPair(...words(randomBits(9, i, step, 1))));
      for (const axis of [0, 1]) {
        const sum = 0.5 * (draws[0][axis] + draws[1][axis]);
        const radius = Math.hypot(...draws[0]) + Math.hypot(...draws[1]);
        // Each variate's own error, and three roundings of numbers no larger than the radii.
        const allowed = (0.5 * NORMAL_ULPS + 3) * 2 ** -23 * radius;
        expect(Math.abs(team.position[2 * i + axis] + sum)).toBeLessThan(allowed);
      }
    }
  });

  test('what is observed belongs to the stored position', async () => {
    const spec = { surface: { id: 'himmelblau' }, starts: { kind: 'grid', count: 400 } };
    for (const steps of [0, 7]) {
      const [{ position, loss, gradientNorm }] = await runOnGpu(spec, steps);
      const at = await createCpuEngine().evaluate(planOf(spec), position);
      for (let i = 0; i < 400; i++) {
        expect(Math.abs(loss[i] - at.loss[i])).toBeLessThan(1e-4 * (1 + at.loss[i]));
        const norm = Math.hypot(at.gradientX[i], at.gradientY[i]);
        expect(Math.abs(gradientNorm[i] - norm)).toBeLessThan(1e-3 * (1 + norm));
      }
    }
  });
});

describe('splitting into dispatches changes nothing', () => {
  const specOf = (group: readonly Optimizer[]) => ({
    surface: { id: 'rosenbrock' },
    optimizers: teamsOf(group),
    gradient: { noise: 0.1 },
    schedule: { id: 'cosine' },
    stop: { gradientNorm: 0.5 },
    starts: { kind: 'uniform', count: 321 },
    steps: 2000,
  });
  const cases = [1, 7, 64].flatMap((fusedSteps) => groups.map((group) => ({ fusedSteps, ...group })));

  test.each(cases)('1100 steps, $fusedSteps at a time, of $title', async ({ fusedSteps, group }) => {
    const spec = specOf(group);
    const whole = await runOnGpu(spec, 1100, { fusedSteps: 256 });
    const split = await runOnGpu(spec, 1100, { fusedSteps });
    whole.forEach((team, index) => {
      expect(differences(split[index], team)).toEqual([]);
    });
    const statuses = new Set(whole.flatMap(({ status }) => Array.from(status, statusOf)));
    expect(statuses.size, 'some rest and some run').toBeGreaterThan(1);
  });

  // Each is on its way for some of the steps of a dispatch: only one after the other says when it ended.
  const ends = [
    { end: 'diverged', surface: { formula: 'x^2 + y^2' }, lr: 1.1, status: Status.diverged },
    { end: 'nonFinite', surface: { formula: 'sqrt(x) + y^2' }, lr: 0.3, status: Status.nonFinite },
    { end: 'converged', surface: { formula: 'x^2 + 2*y^2' }, lr: 0.05, status: Status.converged },
  ];
  const counts = [1, 2, 3, 4, 5, 130];
  test.each(ends.flatMap((end) => counts.map((count) => ({ ...end, count }))))(
    '$count that are $end on the way',
    async ({ surface, lr, status, count }) => {
      const spec = {
        surface,
        optimizers: [{ id: 'sgd', hyper: { lr } }],
        stop: { loss: 1e-3 },
        starts: { kind: 'uniform', count },
        steps: 300,
      };
      const [single] = await runOnGpu(spec, 200, { fusedSteps: 1 });
      for (const fusedSteps of [6, 199]) {
        const [fused] = await runOnGpu(spec, 200, { fusedSteps });
        expect(differences(fused, single)).toEqual([]);
        const [inOtherForm] = await runOnGpu(spec, 200, { fusedSteps }, asHardware);
        expect(differences(inOtherForm, single)).toEqual([]);
      }
      expect(Array.from(single.status, statusOf)).toContain(status);
    },
  );

  test('calls of advance add up, and end with the run', async () => {
    const engine = createGpuEngine(await sharedGpu());
    const run = await engine.createRun(planOf({ ...specOf(optimizerGroups[0]), steps: 90 }));
    for (const count of [1, 0, 30, 19, 1000]) run.advance(count);
    expect(run.step).toBe(90);
    const [pieces] = [await run.read(0)];
    run.restart();
    expect(run.step).toBe(0);
    run.advance(90);
    expect(differences(await run.read(0), pieces)).toEqual([]);
    engine.dispose();
  });
});

describe('outcomes', () => {
  const starts = (points: number[][]) => ({ kind: 'points', points });
  const sgd = (lr: number) => [{ id: 'sgd', hyper: { lr } }];

  test('converged by gradient norm, at the step where it is first seen', async () => {
    // x is halved by each step from 1: |2x| ≤ 0.25 at x = 0.125, after three.
    const [team] = await runOnGpu(
      {
        surface: { formula: 'x^2' },
        optimizers: sgd(0.25),
        stop: { gradientNorm: 0.25 },
        starts: starts([[1, 0]]),
      },
      10,
    );
    expect(team.status[0]).toBe(packStatus(Status.converged, 3));
    expect(team.position[0]).toBe(0.125);
  });

  test('converged by loss, also a negative one', async () => {
    const [team] = await runOnGpu(
      { surface: { formula: 'x' }, optimizers: sgd(1), stop: { loss: -2.5 }, starts: starts([[0, 0]]) },
      10,
    );
    expect(team.status[0]).toBe(packStatus(Status.converged, 3));
    expect(team.position[0]).toBe(-3);
  });

  test('diverged: a thousand half-widths from the centre, kept where it is', async () => {
    const [team] = await runOnGpu(
      {
        surface: { formula: 'x^2', domain: [-1, 1, -1, 1] },
        optimizers: sgd(5.5),
        starts: starts([
          [1, 0],
          [0, 0],
        ]),
      },
      10,
    );
    // −10 times per step: 1000 is still inside, 10000 is not.
    expect(team.status[0]).toBe(packStatus(Status.diverged, 4));
    expect(team.position[0]).toBe(10000);
    expect(statusOf(team.status[1])).toBe(Status.running);
  });

  test('non-finite before a step: no step is taken', async () => {
    const formulas: [string, number[]][] = [
      ['log(x)', [0, 0]], // −∞
      ['log(x)', [-1, 0]], // NaN
      ['atan(1e30*x)*1e9', [0, 0]], // 0 with a gradient of 1e39
      ['exp(x)', [100, 0]], // +∞ in float32
    ];
    for (const [formula, point] of formulas) {
      const [team] = await runOnGpu({ surface: { formula }, starts: starts([point]) }, 5);
      expect(team.status[0], formula).toBe(packStatus(Status.nonFinite, 0));
      expect(Array.from(team.position)).toEqual(point);
    }
  });

  test('non-finite after a step: the last position stays', async () => {
    const [team] = await runOnGpu(
      { surface: { formula: '1e30*x' }, optimizers: sgd(1e30), starts: starts([[2, 3]]) },
      5,
    );
    expect(team.status[0]).toBe(packStatus(Status.nonFinite, 1));
    expect(Array.from(team.position)).toEqual([2, 3]);
  });

  test('what rests is left alone', async () => {
    const engine = createGpuEngine(await sharedGpu());
    const run = await engine.createRun(
      planOf({ starts: { kind: 'grid', count: 4 }, optimizers: [{ id: 'adam' }] }),
    );
    const before = await run.read(0);
    const resting = packStatus(Status.diverged, 5);
    const status = new Uint32Array([resting, 0, resting, 0]);
    run.load(0, { ...before, step: 9, status });
    expect(run.step).toBe(9);
    run.advance(3);
    const after = await run.read(0);
    expect(after.step).toBe(12);
    expect(after.status).toEqual(status);
    expect(after.position.subarray(0, 2)).toEqual(before.position.subarray(0, 2));
    expect(after.position.subarray(2, 4)).not.toEqual(before.position.subarray(2, 4));
    expect(after.state.m[0]).toBe(0);
    expect(after.state.m[2]).not.toBe(0);
    engine.dispose();
  });
});

test('two rows of workgroups: every trajectory is stepped once', async () => {
  // 65,535 workgroups of 64 in a row; one more trajectory needs a second row.
  const count = 65535 * 64 + 1;
  const spec = {
    surface: { formula: 'x + 2*y', domain: [-1, 1, -1, 1] },
    optimizers: [{ id: 'sgd', hyper: { lr: 1 } }],
    starts: { kind: 'uniform', count },
  };
  const [team] = await runOnGpu(spec, 1, { fusedSteps: 1 });
  const starts = generateStarts(planOf(spec));
  let wrong = 0;
  for (let i = 0; i < 2 * count; i++) {
    if (team.position[i] !== Math.fround(starts[i] - 1 - (i % 2))) wrong++;
  }
  expect(wrong).toBe(0);
});
