import type { Numbers } from '../../../src/core/numbers.ts';
import { completeHyper } from '../../../src/engine/complete-values.ts';
import type { HyperValue } from '../../../src/engine/run-spec.ts';
import { wrappersOf } from '../../../src/optimizers/index.ts';
import { initialState } from '../../../src/optimizers/initial-state.ts';
import type { Optimizer, Reading } from '../../../src/optimizers/optimizer.ts';
import { wrapOptimizer } from '../../../src/optimizers/wrap.ts';
import type { InspectedStep, Pair } from '../../../src/ui/inspector/inspected.ts';

/** L = (a x² + b y²) / 2. */
const A = 1;
const B = 20;
const LOWEST = 0;

/** Steps of a twin on an elongated bowl, as the inspector is given them. @returns also the wrapped optimizer */
export function inspectedSteps(
  base: Optimizer,
  given: Record<string, HyperValue>,
  count: number,
  start: Pair = [-2.5, 1.5],
): { optimizer: Optimizer; hyper: Numbers; steps: InspectedStep[] } {
  const hyper = completeHyper(base, given, LOWEST);
  const optimizer = wrapOptimizer(base, wrappersOf(hyper));
  const theta = Float64Array.from(start);
  const slots = Object.fromEntries(optimizer.state.map((slot) => [slot.name, initialState(slot, theta)]));
  const [g, at] = [new Float64Array(2), new Float64Array(2)];
  const readings = Object.fromEntries((optimizer.reads ?? []).map((name) => [name, new Float64Array(2)]));
  const columns = { ...slots, ...readings, theta, g };
  const pairs = () =>
    Object.fromEntries(Object.entries({ ...slots, theta }).map(([name, [x, y]]) => [name, [x!, y!] as Pair]));

  const steps: InspectedStep[] = [];
  let scalars: Numbers | null = null;
  for (let t = 1; t <= count; t++) {
    scalars = optimizer.prepare(hyper, hyper.lr!, t, scalars);
    at.set(theta);
    optimizer.gradientAt?.(columns, hyper, scalars, 2, at);
    const gradient: Pair = [A * at[0]!, B * at[1]!];
    g.set(gradient);
    const loss = (A * theta[0]! ** 2 + B * theta[1]! ** 2) / 2;
    const read: Record<Reading, Pair> = { loss: [loss, loss], curvature: [A, B], crossCurvature: [0, 0] };
    for (const [name, column] of Object.entries(readings)) column.set(read[name as Reading]);
    const before = pairs();
    optimizer.step(columns, hyper, scalars, 2);
    const after = pairs();
    const expected = Object.fromEntries(
      Object.entries(after).map(([name, value]) => [name, { value, allowed: [1e-6, 1e-6] as Pair }]),
    );
    steps.push({
      t,
      before,
      after,
      gradient,
      slope: [A * before.theta![0], B * before.theta![1]],
      hyper,
      scalars,
      expected,
      curvature: {
        eigenvalues: [A, B],
        directions: [
          [1, 0],
          [0, 1],
        ],
      },
    });
  }
  return { optimizer, hyper, steps };
}
