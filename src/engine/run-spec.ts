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
/** What happens to the gradient before the optimizer sees it, in this order. */
export interface GradientSpec {
  /** Standard deviation of Gaussian noise added to each gradient component by a batch of one, ≥ 0. */
  noise: number;
  /** Samples that a mini-batch averages over, whole, ≥ 1: the noise has standard deviation noise / √batchSize. */
  batchSize: number;
  /**
   * Radius ρ ≥ 0 of a sharpness-aware step (Foret et al. 2021): the gradient is taken at θ + ρ g/‖g‖, with the same
   * mini-batch's noise; 0 = at θ.
   */
  sam: number;
  /** torch `clip_grad_norm_`: largest Euclidean norm of the gradient, > 0, or null for no clipping. */
  clipNorm: number | null;
  /** torch `clip_grad_value_`: largest magnitude of each component, > 0, or null for no clipping. */
  clipValue: number | null;
  /**
   * Gradient centralisation (Yong et al. 2020): the mean of the components is taken off each, as if both parameters were
   * weights of one neuron. On a surface the steps then keep x + y as it is.
   */
  centralize: boolean;
}
export type StartsSpec =
  | { kind: 'grid' | 'uniform'; count: number }
  /** Normal around `center` (default: centre of the domain) with standard deviation `spread`, a fraction of the half-width. */
  | { kind: 'normal'; count: number; center: Point | null; spread: number }
  /** On a circle (ellipse in a non-square domain) around `center`, of radius `radius`, a fraction of the half-width. */
  | { kind: 'ring'; count: number; center: Point | null; radius: number }
  /** The very numbers given on the CPU, in float64; the GPU rounds them to float32. */
  | { kind: 'points'; points: Point[] };
/** Tested at every position, from the start to that after the last step; a trajectory rests where it met the condition. */
export interface StopSpec {
  /** A trajectory whose gradient norm is ≤ this is 'converged' and rests; 0 = never. */
  gradientNorm: number;
  /** A trajectory whose loss is ≤ this is 'converged' and rests; null = never. */
  loss: number | null;
}
