import type { ShareInterval } from '../../engine/interval.ts';
import type { Race, TeamRace } from '../../engine/race.ts';
import type { TeamName } from '../../engine/team-names.ts';
import type { TeamTuning, Tuning } from '../../engine/tune.ts';
import { formatCount, formatNumber } from '../format.ts';

/** One column of a table of teams: what a person reads, what it is sorted by, and what a spreadsheet gets. */
export interface Column<Row> {
  title: string;
  /** What it means, one or two sentences. */
  about: string;
  text(row: Row): string;
  /** A second figure beside the first, such as an interval; null where a row has none. */
  note?(row: Row): string | null;
  /** What it is sorted by; NaN comes last. */
  value(row: Row): number;
  /** Which end is best, where one is. */
  best?: 'highest' | 'lowest';
  /** Fields of a CSV file. */
  fields: Readonly<Record<string, (row: Row) => number>>;
}

/** A row that knows its team. */
export interface TeamRow {
  /** Place in the run. */
  team: number;
  name: TeamName;
}
export type RaceRow = TeamRow & TeamRace & { maxSteps: number };
export type TuningRow = TeamRow & TeamTuning & { maxSteps: number };

export const raceRows = ({ teams, spec }: Race, names: readonly TeamName[]): RaceRow[] =>
  teams.map((of, team) => ({ ...of, team, name: names[team]!, maxSteps: spec.steps }));

export const tuningRows = ({ teams, spec }: Tuning, names: readonly TeamName[]): TuningRow[] =>
  teams.map((of, team) => ({ ...of, team, name: names[team]!, maxSteps: spec.steps }));

/** @param hasMinima whether any trajectory can be told to be at a minimum */
export const raceColumns = (hasMinima: boolean): readonly Column<RaceRow>[] => [
  {
    title: 'Reached',
    about:
      'Share of the trajectories whose loss was at or below the target at some step. Small: where the share lies with 95 % confidence (Wilson’s interval), taking the starts for a sample.',
    text: ({ share }) => percent(share.share),
    note: ({ share }) => range(share),
    value: ({ reached }) => reached,
    best: 'highest',
    fields: {
      trajectories: ({ count }) => count,
      reached: ({ reached }) => reached,
      share: ({ share }) => share.share,
      'share low': ({ share }) => share.low,
      'share high': ({ share }) => share.high,
    },
  },
  {
    title: 'Steps',
    about:
      'Steps after which half of all trajectories had reached the target; more than the run has where fewer than half do.',
    text: ({ steps, maxSteps }) => stepText(steps.median, maxSteps),
    value: ({ steps }) => steps.median,
    best: 'lowest',
    fields: { 'median steps': ({ steps }) => steps.median },
  },
  {
    title: '5–95 %',
    about: 'Steps after which 5 %, and 95 %, of all trajectories had reached the target.',
    text: ({ steps: { p5, p95 }, maxSteps }) =>
      Number.isFinite(p5) ? `${stepText(p5, maxSteps)} – ${stepText(p95, maxSteps)}` : stepText(p5, maxSteps),
    value: ({ steps }) => steps.p95,
    fields: { 'steps 5 %': ({ steps }) => steps.p5, 'steps 95 %': ({ steps }) => steps.p95 },
  },
  {
    title: 'Best loss',
    about: 'Lowest loss of any trajectory that is in the domain after the last step.',
    text: ({ best }) => (Number.isFinite(best) ? formatNumber(best, 3) : '–'),
    value: ({ best }) => best,
    best: 'lowest',
    fields: { 'best loss': ({ best }) => best },
  },
  {
    title: 'Median loss',
    about: 'Median of the loss after the last step. Trajectories that left the numbers are left out.',
    text: ({ loss }) => (Number.isNaN(loss.median) ? '–' : formatNumber(loss.median, 3)),
    value: ({ loss }) => loss.median,
    best: 'lowest',
    fields: { 'median loss': ({ loss }) => loss.median },
  },
  ...(hasMinima ? [atMinimum] : []),
  {
    title: 'Diverged',
    about: 'Share of the trajectories that ran away, a thousand half-widths of the domain from its centre.',
    text: ({ diverged, count }) => percent(diverged / count),
    value: ({ diverged }) => diverged,
    best: 'lowest',
    fields: { diverged: ({ diverged }) => diverged },
  },
  {
    title: 'Non-finite',
    about: 'Share of the trajectories whose loss, gradient or position left the numbers.',
    text: ({ nonFinite, count }) => percent(nonFinite / count),
    value: ({ nonFinite }) => nonFinite,
    best: 'lowest',
    fields: { 'non-finite': ({ nonFinite }) => nonFinite },
  },
];

const atMinimum: Column<RaceRow> = {
  title: 'At minimum',
  about:
    'Share of the trajectories that end at a known global minimum: within 1 % of the domain’s width and height of one.',
  text: ({ atMinimum, count }) => percent((atMinimum ?? 0) / count),
  value: ({ atMinimum }) => atMinimum ?? 0,
  best: 'highest',
  fields: { 'at minimum': ({ atMinimum }) => atMinimum ?? 0 },
};

/** One form for all rates of a table, so that the best of a band is never written as if it lay outside. */
const rateText = (rate: number): string => formatNumber(rate);
const lowestTried = ({ outcomes }: TuningRow): number => outcomes[0]!.rate;
const highestTried = ({ outcomes }: TuningRow): number => outcomes.at(-1)!.rate;

export const tuningColumns: readonly Column<TuningRow>[] = [
  {
    title: 'Best rate',
    about:
      'The learning rate by which most trajectories reach the target; among equals in the fewest steps, then with the lowest median loss. Alone: the rates on both sides of it are significantly worse.',
    text: (row) => rateText(bestOf(row).rate),
    note: ({ band }) => (band?.isAlone ? 'alone' : null),
    value: (row) => bestOf(row).rate,
    fields: { 'best rate': (row) => bestOf(row).rate, alone: ({ band }) => Number(band?.isAlone ?? false) },
  },
  {
    title: 'Reached',
    about:
      'Share of the starts that reach the target with the best rate. Small: where the share of that one rate lies with 95 % confidence (Wilson’s interval). The best of many rates was chosen on these very starts, so that others may reach it from a little fewer.',
    text: ({ share }) => percent(share.share),
    note: ({ share }) => range(share),
    value: ({ share }) => share.share,
    best: 'highest',
    fields: {
      starts: (row) => bestOf(row).count,
      reached: (row) => bestOf(row).reached,
      share: ({ share }) => share.share,
      'share low': ({ share }) => share.low,
      'share high': ({ share }) => share.high,
    },
  },
  {
    title: 'Steps',
    about: 'Steps after which half of the starts have reached the target with the best rate.',
    text: (row) => stepText(bestOf(row).medianSteps, row.maxSteps),
    value: (row) => bestOf(row).medianSteps,
    best: 'lowest',
    fields: { 'median steps': (row) => bestOf(row).medianSteps },
  },
  {
    title: 'Decades',
    about:
      'Width of the good band in powers of ten: the wider, the less tuning matters. At least (≥) where it reaches an end of the grid.',
    text: ({ band }) => (band === null ? '–' : `${band.isOpen ? '≥ ' : ''}${band.decades.toFixed(2)}`),
    value: ({ band }) => band?.decades ?? Number.NaN,
    best: 'highest',
    fields: { decades: ({ band }) => band?.decades ?? Number.NaN },
  },
  {
    title: 'Good band',
    about:
      'The learning rates around the best by which no significantly smaller share reaches the target: some do, and their 95 % interval does not lie below that of the best.',
    text: (row) => bandText(row),
    value: (row) => lowestGood(row),
    fields: {
      'band low': (row) => lowestGood(row),
      'band high': (row) => highestGood(row),
      'open below': ({ band }) => Number(band?.from === 0),
      'open above': ({ band, outcomes }) => Number(band?.to === outcomes.length - 1),
    },
  },
  {
    title: 'Tried',
    about:
      'The lowest and the highest learning rate that the team was given, about the rate that suits its optimizer on the surface.',
    text: (row) => `${rateText(lowestTried(row))} – ${rateText(highestTried(row))}`,
    value: lowestTried,
    fields: { 'lowest tried': lowestTried, 'highest tried': highestTried },
  },
];

const bestOf = ({ outcomes, best }: TuningRow) => outcomes[best]!;
const lowestGood = ({ band, outcomes }: TuningRow) =>
  band === null ? Number.NaN : outcomes[band.from]!.rate;
const highestGood = ({ band, outcomes }: TuningRow) => (band === null ? Number.NaN : outcomes[band.to]!.rate);
const bandText = (row: TuningRow) =>
  row.band === null ? '–' : `${rateText(lowestGood(row))} – ${rateText(highestGood(row))}`;

/** A share in per cent with one decimal: what is there, or missing, is never rounded away. */
function percent(share: number): string {
  if (Number.isNaN(share)) return '–';
  if (share > 0 && share < 0.001) return '<0.1 %';
  if (share < 1 && share > 0.999) return '>99.9 %';
  return share === 0 || share === 1 ? `${100 * share} %` : `${(100 * share).toFixed(1)} %`;
}

const range = ({ low, high }: ShareInterval): string =>
  `${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)}`;

const stepText = (steps: number, most: number): string =>
  Number.isFinite(steps) ? formatCount(Math.round(steps)) : `>${formatCount(most)}`;
