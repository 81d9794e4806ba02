import type { Numbers } from '../core/numbers.ts';
import { divergenceBox } from '../engine/divergence.ts';
import { float32Plan } from '../engine/float32-plan.ts';
import type { Plan } from '../engine/plan.ts';
import { scalarTable } from '../engine/scalars.ts';
import type { Evaluator } from '../formula/evaluate.ts';
import { createEvaluator } from '../formula/evaluate.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';

/** All that one step of a team depends on besides the trajectory itself, as plain numbers. */
export interface StepRules {
  optimizer: Optimizer;
  hyper: Numbers;
  /** Loss, ∂x and ∂y. */
  evaluator: Evaluator;
  params: Numbers;
  seed: number;
  noise: number;
  /** +∞ where gradients are not clipped. */
  clipNorm: number;
  /** Rests at a gradient norm ≤ this; −∞ = never. */
  stopNorm: number;
  /** Rests at a loss ≤ this; −∞ = never. */
  stopLoss: number;
  /** Centre of the domain, and how far from it along each axis a trajectory counts as diverged. */
  center: readonly [number, number];
  reach: readonly [number, number];
  /** Scalars of `count` steps from step `from` (counted from 0). */
  scalars(from: number, count: number): Numbers[];
}

export interface RuleOptions {
  /**
   * Round hyperparameters, scalars, thresholds and surface parameters to float32, which is what the GPU is given:
   * the difference that is left is then the GPU's own.
   */
  float32Inputs?: boolean;
}

/** @param team index into `plan.teams` */
export function createStepRules(
  plan: Plan,
  team: number,
  { float32Inputs = false }: RuleOptions = {},
): StepRules {
  const round = float32Inputs ? Math.fround : (value: number) => value;
  const { optimizer, hyper } = plan.teams[team];
  const { compiled, params, domain } = plan.surface;
  const box = divergenceBox(domain);
  const { gradient, stop, seed } = plan.spec;
  const names = optimizer.scalars;
  return {
    optimizer,
    hyper: roundAll(hyper, round),
    evaluator: createEvaluator(compiled.graph, [compiled.loss, ...compiled.gradient]),
    params: roundAll(params, round),
    seed,
    noise: round(gradient.noise),
    clipNorm: gradient.clipNorm === null ? Number.POSITIVE_INFINITY : round(gradient.clipNorm),
    stopNorm: stop.gradientNorm > 0 ? round(stop.gradientNorm) : Number.NEGATIVE_INFINITY,
    stopLoss: stop.loss === null ? Number.NEGATIVE_INFINITY : round(stop.loss),
    center: [round(box.center[0]), round(box.center[1])],
    reach: [round(box.reach[0]), round(box.reach[1])],
    scalars(from, count) {
      const table = scalarTable(float32Inputs ? float32Plan(plan) : plan, team, from, count);
      return Array.from({ length: count }, (_, row) =>
        Object.fromEntries(names.map((name, k) => [name, round(table[row * names.length + k])])),
      );
    },
  };
}

const roundAll = (numbers: Numbers, round: (value: number) => number): Numbers =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, round(value)]));
