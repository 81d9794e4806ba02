import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { compileFormula } from '../../../src/formula/compile.ts';
import { printText } from '../../../src/formula/print-text.ts';
import { compiled, type Derivatives, derivativesAt } from '../../support/evaluate-formula.ts';
import { randomFormula, seed } from '../../support/random-formula.ts';

/** Central difference with one step of Richardson extrapolation, error O(h⁴), and an estimate of that error. */
function slope(f: (t: number) => number, at: number): { value: number; error: number } {
  const h = 2 ** -9;
  const central = (step: number) => (f(at + step) - f(at - step)) / (2 * step);
  const [coarse, fine] = [central(h), central(h / 2)];
  return { value: fine + (fine - coarse) / 3, error: Math.abs(fine - coarse) };
}

/** [got, central difference] of both slopes of loss and gradient. */
function comparisons(at: (x: number, y: number) => Derivatives, x: number, y: number) {
  const here = at(x, y);
  return [
    { got: here.gradient[0], want: slope((t) => at(t, y).loss, x) },
    { got: here.gradient[1], want: slope((t) => at(x, t).loss, y) },
    { got: here.hessian[0], want: slope((t) => at(t, y).gradient[0], x) },
    { got: here.hessian[1], want: slope((t) => at(x, t).gradient[0], y) },
    { got: here.hessian[1], want: slope((t) => at(t, y).gradient[1], x) },
    { got: here.hessian[2], want: slope((t) => at(x, t).gradient[1], y) },
  ];
}

/** Off every kink that small numbers make: exactly on one, symmetric differences look smooth. */
const coordinate = fc.integer({ min: -2000, max: 2000 }).map((n) => n / 1000 + Math.SQRT2 / 10_000);

describe('against central differences', () => {
  test.each([
    'sin(x*y)',
    'cos(x + y^2)',
    'tan(x/2 + y/5)',
    'asin(x*y/9)',
    'acos(x/3 - y/8)',
    'atan(3*x*y)',
    'atan2(x, y)',
    'atan2(y*x, 2)',
    'sinh(x - y)',
    'cosh(x*y)',
    'tanh(x + 2*y)',
    'exp(x*y/2)',
    'log(4 + x*y)',
    'log2(5 + x - y)',
    'log10(5 + x*y)',
    'sqrt(4 + x*y)',
    'cbrt(5 + x*y)',
    'abs(x*y + 0.1)',
    'sign(x)*y',
    'min(x^2, y + 4, x)',
    'max(x^2, y, 0.1)',
    'floor(x)*y^2',
    'hypot(x, y)',
    'hypot(x, y, 2)',
    'hypot(x*y, x*y)',
    'sigmoid(3*x*y)',
    'relu(x*y + 4)*x',
    'relu(x)*relu(-y)',
    'softplus(2*x - y)',
    'gaussian(x*y/2)',
    'x/y',
    '1/(x*y)',
    'x/(y*x^2 + 7)',
    '(4 + x)^(2 + y)',
    '(4 + x*y)^0.3',
    '(4 + x*y)^2.5',
    '(x*y + 4)^-2',
    '(x - y)^7',
    '(x*y)^70/1e12',
    '2^(x*y)',
    'abs(x)^1.7*y',
    'sum(i, 1, 4, i*cos((i+1)*x + i*y))',
    'k*x^2*y + x^k',
  ])('%s', (text) => {
    const formula = compiled(text, ['k']);
    for (const [x, y] of [
      [1.25, -0.75],
      [0.7, 1.3],
      [1.9, -1.4],
    ] as const) {
      const at = (px: number, py: number) => derivativesAt(formula, px, py, { k: 3 });
      for (const { got, want } of comparisons(at, x, y)) {
        expect(Math.abs(got - want.value), `at ${x}, ${y}`).toBeLessThan(
          1e-4 * want.error + 1e-7 * (1 + Math.abs(got)),
        );
      }
    }
  });

  it('any formula, where the differences agree with themselves', () => {
    let compared = 0;
    let notANumber = 0;
    fc.assert(
      fc.property(randomFormula({ depth: 3 }), coordinate, coordinate, (ast, x, y) => {
        const text = printText(ast);
        const result = compileFormula(text, { parameters: 'any' });
        if (!result.ok) return;
        const params = { k: 1.5, omega_2: -0.25 };
        const at = (px: number, py: number) => derivativesAt(result.compiled, px, py, params);
        for (const { got, want } of comparisons(at, x, y)) {
          // Kinks, poles and wild curvature show as differences that change with their step.
          const size = 1 + Math.abs(want.value);
          if (!(want.error < 1e-4 * size) || size > 1e4) continue;
          // A branch not taken can still give 0·NaN, as in torch.
          if (Number.isNaN(got)) {
            notANumber++;
            continue;
          }
          compared++;
          expect(Math.abs(got - want.value), `${text} at ${x}, ${y}`).toBeLessThan(want.error + 1e-6 * size);
        }
      }),
      { numRuns: 1500, seed },
    );
    expect(compared).toBeGreaterThan(4000);
    expect(notANumber / compared).toBeLessThan(0.02);
  });
});

describe('where a derivative does not exist', () => {
  const plus = (value: number): number => value + 0; // −0 is 0 here
  const at = (text: string, x: number, y: number) => {
    const { loss, gradient, hessian } = derivativesAt(compiled(text), x, y);
    return { loss: plus(loss), gradient: gradient.map(plus), hessian: hessian.map(plus) };
  };

  it('uses the documented choice', () => {
    expect(at('abs(x)', 0, 0).gradient[0]).toBe(0);
    expect(at('sign(x)', 0, 0).gradient[0]).toBe(0);
    expect(at('floor(x)', 1, 0).gradient[0]).toBe(0);
    expect(at('relu(x)', 0, 0).gradient[0]).toBe(0);
    expect(at('min(3*x, y)', 1, 3).gradient).toEqual([1.5, 0.5]);
    expect(at('max(3*x, y)', 1, 3).gradient).toEqual([1.5, 0.5]);
    expect(at('hypot(x, y)', 0, 0)).toEqual({ loss: 0, gradient: [0, 0], hessian: [0, 0, 0] });
    expect(at('atan2(y, x)', 0, 0).gradient).toEqual([0, 0]);
    expect(at('cbrt(x)', 0, 0).gradient[0]).toBe(0);
    expect(at('x^0.3', 0, 0).gradient[0]).toBe(0);
    expect(at('x^y', 0, 2).gradient).toEqual([0, 0]);
  });

  it('has no NaN at the tip of a norm, at a cusp, or where an infinite slope meets a zero', () => {
    expect(at('sqrt(x^2 + y^2)', 0, 0)).toEqual({ loss: 0, gradient: [0, 0], hessian: [0, 0, 0] });
    expect(at('-20*exp(-0.2*sqrt(0.5*(x^2 + y^2)))', 0, 0).gradient).toEqual([0, 0]);
    expect(at('x*sin(sqrt(abs(x)))', 0, 0).gradient).toEqual([0, 0]);
    expect(at('abs(x)^1.5', 0, 0)).toEqual({ loss: 0, gradient: [0, 0], hessian: [0, 0, 0] });
    expect(at('(x^2)^0.5', 0, 0).gradient[0]).toBe(0);
    expect(at('100*sqrt(abs(y - 0.01*x^2))', 10, 1).gradient.every(Number.isFinite)).toBe(true);
  });

  it('leaves poles and the ends of domains to IEEE arithmetic', () => {
    expect(at('1/x', 0, 0).gradient[0]).toBe(-Infinity);
    expect(at('log(x)', 0, 0).gradient[0]).toBe(Infinity);
    expect(at('asin(x)', 1, 0).gradient[0]).toBe(Infinity);
    expect(at('sqrt(x)', -1, 0).loss).toBeNaN();
  });
});

describe('precision in the tails', () => {
  it('keeps relative precision where sigmoid and tanh are flat', () => {
    const sigmoid = derivativesAt(compiled('sigmoid(x)'), 40, 0).gradient[0];
    expect(sigmoid / Math.exp(-40)).toBeCloseTo(1, 12);
    const tanh = derivativesAt(compiled('tanh(x)'), 30, 0);
    expect(tanh.gradient[0] / (4 * Math.exp(-60))).toBeCloseTo(1, 12);
    expect(tanh.hessian[0] / (-8 * Math.exp(-60))).toBeCloseTo(1, 12);
    expect(derivativesAt(compiled('tanh(x)'), 1e6, 0).gradient[0]).toBe(0);
  });
});
