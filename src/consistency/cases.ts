import { clamp } from '../core/numbers.ts';
import { transformsOf } from '../engine/gradient-transforms.ts';
import { parseRunSpec } from '../engine/parse-run-spec.ts';
import { planSurface } from '../engine/plan-run.ts';
import { MAX_TEAMS } from '../engine/run-limits.ts';
import type { GradientSpec, HyperValue, RunSpec, StopSpec } from '../engine/run-spec.ts';
import { offeredHyper, optimizerById } from '../optimizers/index.ts';
import type { HyperSpec } from '../optimizers/optimizer.ts';

export interface CaseOptions {
  /** Ids. */
  surfaces: readonly string[];
  optimizers: readonly string[];
  schedules: readonly string[];
  /** Every combination instead of a covering set. */
  full?: boolean;
}

/** What may happen to a gradient: each transform alone or in company, and all of them. */
const gradients: readonly Partial<GradientSpec>[] = [
  {},
  { clipNorm: 1 },
  { noise: 0.25 },
  { noise: 0.25, clipNorm: 1 },
  { sam: 0.05 },
  { clipValue: 0.5 },
  { noise: 1, batchSize: 16, sam: 0.05, clipNorm: 2 },
  { noise: 0.25, clipNorm: 2, clipValue: 1, centralize: true },
];
const starts = ['grid', 'uniform', 'normal', 'ring'];
/** Some trajectories should converge and most go on: thresholds close to a minimum. */
const stops: readonly ((lowest: number | undefined) => Partial<StopSpec>)[] = [
  () => ({}),
  () => ({ gradientNorm: 1e-3 }),
  (lowest) => (lowest === undefined ? {} : { loss: lowest + 1e-3 * (1 + Math.abs(lowest)) }),
];
/** A covering set gives each surface at least so many optimizers, and each optimizer so many surfaces. */
const OPTIMIZERS_PER_SURFACE = 2;
const SURFACES_PER_OPTIMIZER = 4;
/** Long enough for the last of the judged moments that a covering set is after. */
const STEPS = 320;
const TRAJECTORIES = 1024;

/**
 * Runs that cover every surface, optimizer and schedule, each kind of start, and clipping and noise on and off; or,
 * `full`, the product of all but the starts.
 */
export function coveringCases({ surfaces, optimizers, schedules, full = false }: CaseOptions): RunSpec[] {
  if (full) {
    return surfaces.flatMap((surface, i) =>
      schedules.flatMap((schedule, j) =>
        gradients.flatMap((gradient, k) =>
          inTeams(optimizers).map((ids) => {
            const teams = ids.map((id, t) => ({ id, turn: i + j + k + t }));
            return caseOf(surface, teams, schedule, gradient, i + j + k);
          }),
        ),
      ),
    );
  }
  const wanted = Math.ceil((SURFACES_PER_OPTIMIZER * optimizers.length) / surfaces.length);
  const perSurface = clamp(wanted, Math.min(OPTIMIZERS_PER_SURFACE, optimizers.length), optimizers.length);
  return surfaces.flatMap((surface, i) => {
    const teams = Array.from({ length: perSurface }, (_, t) => {
      const place = i * perSurface + t;
      const which = place % optimizers.length;
      return { id: optimizers[which], turn: which + Math.floor(place / optimizers.length) };
    });
    const schedule = schedules[i % schedules.length];
    // The turn through the gradients shifts each time around, so that schedules and optimizers meet all of them.
    const gradient = gradients[(i + Math.floor(i / gradients.length)) % gradients.length];
    return inTeams(teams).map((some) => caseOf(surface, some, schedule, gradient, i));
  });
}

/** An optimizer, and a number that grows by one with each of its cases. */
interface Turn {
  id: string;
  turn: number;
}

function inTeams<T>(all: readonly T[]): T[][] {
  const groups = Math.ceil(all.length / MAX_TEAMS);
  return Array.from({ length: groups }, (_, k) => all.slice(k * MAX_TEAMS, (k + 1) * MAX_TEAMS));
}

function caseOf(
  surface: string,
  teams: readonly Turn[],
  schedule: string,
  gradient: Partial<GradientSpec>,
  index: number,
): RunSpec {
  const kind = starts[index % starts.length];
  return parseRunSpec({
    surface: { id: surface },
    optimizers: teams.map(({ id, turn }) => ({ id, hyper: exerciseHyper(id, turn) })),
    schedule: { id: schedule },
    gradient,
    starts: { kind, count: TRAJECTORIES },
    stop: stops[index % stops.length](lowestLoss(surface)),
    steps: STEPS,
    seed: index + 1,
  });
}

function lowestLoss(id: string): number | undefined {
  const { minima } = planSurface({ id, params: {} });
  return minima[0]?.loss;
}

/** How far a hyperparameter that is zero, or as large as can be, by default is moved from there. */
const SWITCHED_ON = 0.1;
/** What a whole number that is zero by default becomes: lookahead every so many steps. */
const SWITCHED_ON_COUNT = 2;
/** Learning rates, as multiples of the default: from the usual to where trajectories diverge. */
const RATES = [1, 10, 30];

/**
 * Hyperparameters of an optimizer's every other case are not the defaults: what is off is on, or its part of the twin would
 * go unseen; every fourth has what it can be wrapped in as well.
 */
function exerciseHyper(id: string, turn: number): Record<string, HyperValue> {
  const specs = optimizerById(id)?.hyper ?? [];
  const own = specs.filter((spec) => !offeredHyper.includes(spec));
  const rate = specs.find(({ name }) => name === 'lr')?.default;
  const lr = typeof rate === 'number' ? [['lr', rate * RATES[turn % RATES.length]]] : [];
  const changed = turn % 4 === 3 ? specs : turn % 2 === 1 ? own : [];
  return Object.fromEntries([...changed.flatMap(switchedOn), ...lr]);
}

function switchedOn(spec: HyperSpec): [string, HyperValue][] {
  if (spec.kind === 'boolean') return [[spec.name, !spec.default]];
  if (spec.kind === 'choice') return [[spec.name, spec.choices?.at(-1) ?? spec.default]];
  if (spec.default === 0) return [[spec.name, spec.integer ? SWITCHED_ON_COUNT : SWITCHED_ON]];
  if (spec.default !== spec.max) return [];
  return [[spec.name, spec.max - (spec.integer ? 1 : SWITCHED_ON)]];
}

/** What a report calls a case. */
export function caseTitle({ surface, optimizers, schedule, gradient, starts, seed }: RunSpec): string {
  const where = 'id' in surface ? surface.id : surface.formula;
  const teams = optimizers.map(({ id }) => id).join(', ');
  return `${where}: ${teams}; ${schedule.id}, gradient ${transformsOf(gradient)}, ${starts.kind}, seed ${seed}`;
}
