import { median } from '../consistency/ledger.ts';

/** Something that takes steps as fast as it can. */
export interface Contender {
  engine: string;
  /** Null where there are no dispatches. */
  stepsPerDispatch: number | null;
  trajectories: number;
  /** Resolves when the steps are done. */
  advance(steps: number): Promise<void>;
  dispose(): void;
}

export interface BenchResult {
  engine: string;
  stepsPerDispatch: number | null;
  trajectories: number;
  /** Trajectory-steps per second. */
  perSecond: { median: number; lowest: number; highest: number };
  samples: readonly number[];
}

const REPETITIONS = 5;
/** Long enough for the clock and the compiler, short enough for the whole to take some 20 s. */
const SAMPLE_SECONDS = 0.3;
/** Steps that warm a contender up, and from whose time the length of its samples follows. */
const WARM_UP_STEPS = 32;

/** Contenders take turns, so that whatever else the machine does hits all alike. */
export async function measure(
  contenders: readonly Contender[],
  onProgress: (text: string) => void,
): Promise<BenchResult[]> {
  const steps: number[] = [];
  for (const contender of contenders) {
    onProgress(`warming up ${contender.engine}`);
    await secondsFor(contender, WARM_UP_STEPS);
    const seconds = await secondsFor(contender, WARM_UP_STEPS);
    const perDispatch = contender.stepsPerDispatch ?? 1;
    const wanted = (WARM_UP_STEPS * SAMPLE_SECONDS) / seconds;
    steps.push(Math.max(1, Math.round(wanted / perDispatch)) * perDispatch);
  }
  const samples: number[][] = contenders.map(() => []);
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    onProgress(`repetition ${repetition + 1} of ${REPETITIONS}`);
    for (const [k, contender] of contenders.entries()) {
      const seconds = await secondsFor(contender, steps[k]);
      samples[k].push((contender.trajectories * steps[k]) / seconds);
    }
  }
  return contenders.map(({ engine, stepsPerDispatch, trajectories }, k) => ({
    engine,
    stepsPerDispatch,
    trajectories,
    perSecond: {
      median: median(samples[k]),
      lowest: Math.min(...samples[k]),
      highest: Math.max(...samples[k]),
    },
    samples: samples[k],
  }));
}

async function secondsFor(contender: Contender, steps: number): Promise<number> {
  const from = performance.now();
  await contender.advance(steps);
  return (performance.now() - from) / 1000;
}
