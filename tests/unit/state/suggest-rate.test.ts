import { describe, expect, it } from 'vitest';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { planRun } from '../../../src/engine/plan-run.ts';
import { optimizerById } from '../../../src/optimizers/index.ts';
import { createCpuEngine } from '../../../src/reference/cpu-engine.ts';
import { suggestRate } from '../../../src/state/suggest-rate.ts';
import { surfaces } from '../../../src/surfaces/index.ts';

const sgd = optimizerById('sgd')!;
const adam = optimizerById('adam')!;
const quadratic = (formula: string) => ({
  formula,
  params: {},
  domain: [-5, 5, -5, 5] as [number, number, number, number],
});

/** A surface without a minimum falls for ever, and sgd with it at any rate. */
const bounded = surfaces
  .filter(
    ({ minima, parameters }) =>
      minima(Object.fromEntries(parameters.map((p) => [p.name, p.default]))).length > 0,
  )
  .map(({ id }) => id);

describe('suggestRate', () => {
  it('is half of 2/λmax where the curvature is the same everywhere', () => {
    // Hessian eigenvalues 2 and 20.
    expect(suggestRate(sgd, quadratic('x^2 + 10*y^2'))).toBe(0.05);
  });

  it('follows the domain for optimizers that do not see the scale of the loss', () => {
    expect(suggestRate(adam, quadratic('x^2'))).toBe(0.02);
    expect(suggestRate(adam, quadratic('1e6*x^2'))).toBe(0.02);
  });

  it('is null where there is no curvature to go by', () => {
    expect(suggestRate(sgd, quadratic('x + y'))).toBeNull();
  });

  it.each(bounded)('%s: a tenth of sgd at most leaves for good', async (id) => {
    const surface = { id, params: {} };
    const lr = suggestRate(sgd, surface);
    // A plane or a surface without second derivatives has nothing to be unstable about.
    if (lr === null) return expect(surfaces.find((entry) => entry.id === id)?.formula).toMatch(/abs|floor/);
    const plan = planRun(
      parseRunSpec({
        surface,
        optimizers: [{ id: 'sgd', hyper: { lr } }],
        starts: { count: 400 },
        steps: 100,
      }),
    );
    const run = await createCpuEngine().createRun(plan);
    run.advance(100);
    const [summary] = await run.summarize();
    run.dispose();
    expect(summary!.counts[2] + summary!.counts[3]).toBeLessThanOrEqual(40);
  });
});
