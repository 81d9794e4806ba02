import { MAX_TEAMS } from '../engine/run-limits.ts';
import type { RunSpec } from '../engine/run-spec.ts';
import type { AppState, CameraState, Inspected, ViewSettings } from './app-state.ts';
import { heightScales, themes } from './app-state.ts';
import { readValue, writeValue } from './permalink-grammar.ts';
import { shortest } from './team-colors.ts';
import { defaultView, viewLimits } from './view-defaults.ts';

interface Field<T> {
  key: string;
  /** What is allowed, to end the sentence “must be …”. */
  allowed: string;
  /** Null where the text cannot be used. */
  read(text: string): { value: T } | null;
  write(value: T): string;
}

type FieldOf = { [K in keyof ViewSettings]: Field<ViewSettings[K]> };

const oneOf = <T extends string>(key: string, choices: readonly T[]): Field<T> => ({
  key,
  allowed: `one of ${choices.join(', ')}`,
  read(text) {
    const value = choices.find((choice) => choice === text);
    return value === undefined ? null : { value };
  },
  write: (value) => value,
});

const flag = (key: string): Field<boolean> => ({
  key,
  allowed: 'on or off',
  read(text) {
    const value = readValue(text);
    return typeof value === 'boolean' ? { value } : null;
  },
  write: writeValue,
});

const number = (
  key: string,
  { min, max }: { min: number; max: number },
  integer: boolean,
): Field<number> => ({
  key,
  allowed: `a ${integer ? 'whole ' : ''}number from ${min} to ${max}`,
  read(text) {
    const value = readValue(text);
    const fits = typeof value === 'number' && value >= min && value <= max;
    return fits && (!integer || Number.isInteger(value)) ? { value } : null;
  },
  write: writeValue,
});

/** Teams counted from 1, as on the keyboard. */
const hidden: Field<readonly number[]> = {
  key: 'hidden',
  allowed: 'team numbers such as 2,3',
  read(text) {
    const teams = text.split(',').map(readValue);
    if (!teams.every((team) => typeof team === 'number' && Number.isInteger(team) && team >= 1)) return null;
    return { value: [...new Set(teams as number[])].map((team) => team - 1).sort((a, b) => a - b) };
  },
  write: (teams) => teams.map((team) => team + 1).join(','),
};

/** Colours counted from 1, one for each team. */
const colors: Field<readonly number[]> = {
  key: 'colors',
  allowed: `colour numbers from 1 to ${MAX_TEAMS}, one for each team, such as 1,3`,
  read(text) {
    const slots = text.split(',').map(readValue);
    const isSlot = (slot: unknown) =>
      typeof slot === 'number' && Number.isInteger(slot) && slot >= 1 && slot <= MAX_TEAMS;
    return slots.every(isSlot) ? { value: shortest((slots as number[]).map((slot) => slot - 1)) } : null;
  },
  write: (slots) => slots.map((slot) => slot + 1).join(','),
};

const camera: Field<CameraState | null> = {
  key: 'camera',
  allowed: 'azimuth,elevation,distance,x,y,z with elevation in [-90, 90] and distance above 0',
  read(text) {
    const numbers = text.split(',').map(readValue);
    if (numbers.length !== 6 || !numbers.every((value) => typeof value === 'number')) return null;
    const [azimuth, elevation, distance, x, y, z] = numbers as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    if (!numbers.every(Number.isFinite) || Math.abs(elevation) > 90 || distance <= 0) return null;
    return { value: { azimuth, elevation, distance, target: [x, y, z] } };
  },
  // Hundredths of a degree and thousandths of a scene unit are below what can be seen; more digits would only make
  // the address long.
  write(state) {
    if (state === null) return 'none';
    const angles = [round(state.azimuth, 2), round(state.elevation, 2)];
    return [...angles, ...[state.distance, ...state.target].map((value) => round(value, 3))].join(',');
  },
};

/** Team and trajectory counted from 1, and the step that is shown where it is not the newest. */
const inspect: Field<Inspected | null> = {
  key: 'inspect',
  allowed: 'a team, a trajectory of it, both counted from 1, and perhaps a step, such as 1.20 or 1.20.3',
  read(text) {
    const numbers = /^(\d{1,3})\.(\d{1,9})(?:\.(\d{1,9}))?$/.exec(text);
    if (numbers === null) return null;
    const [team, index] = [Number(numbers[1]) - 1, Number(numbers[2]) - 1];
    if (team < 0 || index < 0) return null;
    return { value: { team, index, step: numbers[3] === undefined ? null : Number(numbers[3]) } };
  },
  write(chosen) {
    if (chosen === null) return 'none';
    const { team, index, step } = chosen;
    return [team + 1, index + 1, ...(step === null ? [] : [step])].join('.');
  },
};

const round = (value: number, digits: number): string => writeValue(Number(value.toFixed(digits)) + 0);

const fields: FieldOf = {
  heightScale: oneOf('height', heightScales),
  hidden,
  colors,
  trails: number('trails', viewLimits.trails, true),
  pointSize: number('size', viewLimits.pointSize, false),
  contours: flag('contours'),
  axes: flag('axes'),
  minima: flag('minima'),
  theme: oneOf('theme', themes),
  speed: number('speed', viewLimits.speed, false),
  camera,
  inspect,
};
const names = Object.keys(fields) as (keyof ViewSettings)[];

export const viewKeys: readonly string[] = names.map((name) => fields[name].key);

export function writeView(view: AppState['view']): [string, string][] {
  const entries: [string, string][] = [];
  const add = <K extends keyof ViewSettings>(name: K) => {
    const text = fields[name].write(view[name]);
    if (text !== fields[name].write(defaultView[name])) entries.push([fields[name].key, text]);
  };
  names.forEach(add);
  return entries;
}

/** @param spec what the view is of: it says how many teams and trajectories there are */
export function readView(
  values: ReadonlyMap<string, string>,
  { optimizers, starts }: RunSpec,
  problems: string[],
): ViewSettings {
  const teams = optimizers.length;
  const view: { -readonly [K in keyof ViewSettings]: ViewSettings[K] } = { ...defaultView };
  const read = <K extends keyof ViewSettings>(name: K) => {
    const { key, allowed, read } = fields[name] as Field<ViewSettings[K]>;
    const text = values.get(key);
    if (text === undefined) return;
    const result = read(text);
    if (result === null) problems.push(`${key}: “${text}” must be ${allowed}; the default is used.`);
    else view[name] = result.value;
  };
  names.forEach(read);
  const beyond = view.hidden.filter((team) => team >= teams).map((team) => team + 1);
  if (beyond.length > 0) {
    problems.push(`hidden: there is no team ${beyond.join(', ')}; ${numbered(teams)}.`);
    view.hidden = view.hidden.filter((team) => team < teams);
  }
  if (view.colors.length > teams) {
    problems.push(
      `colors: ${view.colors.length} colours for ${teams} ${teams === 1 ? 'team' : 'teams'}; the first are used.`,
    );
    view.colors = shortest(view.colors.slice(0, teams));
  }
  const count = starts.kind === 'points' ? starts.points.length : starts.count;
  if (view.inspect !== null && view.inspect.team >= teams) {
    problems.push(`inspect: there is no team ${view.inspect.team + 1}; ${numbered(teams)}.`);
    view.inspect = null;
  } else if (view.inspect !== null && view.inspect.index >= count) {
    problems.push(
      `inspect: team ${view.inspect.team + 1} has no trajectory ${formatWhole(view.inspect.index + 1)}; ${
        count === 1 ? 'there is only trajectory 1' : `they are numbered from 1 to ${formatWhole(count)}`
      }.`,
    );
    view.inspect = null;
  }
  return view;
}

const numbered = (teams: number): string =>
  teams === 1 ? 'there is only team 1' : `teams are numbered from 1 to ${teams}`;

const formatWhole = (value: number): string => value.toLocaleString('en-US');
