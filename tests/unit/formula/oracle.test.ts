import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBoundedEvaluator } from '../../../src/formula/bounds.ts';
import { compileFormula } from '../../../src/formula/compile.ts';
import { printText } from '../../../src/formula/print-text.ts';
import { oracle } from '../../support/formula-oracle.ts';
import { randomFormula, seed } from '../../support/random-formula.ts';

const points = [
  [0.5, -1.25],
  [2, 3],
  [-0.75, 0.375],
  [0, 1],
] as const;
const params = { k: 1.5, omega_2: -0.25 };

it('means by a formula what an independent parser and evaluator means by it', () => {
  let compared = 0;
  let notANumber = 0;
  fc.assert(
    fc.property(randomFormula({ depth: 3 }), (ast) => {
      const text = printText(ast);
      const result = compileFormula(text, { parameters: Object.keys(params) });
      if (!result.ok) return;
      const { graph, loss } = result.compiled;
      const values = new Float64Array(points.length);
      const bounds = new Float64Array(points.length);
      const xs = Float64Array.from(points, ([x]) => x);
      const ys = Float64Array.from(points, ([, y]) => y);
      createBoundedEvaluator(graph, [loss]).run(xs, ys, params, [values], [bounds]);
      const truth = oracle(
        text,
        points.map(([x, y]) => ({ ...params, x, y })),
      );
      for (let i = 0; i < points.length; i++) {
        // Where float32 could come out anywhere, at poles and in chaos, float64 may differ by its operations' order.
        if (!(bounds[i]! < 1e-3 * (1 + Math.abs(values[i]!)))) continue;
        // A factor of zero is zero here, whatever it multiplies; IEEE says 0·∞ is NaN.
        if (Number.isNaN(truth[i]!)) {
          notANumber++;
          continue;
        }
        compared++;
        const allowed = bounds[i]! * 2 ** -20 + 1e-12 * (1 + Math.abs(truth[i]!));
        expect(Math.abs(values[i]! - truth[i]!), `${text} at ${points[i]}`).toBeLessThanOrEqual(allowed);
      }
    }),
    { numRuns: 1500, seed },
  );
  expect(compared).toBeGreaterThan(2500);
  expect(notANumber / compared).toBeLessThan(0.02);
});
