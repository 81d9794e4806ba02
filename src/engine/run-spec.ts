/** One JSON value says everything about a run. The contract; `parseRunSpec` is its only border. */
export interface RunSpec {
  version: 1;
  surface: SurfaceSpec;
  optimizers: OptimizerSpec[];
  schedule: ScheduleSpec;
  gradient: GradientSpec;
  starts: StartsSpec;
  /** Number of optimizer steps, a whole number ≥ 0. */
  steps: number;
  stop: StopSpec;
  /** Whole number in [0, 2³² − 1]. */
  seed: number;
}

/** A catalogue surface by id, or a formula with its own parameters and domain. */
export type SurfaceSpec =
  | { id: string; params: Record<string, number> }
  | { formula: string; params: Record<string, number>; domain: Domain };

/** `[xmin, xmax, ymin, ymax]`. */
export type Domain = [number, number, number, number];
export type Point = [number, number];

export type HyperValue = number | boolean | string;
export interface OptimizerSpec {
  id: string;
  /** Only what differs from the default needs to be present. */
  hyper: Record<string, HyperValue>;
}
export interface ScheduleSpec {
  id: string;
  params: Record<string, HyperValue>;
}
export interface GradientSpec {
  /** torch `clip_grad_norm_`: largest Euclidean norm of the gradient, > 0, or null for no clipping. */
  clipNorm: number | null;
  /** Standard deviation of Gaussian noise added to each gradient component, ≥ 0. */
  noise: number;
}
export type StartsSpec =
  | { kind: 'grid' | 'uniform'; count: number }
  /** Normal around `center` (default: centre of the domain) with standard deviation `spread`, a fraction of the half-width. */
  | { kind: 'normal'; count: number; center: Point | null; spread: number }
  /** On a circle (ellipse in a non-square domain) around `center`, of radius `radius`, a fraction of the half-width. */
  | { kind: 'ring'; count: number; center: Point | null; radius: number }
  /** The very numbers given on the CPU, in float64; the GPU rounds them to float32. */
  | { kind: 'points'; points: Point[] };
/** Tested before each step, so that a trajectory rests where it met the condition; after the last step no test follows. */
export interface StopSpec {
  /** A trajectory whose gradient norm is ≤ this is 'converged' and rests; 0 = never. */
  gradientNorm: number;
  /** A trajectory whose loss is ≤ this is 'converged' and rests; null = never. */
  loss: number | null;
}
