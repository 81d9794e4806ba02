import { expect, it } from 'vitest';
import { placeRange } from '../../../src/consistency/twin-range.ts';
import { UNIT_ROUNDOFF } from '../../../src/core/float32.ts';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { planRun } from '../../../src/engine/plan-run.ts';
import { optimizers } from '../../../src/optimizers/index.ts';
import { createStepRules } from '../../../src/reference/step-rules.ts';

const step = 4;
const takenElsewhere = optimizers.filter(({ gradientAt }) => gradientAt !== undefined);

/** Where the gradient of a step from (1, 1) is taken, every slot at (3, 5). */
function placeOf(id: string, lookahead: number) {
  const plan = planRun(parseRunSpec({ optimizers: [{ id, hyper: { lookahead } }] }));
  const { optimizer, hyper, scalars } = createStepRules(plan, 0, { float32Inputs: true });
  const state = Object.fromEntries(optimizer.state.map(({ name }) => [name, Float64Array.of(3, 5)]));
  const theta = Float64Array.of(1, 1);
  return placeRange({ optimizer, hyper, scalars: scalars(step, 1)[0]!, theta, state, readings: {} })!;
}

it.each(takenElsewhere.map(({ id }) => id))('%s takes its gradient where it does, wrapped or not', (id) => {
  const [alone, wrapped] = [placeOf(id, 0), placeOf(id, 5)];
  expect([...wrapped.value]).toEqual([...alone.value]);
  // A few dozen roundings of numbers up to 5, and nothing of the step that follows.
  for (const reach of [...alone.reach, ...wrapped.reach]) {
    expect(reach).toBeGreaterThan(0);
    expect(reach).toBeLessThan(64 * 5 * UNIT_ROUNDOFF);
  }
});
