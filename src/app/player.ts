import type { TeamSummary } from '../engine/engine.ts';
import type { Plan } from '../engine/plan.ts';
import type { Session } from '../state/session.ts';
import type { Experiment } from './experiment.ts';
import { createMeter } from './meter.ts';
import { createPacer } from './pacer.ts';

/** Between two summaries at least, milliseconds: curves and legend need no more, and nothing is read back in most frames. */
const SUMMARY_MS = 50;

export interface PlayerOptions {
  experiment: Experiment;
  session: Session;
  /** Steps per second that are wanted. */
  speed(): number;
  /** Of the run that is on the screen. */
  onSummaries(summaries: readonly TeamSummary[]): void;
  onError(error: unknown): void;
}

/** Takes the steps: as time passes while playing, or one by one. */
export interface Player {
  /**
   * Call once a frame, before drawing.
   * @returns resolves when the steps are done, where their cost is being measured: draw after that, or the drawing
   * would be counted as well. Null at all other times.
   */
  tick(now: number): Promise<void> | null;
  toggle(): void;
  stepOnce(): void;
  restart(): void;
  /** Another run, or the same one from its starts, is on the device: goes on playing if it is meant to. */
  begin(): void;
  /** Trajectory-steps per second. */
  rate(now: number): number;
}

export function createPlayer({ experiment, session, speed, onSummaries, onError }: PlayerOptions): Player {
  const pacer = createPacer();
  const work = createMeter();
  /** What the person wants; a finished run is not playing, but the next one will be. */
  let wantsToPlay = true;
  let isSummarizing = false;
  let isSummaryStale = false;
  /** Not before this moment … */
  let summarizeFrom = 0;
  /** … unless this ends the rest. */
  let hurry = (): void => {};
  let paced: Plan | null = null;
  /** How often a run has begun: what was asked of it before is not of this one, though it be the same from its starts. */
  let beginnings = 0;
  /** The starts have still to be summarized: curves begin at step 0, and their axes are made for it. */
  let isFirstDue = false;

  const publish = (allRest = session.run.get().finished) => {
    const run = experiment.run;
    const step = run?.step ?? 0;
    const finished = run !== null && (step >= run.plan.spec.steps || allRest);
    session.run.set({ playing: wantsToPlay && !finished, step, finished });
  };

  /** What has failed once is not asked again with every frame. */
  const stopWith = (error: unknown) => {
    wantsToPlay = false;
    publish();
    onError(error);
  };

  /**
   * One read-back at a time; what changed meanwhile is read next. Where that takes long, as of millions on a software adapter,
   * it rests as long as it took: the picture and the steps have at least half of the device.
   */
  const summarize = async () => {
    isSummaryStale = true;
    if (isSummarizing) return;
    isSummarizing = true;
    while (isSummaryStale) {
      const rest = summarizeFrom - performance.now();
      if (rest > 0) {
        await new Promise<void>((resolve) => {
          hurry = resolve;
          setTimeout(resolve, rest);
        });
      }
      isSummaryStale = false;
      const run = experiment.run;
      if (run === null) break;
      const { plan } = run;
      const asked = beginnings;
      const isCurrent = () => asked === beginnings && experiment.run === run && run.plan === plan;
      isFirstDue = false;
      const begin = performance.now();
      try {
        const summaries = await run.summarize();
        if (!isCurrent()) continue;
        onSummaries(summaries);
        if (summaries[0]?.step === run.step) publish(summaries.every(({ counts }) => counts[0] === 0));
      } catch (error) {
        if (isCurrent()) stopWith(error); // a run that was replaced meanwhile has nothing to say
      }
      const end = performance.now();
      summarizeFrom = end + Math.max(SUMMARY_MS, end - begin);
    }
    isSummarizing = false;
  };

  const measure = async () => {
    const asked = beginnings;
    const begin = performance.now();
    await experiment.run?.settle();
    // A swarm of another size costs something else, and the quickest answer is remembered for long.
    if (asked === beginnings) pacer.report(performance.now() - begin);
  };

  const advance = (steps: number, now: number) => {
    const run = experiment.run;
    if (run === null) return;
    const before = run.step;
    try {
      experiment.advance(steps);
    } catch (error) {
      stopWith(error);
      return;
    }
    const taken = run.step - before;
    work.count(now, taken * run.plan.count * run.plan.teams.length);
    publish();
  };

  const goOn = () => {
    pacer.rest();
    publish();
  };

  return {
    tick(now) {
      const { run } = experiment;
      if (run === null || run.isBusy || isFirstDue || !session.run.get().playing) return null;
      const steps = pacer.stepsFor(now, speed(), run.stepsWithin);
      if (steps === 0) return null;
      advance(steps, now);
      const measuring = pacer.wantsReport ? measure() : null;
      void summarize();
      return measuring;
    },
    toggle() {
      if (session.run.get().finished) {
        wantsToPlay = true;
        experiment.restart();
        return;
      }
      wantsToPlay = !session.run.get().playing;
      goOn();
    },
    stepOnce() {
      wantsToPlay = false;
      goOn();
      if (session.run.get().finished) return;
      advance(1, performance.now());
      void summarize();
    },
    restart() {
      wantsToPlay = true;
      experiment.restart();
    },
    begin() {
      const plan = experiment.run?.plan ?? null;
      const isOther = plan !== paced;
      paced = plan;
      beginnings++;
      isFirstDue = true;
      // What begins is shown at once.
      summarizeFrom = 0;
      hurry();
      // Another swarm costs something else per step; the same one from its starts does not.
      if (isOther) pacer.reset();
      pacer.rest();
      publish(false);
      void summarize();
    },
    rate: (now) => (session.run.get().playing ? work.rate(now) : 0),
  };
}
