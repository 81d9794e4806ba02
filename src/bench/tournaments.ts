import {
  type BenchOptimizer,
  type BenchOptions,
  type BenchSurface,
  benchOptimizers,
  benchStepsPerDispatch,
  benchSurfaces,
  type Product,
} from './options.ts';

/** Which question a tournament answers; 'chosen' is one that a person put. */
export type Question = 'fusing' | 'linearity' | 'pairs' | 'chosen';

/** What a contender works on. */
export interface Task {
  optimizer: BenchOptimizer;
  surface: BenchSurface;
  trajectories: number;
}

/** Contenders that take turns, so that their ratios hold whatever else the machine does. */
export interface Tournament {
  question: Question;
  /** One contender each on the GPU. */
  fused: readonly (Task & { stepsPerDispatch: number })[];
  /** One contender each for the CPU engine, plain JavaScript and every peer that can do it. */
  others: readonly Task[];
  /** Many contenders have fewer and shorter turns. */
  isBrief: boolean;
}

const K_SWEEP_TRAJECTORIES = [2 ** 14, 2 ** 17];
/** From 16 thousand to 4 million, in fours. */
export const LINEARITY_TRAJECTORIES: readonly number[] = [2 ** 14, 2 ** 16, 2 ** 18, 2 ** 20, 2 ** 22];
/** With which the larger swarms are measured: fusing has paid off, and a dispatch of the largest is still short. */
const USUAL_STEPS_PER_DISPATCH = 64;
const PAIRS_TRAJECTORIES = 2 ** 14;
/** Cases that a person may have chosen and still have turns of full length. */
const FEW = 24;

/** What the section 'speed' measures, one after the other. */
export const tournamentsOf = ({ product }: BenchOptions): Tournament[] =>
  product === null ? [...usual()] : [...chosen(product)];

function* usual(): Iterable<Tournament> {
  const adam = (trajectories: number): Task => ({ optimizer: 'adam', surface: 'rosenbrock', trajectories });
  for (const trajectories of K_SWEEP_TRAJECTORIES) {
    const task = adam(trajectories);
    yield {
      question: 'fusing',
      fused: benchStepsPerDispatch.map((stepsPerDispatch) => ({ ...task, stepsPerDispatch })),
      others: [task],
      isBrief: false,
    };
  }
  yield {
    question: 'linearity',
    fused: LINEARITY_TRAJECTORIES.map((trajectories) => ({
      ...adam(trajectories),
      stepsPerDispatch: USUAL_STEPS_PER_DISPATCH,
    })),
    others: [],
    isBrief: false,
  };
  for (const surface of benchSurfaces) {
    const tasks = benchOptimizers.map((optimizer) => ({
      optimizer,
      surface,
      trajectories: PAIRS_TRAJECTORIES,
    }));
    yield {
      question: 'pairs',
      fused: tasks.map((task) => ({ ...task, stepsPerDispatch: USUAL_STEPS_PER_DISPATCH })),
      others: tasks,
      isBrief: true,
    };
  }
}

/** One for each swarm, so that no more than the same swarm at every number of steps is in memory at a time. */
function* chosen({ optimizers, surfaces, trajectories, stepsPerDispatch }: Product): Iterable<Tournament> {
  for (const surface of surfaces) {
    for (const optimizer of optimizers) {
      for (const count of trajectories) {
        const task = { optimizer, surface, trajectories: count };
        yield {
          question: 'chosen',
          fused: stepsPerDispatch.map((fused) => ({ ...task, stepsPerDispatch: fused })),
          others: [task],
          isBrief: stepsPerDispatch.length * optimizers.length * surfaces.length * trajectories.length > FEW,
        };
      }
    }
  }
}
