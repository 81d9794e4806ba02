import type { Plan } from './plan.ts';

/** Loss, gradient and Hessian at points; planar float64 arrays of length n, NaN or ±∞ where the loss is. */
export interface Evaluation {
  loss: Float64Array;
  gradientX: Float64Array;
  gradientY: Float64Array;
  hessianXX: Float64Array;
  hessianXY: Float64Array;
  hessianYY: Float64Array;
}

/** Everything one team's trajectories consist of, copied out of an engine. */
export interface TeamSnapshot {
  /** Steps taken so far. */
  step: number;
  /** [count × 2], interleaved x, y, domain units. */
  position: Float64Array;
  /** [count], at `position`. */
  loss: Float64Array;
  /** [count], Euclidean norm at `position`, before noise and clipping. */
  gradientNorm: Float64Array;
  /** [count], see `core/status.ts`. */
  status: Uint32Array;
  /** One [count × 2] array per state slot, interleaved. */
  state: Record<string, Float64Array>;
}

export interface Quantiles {
  p5: number;
  median: number;
  p95: number;
}

/** A team in numbers small enough to plot every frame. Non-finite trajectories are counted and otherwise left out. */
export interface TeamSummary {
  step: number;
  /** Trajectories by status, indexed by `Status`; they add up to the team's count. */
  counts: [number, number, number, number];
  loss: Quantiles;
  gradientNorm: Quantiles;
  /** [BIN_COUNT] each, of finite values: see `histogram.ts`. */
  histograms: { loss: Uint32Array; gradientNorm: Uint32Array };
  /** Lowest loss of any trajectory that is inside the domain now; +∞ where there is none. */
  best: number;
  /** Learning rate of the next step. */
  lr: number;
}

/** A RunSpec being executed. Disposing twice does nothing; use after that is an error with code 'disposed'. */
export interface Run {
  readonly plan: Plan;
  /** Steps taken so far (submitted, on the GPU). */
  readonly step: number;
  /** Takes `count` more steps, or fewer where the run's `steps` end before. */
  advance(count: number): void;
  /**
   * Replaces a team's trajectories and every team's step number: what the lockstep check sets its traps with.
   * Lengths must fit the run; `status` left out means all running, until they are judged where they are.
   */
  load(
    team: number,
    snapshot: Pick<TeamSnapshot, 'step' | 'position' | 'state'> & { status?: Uint32Array },
  ): void;
  /** Copies a team out; resolves once all submitted steps are done. */
  read(team: number): Promise<TeamSnapshot>;
  summarize(): Promise<TeamSummary[]>;
  /** Resolves once all submitted steps are done: the cheapest thing to wait for. */
  settle(): Promise<void>;
  dispose(): void;
}

/** Reference (CPU, float64) and GPU engine, behind one interface. */
export interface Engine {
  readonly kind: 'cpu' | 'gpu';
  /** What it runs on, for people: adapter name or 'float64 TypeScript'. */
  readonly description: string;
  /** Trajectories of all teams together beyond which two runs after each other are as quick as one. */
  readonly batch: number;
  createRun(plan: Plan): Promise<Run>;
  /** @param points [n × 2] interleaved. */
  evaluate(plan: Pick<Plan, 'surface'>, points: Float64Array): Promise<Evaluation>;
  dispose(): void;
}
