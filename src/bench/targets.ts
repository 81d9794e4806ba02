import type { BenchReport } from './report.ts';
import type { SpeedResult } from './speed.ts';
import { median } from './statistics.ts';
import { LINEARITY_TRAJECTORIES } from './tournaments.ts';

/** Something that is asked of this project, as a figure within one run. */
export interface Target {
  what: string;
  /** Such as 'at least 5 ×'. */
  asked: string;
  /** Null where this run did not measure it. */
  reached: number | null;
  /** Unit of `reached`; empty for a share. */
  unit: '×' | 'bytes' | '';
  /** Null where it was not measured, or is not asked of such a machine. */
  holds: boolean | null;
  /** With what, or why not; empty where nothing is to be said. */
  note: string;
}

/** The swarm that targets speak of, and the steps. */
const SWARM = 2 ** 17;
const MOST_FUSED = 256;

/** Every target, whether this run can judge it or not. */
export function targetsOf(report: Omit<BenchReport, 'targets'>): Target[] {
  const isHardware = report.machine.isSoftware === false;
  const adam = report.results.filter(
    ({ optimizer, surface }) => optimizer === 'adam' && surface === 'rosenbrock',
  );
  const inSwarm = (engine: RegExp, fused: number | null) =>
    adam.find(
      (result) =>
        engine.test(result.engine) && result.trajectories === SWARM && result.stepsPerDispatch === fused,
    );
  const fused = inSwarm(/^gpu$/, MOST_FUSED);
  const torch = inSwarm(/^PyTorch [^ ]+$/, null);
  const hardware = (target: Target): Target =>
    isHardware
      ? target
      : { ...target, holds: null, note: 'asked of a hardware adapter, which this one is not' };

  return [
    atLeast(5, 'Adam on Rosenbrock, 131,072 × 256, to plain JavaScript', fused?.toPlain),
    atLeast(
      25,
      'the same to PyTorch',
      turnRatio(fused, torch),
      torch?.engine ?? 'no PyTorch took part in this run',
    ),
    atLeast(
      4,
      'landscape of 1024² vertices, to the CPU engine',
      report.landscape.find(({ engine, size }) => engine === 'gpu' && size === 1024)?.toCpu,
    ),
    atMost(
      1.15,
      'cost of a trajectory-step, highest to lowest from 16 thousand to 4 million trajectories',
      unevenness(adam),
    ),
    hardware(atLeast(10, '256 fused steps, to single ones', turnRatio(fused, inSwarm(/^gpu$/, 1)))),
    hardware(
      atLeast(
        0.5,
        'share of the rate that the arithmetic of Adam on Rosenbrock allows',
        report.arithmetic === null ? null : bestRate(adam, 'gpu') / report.arithmetic.bound,
        '',
        '',
      ),
    ),
    atMost(
      40,
      'state of an Adam trajectory, status included',
      report.memory?.perTrajectory.find(({ optimizer }) => optimizer === 'adam')?.bytes,
      '',
      'bytes',
    ),
    atLeast(0.5, 'the CPU engine, to plain JavaScript', inSwarm(/^cpu$/, null)?.toPlain),
  ];
}

const atLeast = (
  least: number,
  what: string,
  reached: number | null | undefined,
  note = '',
  unit: Target['unit'] = '×',
): Target => target(what, `at least ${least} ${unit}`.trim(), reached, (value) => value >= least, note, unit);

const atMost = (
  most: number,
  what: string,
  reached: number | null | undefined,
  note = '',
  unit: Target['unit'] = '×',
): Target => target(what, `at most ${most} ${unit}`.trim(), reached, (value) => value <= most, note, unit);

function target(
  what: string,
  asked: string,
  reached: number | null | undefined,
  judge: (value: number) => boolean,
  note: string,
  unit: Target['unit'],
): Target {
  const value = reached !== undefined && Number.isFinite(reached) ? reached : null;
  const holds = value === null ? null : judge(value);
  return {
    what,
    asked,
    reached: value,
    unit,
    holds,
    note: value === null && note === '' ? NOT_MEASURED : note,
  };
}

const NOT_MEASURED = 'not measured in this run';

/** Of two contenders that had their turns together. */
function turnRatio(a: SpeedResult | undefined, b: SpeedResult | undefined): number | null {
  if (a === undefined || b === undefined || a.question !== b.question) return null;
  return median(a.samples.map((sample, turn) => sample / b.samples[turn]));
}

/** Null where the device had no memory for all of them: over less of a range it is less. */
function unevenness(adam: readonly SpeedResult[]): number | null {
  const rates = LINEARITY_TRAJECTORIES.map(
    (count) =>
      adam.find(({ question, trajectories }) => question === 'linearity' && trajectories === count)?.perSecond
        .median ?? Number.NaN,
  );
  return Math.max(...rates) / Math.min(...rates);
}

/** −∞ where it did not take part. */
const bestRate = (results: readonly SpeedResult[], engine: string): number =>
  Math.max(...results.filter((result) => result.engine === engine).map(({ perSecond }) => perSecond.median));
