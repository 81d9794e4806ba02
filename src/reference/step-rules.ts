import type { Numbers } from '../core/numbers.ts';
import { divergenceBox } from '../engine/divergence.ts';
import { float32Plan } from '../engine/float32-plan.ts';
import { batchNoise } from '../engine/gradient-transforms.ts';
import { type Plan, rateCount } from '../engine/plan.ts';
import { learningRateAt, scalarTable } from '../engine/scalars.ts';
import { type Block, createBlock } from '../formula/block.ts';
import { type Optimizer, type Reading, readingsOf, readsHessian } from '../optimizers/optimizer.ts';

/** All that one step of a team depends on besides the trajectory itself, as plain numbers; of one learning rate. */
export interface StepRules {
  optimizer: Optimizer;
  /** What the optimizer and its wrappers read. */
  reads: readonly Reading[];
  hyper: Numbers;
  /** Loss, ∂x and ∂y; then ∂xx, ∂xy and ∂yy if the optimizer reads them. */
  surface: Block;
  /** ∂x and ∂y alone. */
  slope: Block;
  params: Numbers;
  seed: number;
  /** The start of a run's trajectory k, whose noise it has. */
  startOf(trajectory: number): number;
  /** Standard deviation of a mini-batch's noise. */
  noise: number;
  /** Radius of the sharpness-aware step; 0 = none. */
  sam: number;
  /** +∞ where gradients are not clipped. */
  clipNorm: number;
  clipValue: number;
  centralize: boolean;
  /** Rests at a gradient norm ≤ this; −∞ = never. */
  stopNorm: number;
  /** Rests at a loss ≤ this; −∞ = never. */
  stopLoss: number;
  /** Of a squared gradient norm above this it is certain that `stopNorm` is passed; below 0 if that is never. */
  clearance: number;
  /** Centre of the domain, and how far from it along each axis a trajectory counts as diverged. */
  center: readonly [number, number];
  reach: readonly [number, number];
  /** Scalars of `count` steps from step `from` (counted from 0), and `lr`, whether or not the twin reads it. */
  scalars(from: number, count: number): Numbers[];
}

export interface RuleOptions {
  /**
   * Round hyperparameters, scalars, thresholds and surface parameters to float32, which is what the GPU is given:
   * the difference that is left is then the GPU's own.
   */
  float32Inputs?: boolean;
}

/** Squares above this have all their digits. */
const LEAST_SQUARE = 1e-280;
/** More than the roundings of a square can make up for. */
const CERTAINTY = 1 + 2 ** -40;

/**
 * @param team index into `plan.teams`
 * @param rate index into the team's rates
 */
export function createStepRules(
  plan: Plan,
  team: number,
  { float32Inputs = false }: RuleOptions = {},
  rate = 0,
): StepRules {
  const round = float32Inputs ? Math.fround : (value: number) => value;
  const { optimizer, hyper } = plan.teams[team];
  const { compiled, params, domain } = plan.surface;
  const box = divergenceBox(domain);
  const { gradient, stop, seed } = plan.spec;
  const names = optimizer.scalars;
  const stopNorm = stop.gradientNorm > 0 ? round(stop.gradientNorm) : Number.NEGATIVE_INFINITY;
  const unlessNull = (value: number | null) => (value === null ? Number.POSITIVE_INFINITY : round(value));
  return {
    optimizer,
    reads: readingsOf(optimizer),
    hyper: roundAll(hyper, round),
    surface: createBlock(compiled.graph, [
      compiled.loss,
      ...compiled.gradient,
      ...(readsHessian(optimizer) ? compiled.hessian : []),
    ]),
    slope: createBlock(compiled.graph, compiled.gradient),
    params: roundAll(params, round),
    seed,
    startOf: (trajectory) => (plan.first + trajectory) % plan.starts,
    noise: round(batchNoise(gradient)),
    sam: round(gradient.sam),
    clipNorm: unlessNull(gradient.clipNorm),
    clipValue: unlessNull(gradient.clipValue),
    centralize: gradient.centralize,
    stopNorm,
    stopLoss: stop.loss === null ? Number.NEGATIVE_INFINITY : round(stop.loss),
    clearance: stopNorm > 0 ? Math.max(LEAST_SQUARE, CERTAINTY * stopNorm * stopNorm) : -1,
    center: [round(box.center[0]), round(box.center[1])],
    reach: [round(box.reach[0]), round(box.reach[1])],
    scalars(from, count) {
      const table = scalarTable(float32Inputs ? float32Plan(plan) : plan, team, from, count);
      const rates = rateCount(plan);
      return Array.from({ length: count }, (_, k) => {
        const row = (k * rates + rate) * names.length;
        const lr = round(learningRateAt(plan, team, from + k, rate));
        return Object.fromEntries([['lr', lr], ...names.map((name, i) => [name, round(table[row + i])])]);
      });
    },
  };
}

const roundAll = (numbers: Numbers, round: (value: number) => number): Numbers =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, round(value)]));
