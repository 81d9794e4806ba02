import { describe, expect, it } from 'vitest';
import { optimizerById } from '../../../src/optimizers/index.ts';
import { type Descent, descend, descendWithState } from './descend.ts';

type Point = [number, number];

const prodigy = optimizerById('prodigy')!;
const START: Point = [-1.5, 2];
/** The valley amplifies the rounding of a step some ten thousand times on the way. */
const [STEPS, DIGITS] = [25, 9];
const valley = (x: number, y: number): Point => [-2 * (1 - x) - 40 * x * (y - x * x), 20 * (y - x * x)];

interface Options {
  weightDecay?: number;
  dCoef?: number;
  useBiasCorrection?: boolean;
  safeguardWarmup?: boolean;
}

/** Algorithm 4 of the paper with the package's options, vector by vector, d counted with the step that it is used in. */
function independent(options: Options, steps: number, factor: (step: number) => number): Point[] {
  const { weightDecay = 0, dCoef = 1, useBiasCorrection = false, safeguardWarmup = false } = options;
  const [beta1, beta2, eps, d0] = [0.9, 0.999, 1e-8, 1e-2];
  const beta3 = Math.sqrt(beta2);
  let x: number[] = [...START];
  let [m, v, s] = [
    [0, 0],
    [0, 0],
    [0, 0],
  ];
  let [d, r] = [d0, 0];
  const path: Point[] = [[...START]];
  for (let k = 0; k < steps; k++) {
    const g = valley(x[0], x[1]);
    const lr = factor(k);
    if (lr > 0) {
      const correction = useBiasCorrection ? Math.sqrt(1 - beta2 ** (k + 1)) / (1 - beta1 ** (k + 1)) : 1;
      const dlr = d * lr * correction;
      const back = g.reduce((sum, gi, i) => sum + gi * (START[i] - x[i]), 0);
      r = beta3 * r + (d / d0) * dlr * back;
      m = m.map((mi, i) => beta1 * mi + d * (1 - beta1) * g[i]);
      v = v.map((vi, i) => beta2 * vi + d * d * (1 - beta2) * g[i] ** 2);
      s = s.map((si, i) => beta3 * si + (d / d0) * (safeguardWarmup ? d : dlr) * g[i]);
      const hat = (dCoef * r) / (Math.abs(s[0]) + Math.abs(s[1]));
      const next = Math.max(d, hat);
      x = x.map((xi, i) => xi - weightDecay * dlr * xi - (dlr * m[i]) / (Math.sqrt(v[i]) + next * eps));
      d = next;
    }
    path.push([x[0], x[1]]);
  }
  return path;
}

const run = (hyper: Descent['hyper'], more: Partial<Descent> = {}) =>
  descend({ optimizer: prodigy, hyper, gradient: valley, start: START, steps: STEPS, ...more });

describe('prodigy', () => {
  const cases: Options[] = [
    {},
    { weightDecay: 0.1 },
    { useBiasCorrection: true },
    { safeguardWarmup: true },
    { dCoef: 0.5 },
    { weightDecay: 0.1, dCoef: 2, useBiasCorrection: true, safeguardWarmup: true },
  ];

  it.each(cases)('is the published algorithm with %o', (options) => {
    // Nothing happens where the rate is zero, and a warm-up tells the safeguard from none.
    const factor = (step: number) => (step === 3 ? 0 : Math.min(1, (step + 1) / 10));
    const path = run({ d0: 1e-2, ...options }, { factor });
    independent(options, STEPS, factor).forEach(([x, y], step) => {
      expect(path[step][0], `x after step ${step}`).toBeCloseTo(x, DIGITS);
      expect(path[step][1], `y after step ${step}`).toBeCloseTo(y, DIGITS);
    });
    expect(path[STEPS]).not.toEqual(path[STEPS - 10]);
  });

  it('takes its first two steps as worked out by hand', () => {
    const moments = descendWithState({
      optimizer: prodigy,
      hyper: { eps: 0 },
      gradient: () => [2, -4],
      start: [0, 0],
      steps: 2,
    });
    // m₁ = 0.1 d g, v₁ = 0.001 d² g²: d · 0.1/√0.001 along the signs.
    const first = (1e-6 * 0.1) / Math.sqrt(0.001);
    expect(moments[1].position[0] / -first).toBeCloseTo(1, 12);
    expect(moments[1].position[1] / first).toBeCloseTo(1, 12);
    expect(moments[1].state.d[0]).toBe(1e-6);
    // ⟨g, θ₀ − θ₁⟩ = 6 first, ‖s‖₁ = 6 d (1 + β₃): d₂ is their quotient.
    const second = first / (1 + Math.sqrt(0.999));
    expect(moments[2].state.d[1] / second).toBeCloseTo(1, 12);
  });

  it('finds the distance to the minimum, not more, and with a falling schedule gets there', () => {
    const gradient = (x: number, y: number): Point => [x, 10 * y];
    const steps = 1000;
    const factor = (step: number) => (1 + Math.cos((Math.PI * step) / steps)) / 2;
    for (const far of [0.01, 1, 100]) {
      const start: Point = [3 * far, -2 * far];
      const moments = descendWithState({ optimizer: prodigy, hyper: {}, gradient, start, steps, factor });
      const { position, state } = moments[steps];
      // A lower bound of the largest coordinate's distance, of which it finds a good part.
      expect(state.d[0] / far, `from ${far}`).toBeGreaterThan(0.05);
      expect(state.d[0] / far, `from ${far}`).toBeLessThanOrEqual(3);
      expect(Math.hypot(...position) / far, `from ${far}`).toBeLessThan(0.01);
    }
  });
});
