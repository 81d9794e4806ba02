import type { GpuDevice } from '../gpu/device.ts';
import { measureArithmetic } from './arithmetic.ts';
import type { Peer } from './contender.ts';
import { createEngineShelf } from './engine-shelf.ts';
import { measureLandscapes } from './landscapes.ts';
import { bytesPerTrajectory } from './memory.ts';
import type { BenchOptions, BenchSection } from './options.ts';
import { measurePipelines } from './pipelines.ts';
import type { BenchReport, Machine } from './report.ts';
import { measureSpeed } from './speed.ts';
import type { StartupResult } from './startup.ts';
import { targetsOf } from './targets.ts';

/** What only the place where a bench runs can know or do. */
export interface Surroundings {
  /** Borrowed; null where there is none. */
  gpu: GpuDevice | null;
  machine: Machine;
  ravine: BenchReport['ravine'];
  /** Borrowed. */
  peers: readonly Peer[];
  /** Whatever a person waits for at first. */
  measureStartup(repetitions: number): Promise<StartupResult[]>;
  /** Most bytes that the process has held so far; null where that is not told. */
  peakProcessBytes(): number | null;
  /** Sentences for the report, such as that a peer was not found. */
  notes: readonly string[];
}

/** @param fraction 0 … 1 of the whole, by an estimate */
export type BenchProgress = (fraction: number, text: string) => void;

/** Shares of the whole time that sections take in the usual selection. */
const WEIGHTS: Readonly<Record<BenchSection, number>> = {
  speed: 70,
  landscape: 12,
  arithmetic: 6,
  pipelines: 6,
  startup: 4,
  memory: 2,
};
/** Nothing else changes its speed between these. */
const STARTUP_REPETITIONS = 3;

/** Measures what the options ask for. The same in a terminal and on a page. */
export async function runBench(
  options: BenchOptions,
  surroundings: Surroundings,
  onProgress: BenchProgress,
): Promise<BenchReport> {
  const { gpu, peers } = surroundings;
  const date = new Date().toISOString();
  const shelf = gpu === null ? null : createEngineShelf(gpu);
  const total = options.sections.reduce((sum, section) => sum + WEIGHTS[section], 0);
  let before = 0;
  /** Does a section's work where it was asked for, or gives what stands for none. */
  const section = async <T>(
    name: BenchSection,
    none: T,
    work: (onPart: BenchProgress) => Promise<T>,
  ): Promise<T> => {
    if (!options.sections.includes(name)) return none;
    const tell: BenchProgress = (fraction, text) =>
      onProgress((before + fraction * WEIGHTS[name]) / total, `${name}: ${text}`);
    tell(0, 'preparing');
    const result = await work(tell);
    before += WEIGHTS[name];
    return result;
  };

  try {
    // Memory first: whatever is still alive later would count.
    const perTrajectory = await section('memory', null, async () =>
      shelf === null ? null : bytesPerTrajectory(shelf.engineFor(1)),
    );
    const startup = await section('startup', [], () =>
      surroundings.measureStartup(Math.min(options.repetitions, STARTUP_REPETITIONS)),
    );
    const pipelines = await section('pipelines', [], async (tell) =>
      gpu === null ? [] : measurePipelines(gpu, options.repetitions, tell),
    );
    const arithmetic = await section('arithmetic', null, async (tell) =>
      gpu === null ? null : measureArithmetic(gpu, options, tell),
    );
    const landscape = await section('landscape', [], (tell) => measureLandscapes(gpu, options, tell));
    const speed = await section('speed', { results: [], skipped: [] }, (tell) =>
      measureSpeed(options, shelf, peers, tell),
    );
    const measured = {
      date,
      ravine: surroundings.ravine,
      machine: surroundings.machine,
      workload: 'Adam on Rosenbrock, where nothing else is said',
      unit: 'trajectory-steps per second',
      ...speed,
      landscape,
      arithmetic,
      pipelines,
      startup,
      memory:
        perTrajectory === null || shelf === null
          ? null
          : {
              perTrajectory,
              peakDeviceBytes: shelf.peakBytes === 0 ? null : shelf.peakBytes,
              peakProcessBytes: surroundings.peakProcessBytes(),
            },
      notes: [...surroundings.notes],
    };
    return { ...measured, targets: targetsOf(measured) };
  } finally {
    shelf?.dispose();
  }
}
