import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangeOf, transformedRange } from '../../../src/consistency/gradient-range.ts';
import { twinRange } from '../../../src/consistency/twin-range.ts';
import { FLOAT32_MAX } from '../../../src/core/float32.ts';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { planRun } from '../../../src/engine/plan-run.ts';
import { createStepRules, type StepRules } from '../../../src/reference/step-rules.ts';

const { fround } = Math;

function rulesOf(gradient: { clipNorm?: number | null; noise?: number }, id = 'adam', hyper = {}) {
  return createStepRules(planRun(parseRunSpec({ optimizers: [{ id, hyper }], gradient })), 0, {
    float32Inputs: true,
  });
}

/** Gradients and bounds over many magnitudes, also with the box across an axis. */
const component = fc
  .tuple(fc.double({ min: -6, max: 6, noNaN: true }), fc.boolean())
  .map(([exponent, negative]) => (negative ? -1 : 1) * 10 ** exponent);
const box = fc.record({
  g: fc.tuple(component, component),
  b: fc.tuple(component.map(Math.abs), component.map(Math.abs)),
  clipNorm: fc.double({ min: -3, max: 3, noNaN: true }).map((exponent) => 10 ** exponent),
  at: fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })),
});

const single = (value: number): Float64Array => Float64Array.of(value);

/** The range after noise and clipping of one gradient (x, y) with its bounds. */
const gradientRange = (
  rules: StepRules,
  step: number,
  g: readonly [number, number],
  b: readonly [number, number],
) => transformedRange(rangeOf([single(g[0]), single(g[1])], [single(b[0]), single(b[1])]), rules, step);

describe('the range of a clipped gradient', () => {
  it('holds whatever clipping makes of any gradient in the box', () => {
    fc.assert(
      fc.property(box, ({ g, b, clipNorm, at }) => {
        const rules = { ...adamRules, clipNorm };
        const range = gradientRange(rules, 0, g, b);
        const [x, y] = [g[0] + at[0] * b[0], g[1] + at[1] * b[1]];
        const coefficient = Math.min(1, clipNorm / (Math.hypot(x, y) + 1e-6));
        for (const [i, value] of [x * coefficient, y * coefficient].entries()) {
          const rounding = 1e-12 * (Math.abs(value) + clipNorm);
          expect(value).toBeGreaterThanOrEqual(range.low[i] - rounding);
          expect(value).toBeLessThanOrEqual(range.high[i] + rounding);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is the box itself where nothing is transformed', () => {
    const range = gradientRange(rulesOf({}), 0, [3, -4], [0.5, 0]);
    expect([...range.low]).toEqual([2.5, -4]);
    expect([...range.high]).toEqual([3.5, -4]);
  });

  it('is wider by what noise may be off, and no wider', () => {
    const range = gradientRange(rulesOf({ noise: 2 }), 5, [1, 1], [0, 0]);
    for (let i = 0; i < 2; i++) {
      const width = range.high[i] - range.low[i];
      expect(width).toBeGreaterThan(0);
      expect(width).toBeLessThan(2 * 6 * 2e-6 + 1e-6);
    }
  });
});

/** Adam's twin as a device runs it: rounded after every operation, and subnormals flushed if it likes. */
function adam32(
  theta: number,
  g: number,
  state: { m: number; v: number },
  h: Readonly<Record<string, number>>,
  s: Readonly<Record<string, number>>,
  options: { flush: boolean; fault?: number },
) {
  const f = (value: number) => {
    const rounded = fround(value);
    return options.flush && Math.abs(rounded) < 2 ** -126 ? 0 : rounded;
  };
  const eps = f(h.eps);
  const decay1 = f(f(1 - h.beta1) * (options.fault ?? 1));
  const d = f(g + f(h.weightDecay * theta));
  const m = f(f(h.beta1 * state.m) + f(decay1 * d));
  const v = f(f(h.beta2 * state.v) + f(f(f(1 - h.beta2) * d) * d));
  const step = f(f(s.stepSize * m) / f(f(f(Math.sqrt(v)) * f(s.invSqrtBc2)) + eps));
  return { theta: f(theta - step), m, v };
}

const magnitude = fc
  .tuple(fc.double({ min: -25, max: 12, noNaN: true }), fc.boolean())
  .map(([exponent, negative]) => fround((negative ? -1 : 1) * 10 ** exponent));
const adamState = fc.record({
  theta: fc.oneof(magnitude, fc.constant(0)),
  g: fc.oneof(magnitude, fc.constant(0)),
  m: fc.oneof(magnitude, fc.constant(0)),
  v: fc.oneof(magnitude.map(Math.abs), fc.constant(0)),
  step: fc.integer({ min: 0, max: 1000 }),
  flush: fc.boolean(),
});

const adamRules = rulesOf({}, 'adam', { lr: 0.05, weightDecay: 0.01 });

function adamRange(
  { theta, g, m, v, step }: { theta: number; g: number; m: number; v: number; step: number },
  rules = adamRules,
) {
  const [scalars] = rules.scalars(step, 1);
  const { outcomes } = twinRange({
    optimizer: rules.optimizer,
    hyper: rules.hyper,
    scalars,
    theta: single(theta),
    gradient: { value: single(g), low: single(g), high: single(g) },
    state: { m: single(m), v: single(v) },
    readings: {},
  });
  return { outcomes, hyper: rules.hyper, scalars };
}

describe('the range of a step of Adam', () => {
  // With an epsilon this small, what is flushed decides the quotient.
  it.each([1e-8, 1e-20, 1e-28, 1e-38, 0])(
    'holds what a float32 device makes of it over fifty orders of magnitude, with an epsilon of %s',
    (eps) => {
      const rules = rulesOf({}, 'adam', { lr: 0.05, weightDecay: 0.01, eps });
      fc.assert(
        fc.property(adamState, ({ flush, ...input }) => {
          const { outcomes, hyper, scalars } = adamRange(input, rules);
          const device = adam32(input.theta, input.g, input, hyper, scalars, { flush });
          for (const name of ['theta', 'm', 'v'] as const) {
            const { value, allowed } = outcomes[name];
            if (!Number.isFinite(allowed[0])) continue;
            expect(Math.abs(device[name] - value[0]), name).toBeLessThanOrEqual(allowed[0]);
          }
        }),
        { numRuns: 1500 },
      );
    },
  );

  it('is a few units in the last place wide, and leaves a coefficient that is off by 1e-5 outside', () => {
    const input = { theta: 0.75, g: 1.25, m: 0.5, v: 2, step: 10 };
    const { outcomes, hyper, scalars } = adamRange(input);
    expect(outcomes.m.allowed[0]).toBeLessThan(40 * 2 ** -24);
    expect(outcomes.v.allowed[0]).toBeLessThan(80 * 2 ** -24);
    expect(outcomes.theta.allowed[0]).toBeLessThan(10 * 2 ** -24);
    const wrong = adam32(input.theta, input.g, input, hyper, scalars, { flush: true, fault: 1 + 1e-4 });
    expect(Math.abs(wrong.m - outcomes.m.value[0])).toBeGreaterThan(outcomes.m.allowed[0]);
  });

  it('allows anything where float32 overflows on the way', () => {
    const { outcomes } = adamRange({ theta: 1, g: 1e25, m: 0, v: 0, step: 0 });
    for (const { allowed } of Object.values(outcomes)) expect(allowed[0]).toBe(Number.POSITIVE_INFINITY);
    expect(1e25 ** 2 * 0.001).toBeGreaterThan(FLOAT32_MAX);
  });

  it('spans both directions where the sign of the gradient is not known', () => {
    const rules = rulesOf({}, 'adam', { lr: 0.05 });
    const { outcomes } = twinRange({
      optimizer: rules.optimizer,
      hyper: rules.hyper,
      scalars: rules.scalars(0, 1)[0],
      theta: single(0),
      gradient: { value: single(1e-7), low: single(-1e-6), high: single(1e-6) },
      state: { m: single(0), v: single(0) },
      readings: {},
    });
    // The first step of Adam is lr in the direction of the sign.
    expect(outcomes.theta.allowed[0]).toBeGreaterThan(0.09);
    expect(outcomes.theta.allowed[0]).toBeLessThan(0.12);
  });
});

describe('the range of a step with a jump', () => {
  /** One element, with a gradient known to lie between two values. */
  const rangeOf = (id: string, [low, high]: [number, number], state: Record<string, number>) => {
    const rules = rulesOf({}, id, { lr: 0.05 });
    const { outcomes } = twinRange({
      optimizer: rules.optimizer,
      hyper: rules.hyper,
      scalars: rules.scalars(1, 1)[0],
      theta: single(1),
      gradient: { value: single((low + high) / 2), low: single(low), high: single(high) },
      state: Object.fromEntries(Object.entries(state).map(([name, value]) => [name, single(value)])),
      readings: {},
    });
    return (name: string, value: number) =>
      Math.abs(value - outcomes[name].value[0]) <= outcomes[name].allowed[0];
  };

  it('holds the whole range of the gradient beyond a sign that is flushed', () => {
    // A subnormal gradient of the other sign makes Rprop rest; flushed, it is no gradient and the new one is kept.
    const holds = rangeOf('rprop', [0.7, 0.8], { previous: -1e-42, eta: 0.01 });
    for (const previous of [0, 0.7, 0.8]) expect(holds('previous', previous), `${previous}`).toBe(true);
    // Flushed as rounding, alone, and with the others: allowed three times, and no more.
    expect(holds('previous', 3 * 0.81)).toBe(false);
  });

  it('holds the sign of a sum whose terms are all flushed', () => {
    const holds = rangeOf('lion', [1e-42, 1e-42], { m: 1e-42 });
    for (const theta of [0.95, 1]) expect(holds('theta', theta), `${theta}`).toBe(true);
    expect(holds('theta', 0.89)).toBe(false);
  });

  it('is no wider for it where nothing can be flushed', () => {
    const holds = rangeOf('lion', [0.7, 0.8], { m: 0.5 });
    expect(holds('theta', 0.95)).toBe(true);
    expect(holds('theta', 1)).toBe(false);
    // m = 0.495 + 0.01 g, for g in its range, an eighth more, and rounding.
    expect(holds('m', 0.495 + 0.01 * 0.81)).toBe(false);
  });
});

describe('the range of a step in which the coordinates meet', () => {
  const rootOf = (low: readonly [number, number], high: readonly [number, number]) => {
    const rules = rulesOf({}, 'novograd');
    const { outcomes } = twinRange({
      optimizer: rules.optimizer,
      hyper: rules.hyper,
      scalars: rules.scalars(0, 1)[0],
      theta: Float64Array.of(1, 1),
      gradient: {
        value: Float64Array.of(0.75, -0.75),
        low: Float64Array.of(...low),
        high: Float64Array.of(...high),
      },
      state: { m: new Float64Array(2), root: new Float64Array(2) },
      readings: {},
    });
    return outcomes.root.allowed;
  };

  it('holds what both together make of their ranges, and no more', () => {
    // The norm is from 0.707 to 1.414, which is 0.354 from what it is thought to be; one after the other would add to 0.378.
    const most = Math.hypot(1, 1) - Math.hypot(0.75, 0.75);
    for (const allowed of rootOf([0.5, -1], [1, -0.5])) {
      expect(allowed).toBeGreaterThan(most);
      expect(allowed).toBeLessThan(1.13 * most);
    }
  });

  it('judges nothing where the gradient may point anywhere', () => {
    for (const allowed of rootOf([-1, -1], [1, 1])) expect(allowed).toBe(Number.POSITIVE_INFINITY);
  });
});
