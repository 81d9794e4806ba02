import { messageOf, RavineError } from '../core/errors.ts';
import { DEFAULT_DOMAIN, defaultSpec } from '../engine/default-spec.ts';
import { parseRunSpec } from '../engine/parse-run-spec.ts';
import type { GradientSpec, HyperValue, RunSpec, StartsSpec, SurfaceSpec } from '../engine/run-spec.ts';
import { compileFormula } from '../formula/compile.ts';
import { gradientKeys, inAddressWords } from './address-words.ts';
import { compactFormula } from './compact-formula.ts';
import { equal } from './equal.ts';
import {
  type Call,
  readCall,
  readCalls,
  readPoint,
  readValue,
  writeCall,
  writePoint,
  writeValue,
} from './permalink-grammar.ts';

/** Hand-placed starts beyond this many do not travel in the address: about 4 kB, what every program passes on. */
export const MAX_LINK_POINTS = 200;

/** Keys of a run, besides `surface.NAME`. */
export const specKeys: readonly string[] = [
  ...['surface', 'formula', 'domain', 'teams', 'schedule', ...Object.values(gradientKeys)],
  ...['starts', 'steps', 'stop.gradient', 'stop.loss', 'seed'],
];

const gradientEntries = Object.entries(gradientKeys) as [keyof GradientSpec, string][];

/** What a link to this run cannot carry, as sentences for the person who copies it. */
export function linkLosses(spec: RunSpec): string[] {
  if (spec.starts.kind !== 'points' || spec.starts.points.length <= MAX_LINK_POINTS) return [];
  return [
    `A link carries up to ${MAX_LINK_POINTS} hand-placed starts; these ${spec.starts.points.length} are left out.`,
  ];
}

/** Keys and values that differ from the default; the surface is always there. */
export function writeSpec(spec: RunSpec): [string, string][] {
  const base = defaultSpec;
  const entries: [string, string][] = writeSurface(spec.surface);
  const add = (key: string, value: string, standard: string) => {
    if (value !== standard) entries.push([key, value]);
  };
  add('teams', writeTeams(spec), writeTeams(base));
  add('schedule', writeSchedule(spec), writeSchedule(base));
  for (const [name, key] of gradientEntries) {
    add(key, writeValue(spec.gradient[name]), writeValue(base.gradient[name]));
  }
  add('starts', writeStarts(spec.starts), writeStarts(base.starts));
  add('steps', writeValue(spec.steps), writeValue(base.steps));
  add('stop.gradient', writeValue(spec.stop.gradientNorm), writeValue(base.stop.gradientNorm));
  add('stop.loss', writeValue(spec.stop.loss), writeValue(base.stop.loss));
  add('seed', writeValue(spec.seed), writeValue(base.seed));
  return entries;
}

export function readSpec(values: ReadonlyMap<string, string>, problems: string[]): RunSpec {
  const spec = parseRunSpec({});
  const field = fieldReader(problems);
  spec.surface = readSurface(values, problems);
  const teams = values.get('teams');
  if (teams !== undefined) spec.optimizers = readTeams(teams, spec, problems);
  const schedule = values.get('schedule');
  if (schedule !== undefined) spec.schedule = readSchedule(schedule, spec, problems);
  for (const [name, key] of gradientEntries) {
    field(values, key, (value) => {
      const taken = take('gradient', { [name]: value })[name];
      spec.gradient = { ...spec.gradient, [name]: taken };
    });
  }
  const starts = values.get('starts');
  if (starts !== undefined) attempt('starts', problems, () => (spec.starts = readStarts(starts)));
  field(values, 'steps', (steps) => (spec.steps = take('steps', steps)));
  const stop = { ...spec.stop };
  field(
    values,
    'stop.gradient',
    (norm) => (stop.gradientNorm = take('stop', { gradientNorm: norm }).gradientNorm),
  );
  field(values, 'stop.loss', (loss) => (stop.loss = take('stop', { loss }).loss));
  spec.stop = stop;
  field(values, 'seed', (seed) => (spec.seed = take('seed', seed)));
  return spec;
}

/** The border's judgement on one field alone; throws what `parseRunSpec` throws. */
const take = <K extends keyof RunSpec>(name: K, value: unknown): RunSpec[K] =>
  parseRunSpec({ [name]: value })[name];

/** Does it, or reports why not. */
function attempt(key: string, problems: string[], action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    const message = inAddressWords(brief(messageOf(error)));
    problems.push(`${message.startsWith(key) ? '' : `${key}: `}${message} The default is used.`);
    return false;
  }
}

/** Without a list of everything allowed that is too long to read in passing; the nearest name is still offered. */
const brief = (message: string): string =>
  message.replace(/; allowed: [^.]*/, (list) => (list.length > 100 ? '' : list));

const fieldReader =
  (problems: string[]) =>
  (values: ReadonlyMap<string, string>, key: string, action: (value: unknown) => void): void => {
    const text = values.get(key);
    if (text !== undefined) attempt(key, problems, () => action(readValue(text)));
  };

function writeSurface(surface: SurfaceSpec): [string, string][] {
  const params = Object.entries(surface.params).map(([name, value]): [string, string] => [
    `surface.${name}`,
    writeValue(value),
  ]);
  if ('id' in surface) return [['surface', surface.id], ...params];
  const entries: [string, string][] = [['formula', compactFormula(surface.formula)], ...params];
  if (!equal(surface.domain, DEFAULT_DOMAIN)) {
    entries.push(['domain', surface.domain.map(writeValue).join(',')]);
  }
  return entries;
}

function readSurface(values: ReadonlyMap<string, string>, problems: string[]): SurfaceSpec {
  const id = values.get('surface');
  const formula = values.get('formula');
  let surface = parseRunSpec({}).surface;
  if (formula !== undefined) {
    if (id !== undefined) problems.push('surface: the address has a formula too; the formula is used.');
    attempt('formula', problems, () => (surface = take('surface', { formula, params: freeNames(formula) })));
  } else if (id !== undefined) {
    attempt('surface', problems, () => (surface = take('surface', { id })));
  }
  for (const [key, text] of values) {
    if (!key.startsWith('surface.')) continue;
    const params = { ...surface.params, [key.slice('surface.'.length)]: readValue(text) };
    attempt(key, problems, () => (surface = take('surface', { ...surface, params })));
  }
  const domain = values.get('domain');
  if (domain !== undefined) {
    const numbers = domain.split(',').map((part) => readValue(part.trim()));
    attempt('domain', problems, () => (surface = take('surface', { ...surface, domain: numbers })));
  }
  return surface;
}

/** Every free name of a formula with the value 1, which a link that does not mention it means. */
function freeNames(formula: string): Record<string, number> {
  const result = compileFormula(formula, { parameters: 'any' });
  return result.ok ? Object.fromEntries(result.compiled.parameters.map((name) => [name, 1])) : {};
}

const writeTeams = (spec: RunSpec): string =>
  spec.optimizers.map(({ id, hyper }) => writeNamed(id, hyper)).join('+');

const writeSchedule = (spec: RunSpec): string => writeNamed(spec.schedule.id, spec.schedule.params);

const writeNamed = (id: string, values: Record<string, HyperValue>): string =>
  writeCall(
    id,
    Object.entries(values).map(([name, value]) => `${name}=${writeValue(value)}`),
  );

function readTeams(text: string, spec: RunSpec, problems: string[]): RunSpec['optimizers'] {
  const calls = readCalls(text);
  if (calls === null) {
    problems.push(
      'teams: the brackets do not match, as they do in “adam(lr=0.02)+sgd”. The default is used.',
    );
    return spec.optimizers;
  }
  const teams = calls.flatMap((call, index) => {
    // Judged at its place, so that the message counts as the address does.
    const before = Array.from({ length: index }, () => spec.optimizers[0]);
    const judge = (hyper: Record<string, unknown>) =>
      take('optimizers', [...before, { id: call.name, hyper }])[index]!;
    return readNamed('teams', call, judge, problems) ?? [];
  });
  return teams.length > 0 ? teams : spec.optimizers;
}

function readSchedule(text: string, spec: RunSpec, problems: string[]): RunSpec['schedule'] {
  const call = readCall(text);
  if (call === null) {
    problems.push(
      'schedule: the brackets do not match, as they do in “cosine(total=300)”. The default is used.',
    );
    return spec.schedule;
  }
  const judge = (params: Record<string, unknown>) => take('schedule', { id: call.name, params });
  return readNamed('schedule', call, judge, problems) ?? spec.schedule;
}

/** An id with named values, each value judged alone so that one bad one costs no other. */
function readNamed<T>(
  key: string,
  call: Call,
  judge: (values: Record<string, unknown>) => T,
  problems: string[],
): T | null {
  let result: T | null = null;
  if (!attempt(key, problems, () => (result = judge({})))) return null;
  let values: Record<string, unknown> = {};
  for (const { name, value } of call.items) {
    if (name === null) {
      problems.push(`${key}: “${value}” in ${call.name}(…) has no name, as in lr=0.02; it is ignored.`);
      continue;
    }
    const more = { ...values, [name]: readValue(value) };
    if (attempt(key, problems, () => (result = judge(more)))) values = more;
  }
  return result;
}

function writeStarts(starts: StartsSpec): string {
  if (starts.kind === 'points') {
    const { points } = starts;
    return writeCall(
      'points',
      points.length <= MAX_LINK_POINTS ? points.map(writePoint) : [String(points.length)],
    );
  }
  const items = [writeValue(starts.count)];
  if ('center' in starts && starts.center !== null) items.push(`center=${writePoint(starts.center)}`);
  if (starts.kind === 'normal') items.push(`spread=${writeValue(starts.spread)}`);
  if (starts.kind === 'ring') items.push(`radius=${writeValue(starts.radius)}`);
  return writeCall(starts.kind, items);
}

function readStarts(text: string): StartsSpec {
  const call = readCall(text);
  if (call === null)
    throw new RavineError('bad-input', 'The brackets do not match, as they do in “grid(10000)”.');
  if (call.name === 'points') {
    const [first] = call.items;
    if (call.items.length === 1 && !first!.value.includes(':')) {
      throw new RavineError('bad-input', `${first!.value} hand-placed starts did not fit into the link.`);
    }
    return take('starts', { kind: 'points', points: call.items.map((item) => readPoint(item.value)) });
  }
  const fields = call.items.map(({ name, value }) => [
    name ?? 'count',
    name === 'center' ? readPoint(value) : readValue(value),
  ]);
  return take('starts', { kind: call.name, ...Object.fromEntries(fields) });
}
