import type { ArithmeticResult } from './arithmetic.ts';
import type { LandscapeResult } from './landscapes.ts';
import type { MemoryResult } from './memory.ts';
import type { PipelineResult } from './pipelines.ts';
import type { SkippedResult, SpeedResult } from './speed.ts';
import type { StartupResult } from './startup.ts';
import type { Target } from './targets.ts';

/** Where a bench ran. */
export interface Machine {
  /** Model of the processor; browsers do not tell. */
  cpu: string;
  cores: number;
  memoryBytes: number | null;
  /** Node's version; null in a browser. */
  node: string | null;
  /** A browser's user agent; null in Node. */
  browser: string | null;
  /** The adapter; null where there is none. */
  gpu: string | null;
  /** The adapter is a program on the processor; null where there is none. */
  isSoftware: boolean | null;
  /** What implements WebGPU. */
  webgpu: string | null;
}

/** Everything that a bench has found out, as `--json` prints it. */
export interface BenchReport {
  /** Of its beginning, ISO 8601, UTC. */
  date: string;
  /** Version, and the commit where it is known. */
  ravine: { version: string; commit: string | null };
  machine: Machine;
  workload: string;
  unit: string;
  /** What is asked of this project, as ratios within this very run. */
  targets: Target[];
  results: SpeedResult[];
  /** What was asked for and not measured, and why. */
  skipped: SkippedResult[];
  landscape: LandscapeResult[];
  arithmetic: ArithmeticResult | null;
  pipelines: PipelineResult[];
  startup: StartupResult[];
  memory: MemoryResult | null;
  /** Sentences about what took part, and what did not. */
  notes: string[];
}
