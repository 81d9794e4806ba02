import type { GpuEngine } from '../gpu/gpu-engine.ts';
import type { LiveEngine } from './live-engine.ts';

/** What a laboratory stands on: what computes, and what draws. Caller disposes, after everything that stands on it. */
export interface Platform {
  readonly engine: LiveEngine;
  /** The same engine where it is the GPU's, which can be checked against the CPU's; null where there is but that. */
  readonly gpuEngine: GpuEngine | null;
  /** What draws; null for WebGL2. */
  readonly device: GPUDevice | null;
  /** What computes, for people. */
  readonly name: string;
  /** No graphics hardware: pictures are made of less. */
  readonly isSoftware: boolean;
  /** Why it is not the GPU that computes, and what to do about it; null where it is. */
  readonly shortcoming: string | null;
  /** Most trajectories per team that the panel should offer. */
  readonly maxCount: number;
  /** Resolves once pictures submitted so far are drawn. */
  drawn(): Promise<unknown>;
  /** Resolves when nothing more can be done or drawn here, but not on `dispose`. */
  readonly lost: Promise<{ message: string }>;
  dispose(): void;
}
