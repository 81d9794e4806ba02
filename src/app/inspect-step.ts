import type { ExplainedStep } from '../consistency/explain-step.ts';
import { restStepOf, Status, statusNames, statusOf } from '../core/status.ts';
import type { TeamSnapshot } from '../engine/engine.ts';
import type { Plan } from '../engine/plan.ts';
import type { Expected, InspectedStep, Pair } from '../ui/inspector/inspected.ts';
import { pairOf } from '../ui/inspector/quantities.ts';
import { createPointInfo } from './point-info.ts';

/** Looks into the steps of one replayed trajectory. */
export interface StepInspector {
  /** One step, from a snapshot before it to the one after. */
  inspect(before: TeamSnapshot, after: TeamSnapshot): InspectedStep;
  /** ∇L at a snapshot's position, float64. */
  slopeAt(moment: TeamSnapshot): Pair;
}

/**
 * @param plan of one trajectory
 * @param explain makes of a snapshot what the reference makes of it
 * @param isReference the engine is the reference itself: there is nothing to compare it with
 */
export function createStepInspector(
  plan: Plan,
  explain: (before: TeamSnapshot) => ExplainedStep,
  isReference: boolean,
): StepInspector {
  const infoAt = createPointInfo(plan.surface);
  const slopes = new WeakMap<TeamSnapshot, Pair>();
  return {
    inspect(before, after) {
      const { gradient, hyper, scalars, outcomes } = explain(before);
      const info = infoAt(...pairOf(before.position));
      const [smallest, largest] = info.eigenvalues;
      return {
        t: after.step,
        before: pairsOf(before),
        after: pairsOf(after),
        gradient: pairOf(gradient),
        slope: info.gradient,
        hyper,
        scalars,
        expected: isReference ? null : expectedOf(outcomes),
        curvature: {
          eigenvalues: info.eigenvalues,
          directions: [
            eigenvector(info.hessian, smallest, [1, 0]),
            eigenvector(info.hessian, largest, [0, 1]),
          ],
        },
      };
    },
    slopeAt(moment) {
      const known = slopes.get(moment);
      if (known !== undefined) return known;
      const { gradient } = infoAt(...pairOf(moment.position));
      slopes.set(moment, gradient);
      return gradient;
    },
  };
}

const pairsOf = ({ position, state }: TeamSnapshot): Record<string, Pair> => ({
  theta: pairOf(position),
  ...Object.fromEntries(Object.entries(state).map(([name, column]) => [name, pairOf(column)])),
});

const expectedOf = (outcomes: ExplainedStep['outcomes']): Expected =>
  Object.fromEntries(
    Object.entries(outcomes).map(([name, { value, allowed }]) => [
      name,
      { value: pairOf(value), allowed: pairOf(allowed) },
    ]),
  );

/**
 * Of unit length, to an eigenvalue of [[a, b], [b, c]]: from whichever row of H − λ keeps more digits.
 * @param any what serves where all directions are alike
 */
function eigenvector([a, b, c]: readonly [number, number, number], eigenvalue: number, any: Pair): Pair {
  const candidates: Pair[] = [
    [b, eigenvalue - a],
    [eigenvalue - c, b],
  ];
  const lengths = candidates.map((candidate) => Math.hypot(...candidate));
  const best = lengths[0]! >= lengths[1]! ? 0 : 1;
  if (!(lengths[best]! > 0)) return any;
  const [x, y] = candidates[best]!;
  return [x / lengths[best]!, y / lengths[best]!];
}

/** What a trajectory is doing, and since when. */
export function statusText({ status }: TeamSnapshot): string {
  const kind = statusOf(status[0]!);
  const name = statusNames[kind];
  return kind === Status.running ? name : `${name} at step ${restStepOf(status[0]!)}`;
}
