import { beforeAll, describe, expect, it } from 'vitest';
import { check, checkRun, type JudgedEngine } from '../../src/consistency/check.ts';
import type { CheckReport } from '../../src/consistency/report.ts';
import { parseRunSpec } from '../../src/engine/parse-run-spec.ts';
import { planRun } from '../../src/engine/plan-run.ts';
import type { GpuDevice } from '../../src/gpu/device.ts';
import { createGpuEngine } from '../../src/gpu/gpu-engine.ts';
import { wgslFiles } from '../../src/gpu/wgsl-files.ts';
import { createCpuEngine } from '../../src/reference/cpu-engine.ts';
import { schedules } from '../../src/schedules/index.ts';
import { sharedGpu } from '../support/gpu.ts';
import { groupTitle, optimizerGroups } from '../support/optimizer-groups.ts';

let gpu: GpuDevice;
beforeAll(async () => {
  gpu = await sharedGpu();
});

const cpu = createCpuEngine();

async function checkSpec(spec: unknown, judged: JudgedEngine): Promise<CheckReport> {
  return checkRun(planRun(parseRunSpec(spec)), judged, cpu);
}

const badQuantities = (report: CheckReport): string[] => [
  ...new Set(report.rows.filter(({ verdict }) => verdict === 'inconsistent').map(({ quantity }) => quantity)),
];

/** An engine in one of whose shaders a text is replaced, which must be there. */
function engineWithFault(file: string, right: string, wrong: string): JudgedEngine {
  const text = wgslFiles[file];
  const planted = text.replace(right, wrong);
  expect(planted, `${right} must occur in ${file}`).not.toBe(text);
  return createGpuEngine(gpu, { shaders: { [file]: planted } });
}

const race = {
  surface: { id: 'himmelblau' },
  optimizers: [{ id: 'adam', hyper: { lr: 0.05 } }],
  starts: { kind: 'uniform', count: 512 },
  steps: 120,
};

describe('the check of the engine as it is', () => {
  const groups = optimizerGroups.map((group) => ({ group, title: groupTitle(group) }));

  it.each(groups)('finds consistent, with noise, clipping and thresholds: $title', async ({ group }) => {
    const report = await checkSpec(
      {
        ...race,
        optimizers: group.map(({ id }) => ({ id })),
        schedule: { id: 'cosine' },
        gradient: { noise: 0.1, clipNorm: 1 },
        stop: { gradientNorm: 0.05, loss: 0.01 },
      },
      createGpuEngine(gpu),
    );
    expect(report.rows.filter(({ verdict }) => verdict !== 'consistent')).toEqual([]);
    expect(report.consistent).toBe(true);
  });

  it.each([
    [
      'a rate that decays below float32',
      { schedule: { id: 'exponential', params: { gamma: 0.7 } }, steps: 320 },
    ],
    [
      'a rate that grows beyond float32',
      { schedule: { id: 'exponential', params: { gamma: 10 } }, steps: 320 },
    ],
    ...['adam', 'adamw', 'adagrad', 'rmsprop'].flatMap((id) =>
      [0, 1e-50, 1e-38, 1e-28].map((eps): [string, object] => [
        `squares that underflow, for ${id} with an epsilon of ${eps}`,
        { surface: { formula: '100*x^2 + 100*y^2' }, optimizers: [{ id, hyper: { lr: 0.05, eps } }] },
      ]),
    ),
    ...['adam', 'adagrad', 'momentum', 'rmsprop'].map((id): [string, object] => [
      `products that overflow, for ${id} with a rate of 1000`,
      { optimizers: [{ id, hyper: { lr: 1000 } }] },
    ]),
  ])('is not taken in by %s', async (_case, spec) => {
    const report = await checkSpec({ ...race, ...spec }, createGpuEngine(gpu));
    expect(report.rows.filter(({ verdict }) => verdict === 'inconsistent')).toEqual([]);
  });

  it('looks at no schedule beyond the end of a run', async () => {
    const { rows } = await checkSpec(race, createGpuEngine(gpu));
    const row = rows.find(({ quantity }) => quantity === 'schedule');
    // Of the steps that it looks at, 0 to 101 are eleven.
    expect([row?.points, row?.unjudged]).toEqual([11, 0]);
  });

  it('has bounds that the GPU comes near to: they are no blank cheque', async () => {
    const report = await checkSpec(race, createGpuEngine(gpu));
    const ratio = (quantity: string) => report.rows.find((row) => row.quantity === quantity)?.ratio;
    // The worst of thousands of roundings should use a fair part of what a rigorous bound allows.
    for (const quantity of ['loss', 'gradient', 'hessian', 'state m', 'state v']) {
      expect(ratio(quantity), quantity).toBeGreaterThan(0.2);
    }
    expect(ratio('position')).toBeGreaterThan(0.05);
  });

  it('judges nearly all of what it compares', async () => {
    const { rows } = await checkSpec(race, createGpuEngine(gpu));
    const sum = (field: 'points' | 'unjudged') => rows.reduce((total, row) => total + row[field], 0);
    expect(sum('points')).toBeGreaterThan(50_000);
    expect(sum('unjudged')).toBeLessThan(sum('points') / 20);
  });

  it('covers the surfaces, optimizers and schedules that are asked for', async () => {
    const progress: number[] = [];
    const report = await check(
      { surfaces: ['bowl', 'ackley'], optimizers: ['sgd', 'adam'], schedules: schedules.map(({ id }) => id) },
      createGpuEngine(gpu),
      cpu,
      (fraction) => progress.push(fraction),
    );
    expect(report.consistent).toBe(true);
    const named = (key: 'surface' | 'optimizer') => new Set(report.rows.map((row) => row[key]));
    expect(named('surface')).toEqual(new Set([null, 'bowl', 'ackley']));
    expect(named('optimizer')).toEqual(new Set([null, 'sgd', 'adam']));
    expect(report.rows.filter(({ quantity }) => quantity === 'schedule')).toHaveLength(schedules.length);
    expect(progress.at(-1)).toBe(1);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });

  it('names what cannot be judged instead of passing it', async () => {
    const report = await checkSpec({ ...race, surface: { formula: 'log(-1 - x^2)' } }, createGpuEngine(gpu));
    const loss = report.rows.find(({ quantity }) => quantity === 'loss');
    expect(loss?.verdict).toBe('unjudged');
    expect(loss?.points).toBe(0);
    expect(loss?.unjudged).toBeGreaterThan(1000);
  });
});

describe('planted faults', () => {
  it.each([
    {
      fault: "Adam's 1 − β₁ is off by 1e-4",
      file: 'optimizers/adam.wgsl',
      right: '(1.0 - h.beta1)',
      wrong: '(1.0001 - h.beta1)',
      spec: race,
      seen: 'state m',
    },
    {
      fault: 'Adam has no bias correction of v',
      file: 'optimizers/adam.wgsl',
      right: 'sqrt(v) * s.invSqrtBc2',
      wrong: 'sqrt(v)',
      spec: race,
      seen: 'position',
    },
    {
      fault: 'Adam has no bias correction of m',
      file: 'optimizers/adam.wgsl',
      right: 's.stepSize * m',
      wrong: 'h.lr * m',
      spec: race,
      seen: 'position',
    },
    {
      fault: "Adam's epsilon is inside the root",
      file: 'optimizers/adam.wgsl',
      right: 'sqrt(v) * s.invSqrtBc2 + h.eps',
      wrong: 'sqrt(v + h.eps) * s.invSqrtBc2',
      spec: race,
      seen: 'position',
    },
    {
      fault: 'clipping adds 1e-3 to the norm instead of 1e-6',
      file: 'kernels/descend.wgsl',
      right: 'CLIP_EPSILON = 1e-6',
      wrong: 'CLIP_EPSILON = 1e-3',
      spec: { ...race, gradient: { clipNorm: 1 } },
      seen: 'state m',
    },
    {
      fault: 'noise draws from another stream',
      file: 'kernels/descend.wgsl',
      right: 'NOISE_DRAW = 1u',
      wrong: 'NOISE_DRAW = 2u',
      spec: { ...race, gradient: { noise: 0.1 } },
      seen: 'noise',
    },
    {
      fault: 'the threshold of the loss is exclusive by a percent',
      file: 'kernels/descend.wgsl',
      right: 'at.loss <= run.stopLoss',
      wrong: 'at.loss <= run.stopLoss * 0.99',
      spec: { ...race, stop: { loss: 20 } },
      seen: 'status',
    },
    {
      fault: 'a trajectory is called diverged four times too far out',
      file: 'kernels/descend.wgsl',
      right: 'magnitudeBits(distance.x) <= bitcast<u32>(run.reachX)',
      wrong: 'magnitudeBits(distance.x) <= bitcast<u32>(4.0 * run.reachX)',
      spec: race,
      seen: 'status',
    },
    {
      fault: 'scalars are those of the step before',
      file: 'kernels/descend.wgsl',
      right: 'var place = dispatch.firstScalars + k;',
      wrong: 'var place = max(dispatch.firstScalars + k, 1u) - 1u;',
      spec: race,
      seen: 'fused steps',
    },
    {
      fault: 'a trajectory that left the numbers takes the step that led out',
      file: 'kernels/descend.wgsl',
      right: 'runner.theta = select(runner.theta, theta, outcome == NON_FINITE);',
      wrong: '',
      spec: race,
      seen: 'leaving float32',
    },
    {
      fault: 'a trajectory whose velocity leads out of the numbers follows it',
      file: 'kernels/descend.wgsl',
      right: 'runner.theta = select(runner.theta, theta, outcome == NON_FINITE);',
      wrong: '',
      spec: { ...race, optimizers: [{ id: 'momentum', hyper: { lr: 1e10 } }] },
      seen: 'status',
    },
    {
      fault: 'a trajectory that hurries does not see that it has arrived',
      file: 'kernels/descend.wgsl',
      right: 'select(next.steepest, EXPONENT_BITS, hasArrived(at))',
      wrong: 'next.steepest',
      spec: { ...race, stop: { gradientNorm: 0.5 } },
      seen: 'fused steps',
    },
    {
      fault: 'a trajectory that has ended on the way is left where it hurried to',
      file: 'kernels/descend.wgsl',
      right: 'runner = load(i);\n    k = 0u;',
      wrong: '',
      spec: { ...race, stop: { gradientNorm: 0.5 } },
      seen: 'fused steps',
    },
    {
      fault: "a thread's fourth trajectory is its third once more",
      file: 'kernels/descend.wgsl',
      right: 'all.d = load(i + 3u * threads);',
      wrong: 'all.d = all.c;',
      spec: race,
      seen: 'position',
    },
    {
      fault: 'the rest step in a dispatch of several steps is that of its first',
      file: 'kernels/descend.wgsl',
      right: 'packStatus(outcome, dispatch.firstStep + k)',
      wrong: 'packStatus(outcome, dispatch.firstStep + min(k, 1u))',
      spec: { ...race, stop: { gradientNorm: 0.5 } },
      seen: 'fused steps',
    },
    {
      fault: 'where the last step led to is not judged',
      file: 'kernels/descend.wgsl',
      right: 'select(outcome, judgePlace(at), outcome == RUNNING)',
      wrong: 'select(outcome, judgePlace(at), (outcome == RUNNING) & (k < dispatch.steps))',
      spec: { ...race, stop: { gradientNorm: 5 } },
      seen: 'status',
    },
    {
      fault: 'state is stored before the last of several steps',
      file: 'kernels/descend.wgsl',
      right: 'storeState(i, runner.x, runner.y);',
      wrong: 'if (dispatch.steps == 1u) { storeState(i, runner.x, runner.y); }',
      spec: race,
      seen: 'fused steps',
    },
    {
      fault: 'every learning rate has the scalars of the first',
      file: 'kernels/descend.wgsl',
      right: 'run.rates + (run.first + i) / run.starts;',
      wrong: 'run.rates;',
      spec: race,
      seen: 'rates side by side',
    },
    {
      fault: 'noise is that of the place in the buffer, not of the start',
      file: 'kernels/descend.wgsl',
      right: 'randomBits(run.seed, start,',
      wrong: 'randomBits(run.seed, start - run.first,',
      spec: { ...race, gradient: { noise: 0.1 } },
      seen: 'window',
    },
    {
      fault: 'a window has the first starts',
      file: 'kernels/starts.wgsl',
      right: 'startOf((starts.first + i) % starts.count)',
      wrong: 'startOf(i % starts.count)',
      spec: race,
      seen: 'window',
    },
    {
      fault: 'the sharpness-aware step is longer by 1e-3',
      file: 'kernels/descend.wgsl',
      right: 'run.sam / (',
      wrong: '1.001 * run.sam / (',
      spec: { ...race, gradient: { sam: 0.1 } },
      seen: 'state m',
    },
    {
      fault: 'the sharpness-aware step does not feel the noise',
      file: 'kernels/descend.wgsl',
      right: 'let uphill = slope + noise;',
      wrong: 'let uphill = slope;',
      spec: { ...race, gradient: { sam: 0.1, noise: 1 } },
      seen: 'state m',
    },
    {
      fault: 'clipping by value comes before clipping by norm',
      file: 'kernels/descend.wgsl',
      right: 'if (CLIPS_NORM) {',
      wrong:
        'if (CLIPS_VALUE) { g = clamp(g, vec2f(-run.clipValue), vec2f(run.clipValue)); }\n  if (CLIPS_NORM) {',
      spec: { ...race, gradient: { clipNorm: 2, clipValue: 1.5 } },
      seen: 'state m',
    },
    {
      fault: 'centralising takes off the whole sum',
      file: 'kernels/descend.wgsl',
      right: '0.5 * g.x + 0.5 * g.y',
      wrong: 'g.x + g.y',
      spec: { ...race, gradient: { centralize: true } },
      seen: 'state m',
    },
    {
      fault: 'lookahead goes all the way',
      file: 'wrappers/lookahead.wgsl',
      right: 's.follows * (next',
      wrong: '1.0 * (next',
      spec: { ...race, optimizers: [{ id: 'adam', hyper: { lr: 0.05, lookahead: 2 } }] },
      seen: 'state slow',
    },
    {
      fault: 'schedule-free takes its gradient where it is',
      file: 'optimizers/schedule-free-sgd.wgsl',
      right: 'return state.z + h.momentum',
      wrong: 'return theta + 0.0 * h.momentum',
      spec: { ...race, optimizers: [{ id: 'schedule-free-sgd', hyper: { lr: 0.01 } }] },
      seen: 'position',
    },
    {
      fault: 'schedule-free takes its gradient where it is, with lookahead around it',
      file: 'optimizers/schedule-free-sgd.wgsl',
      right: 'return state.z + h.momentum',
      wrong: 'return theta + 0.0 * h.momentum',
      spec: { ...race, optimizers: [{ id: 'schedule-free-sgd', hyper: { lr: 0.01, lookahead: 2 } }] },
      seen: 'position',
    },
    {
      fault: "the landscape's gradient is too steep",
      file: 'kernels/landscape.wgsl',
      right: 'at.gradient, 0.0',
      wrong: 'at.gradient * 1.5, 0.0',
      spec: race,
      seen: 'landscape gradient',
    },
    {
      fault: 'starts are mirrored',
      file: 'kernels/starts.wgsl',
      right: 'uniform01(bits.x), uniform01(bits.y)',
      wrong: 'uniform01(bits.y), uniform01(bits.x)',
      spec: race,
      seen: 'starts uniform',
    },
    {
      fault: 'the landscape leaves out the far edge',
      file: 'kernels/landscape.wgsl',
      right: 'f32(size - 1u)',
      wrong: 'f32(grid.size)',
      spec: race,
      seen: 'landscape',
    },
    {
      fault: 'the summary misses a trajectory',
      file: 'kernels/summarize.wgsl',
      right: 'i < domain.count;',
      wrong: 'i + 1u < domain.count;',
      spec: race,
      seen: 'summary counts',
    },
    {
      fault: 'a histogram has a bin where another is',
      file: 'kernels/summarize.wgsl',
      right: 'select(0u, 2u, key',
      wrong: 'select(0u, 1u, key',
      spec: race,
      seen: 'summary loss histogram',
    },
  ])('sees that $fault', async ({ file, right, wrong, spec, seen }) => {
    const report = await checkSpec(spec, engineWithFault(file, right, wrong));
    expect(report.consistent).toBe(false);
    expect(badQuantities(report)).toContain(seen);
    const row = report.rows.find(({ quantity, verdict }) => quantity === seen && verdict === 'inconsistent');
    expect(Object.keys(row?.at ?? {}), 'the inputs of the worst case').not.toEqual([]);
  });

  it('sees a sine whose leading coefficient is off by 1e-5', async () => {
    const judged = engineWithFault('lib/math.wgsl', '* z - 1.6666654611e-1', '* z - 1.6666821e-1');
    const report = await checkSpec({ ...race, surface: { formula: 'sin(x) * sin(y)' } }, judged);
    expect(badQuantities(report)).toContain('loss');
  });

  it('sees a formula whose coefficient is off by 1e-5', async () => {
    const right = planRun(parseRunSpec({ ...race, surface: { formula: '(1-x)^2 + 100*(y-x^2)^2' } }));
    const wrong = planRun(parseRunSpec({ ...race, surface: { formula: '(1-x)^2 + 100.001*(y-x^2)^2' } }));
    const engine = createGpuEngine(gpu);
    const judged: JudgedEngine = {
      description: 'another formula',
      evaluate: (_plan, points) => engine.evaluate(wrong, points),
      landscape: (_surface, size) =>
        engine.landscape({ ...wrong.surface, domain: right.surface.domain }, size),
      createRun: (plan) =>
        engine.createRun({ ...plan, surface: { ...plan.surface, compiled: wrong.surface.compiled } }),
    };
    const bad = badQuantities(await checkRun(right, judged, cpu));
    for (const quantity of [
      'loss',
      'gradient',
      'hessian',
      'landscape',
      'landscape gradient',
      'position',
      'state m',
    ]) {
      expect(bad).toContain(quantity);
    }
  });
});
