import { optimizerById, optimizers } from '../optimizers/index.ts';
import { scheduleById, schedules } from '../schedules/index.ts';
import { defaultSpec } from './default-spec.ts';
import { parseJson } from './parse-json.ts';
import { parseStarts } from './parse-starts.ts';
import { parseSurface } from './parse-surface.ts';
import { parseValues } from './parse-values.ts';
import {
  type Cures,
  join,
  orEmpty,
  readArray,
  readBoolean,
  readChoice,
  readNumber,
  readObject,
  refuse,
} from './read-value.ts';
import { MAX_BATCH, MAX_SEED, MAX_STEPS, MAX_TEAMS } from './run-limits.ts';
import type { GradientSpec, OptimizerSpec, RunSpec, ScheduleSpec, StopSpec } from './run-spec.ts';

/**
 * Outside data → RunSpec with every field present. The one border: inside, nobody validates again.
 * Hyperparameters and parameters that are left out stay left out; `planRun` completes them.
 * @param path what to call the value in messages, such as `[3]` in an array of RunSpecs
 * @throws RavineError 'bad-input' (or 'formula') that names the field and what is allowed
 */
export function parseRunSpec(value: unknown, path = ''): RunSpec {
  const fields = readObject(value, path, Object.keys(defaultSpec), {
    whole: 'RunSpec',
    cures: { teams: "The teams of a run are its 'optimizers'." },
  });
  if (fields.version !== undefined && fields.version !== 1) {
    refuse(join(path, 'version'), '1, the only version there is', fields.version);
  }
  const { steps = defaultSpec.steps, seed = defaultSpec.seed } = fields;
  return {
    version: 1,
    surface: parseSurface(fields.surface, join(path, 'surface')),
    optimizers: parseOptimizers(fields.optimizers, join(path, 'optimizers')),
    schedule: parseSchedule(fields.schedule, join(path, 'schedule')),
    gradient: parseGradient(fields.gradient, join(path, 'gradient')),
    starts: parseStarts(fields.starts, join(path, 'starts')),
    steps: readNumber(steps, join(path, 'steps'), { min: 0, max: MAX_STEPS, integer: true }),
    stop: parseStop(fields.stop, join(path, 'stop')),
    seed: readNumber(seed, join(path, 'seed'), { min: 0, max: MAX_SEED, integer: true }),
  };
}

/** A RunSpec, or an array of them. */
export function parseRunSpecs(value: unknown): RunSpec[] {
  if (!Array.isArray(value)) return [parseRunSpec(value)];
  if (value.length === 0) refuse('RunSpec', 'an object or an array of at least one RunSpec', value);
  return value.map((spec, k) => parseRunSpec(spec, `[${k}]`));
}

export const parseRunSpecText = (text: string): RunSpec => parseRunSpec(parseJson(text));

function parseOptimizers(value: unknown, field: string): OptimizerSpec[] {
  if (value === undefined) return structuredClone(defaultSpec.optimizers);
  return readArray(value, field, 1, MAX_TEAMS).map((team, k) => parseOptimizer(team, `${field}[${k}]`));
}

function parseOptimizer(value: unknown, field: string): OptimizerSpec {
  const fields = readObject(value, field, ['id', 'hyper'], { cures: hyperOutside });
  const ids = optimizers.map((o) => o.id);
  const id = readChoice(fields.id, join(field, 'id'), 'optimizer', ids);
  const cures = id === 'sgd' ? otherThanSgd : {};
  const hyper = parseValues(optimizerById(id)!.hyper, fields.hyper, join(field, 'hyper'), cures);
  return { id, hyper };
}

/** Hyperparameters are often written beside the id. */
const hyperOutside: Cures = Object.fromEntries(
  optimizers.flatMap(({ hyper }) =>
    hyper.map(({ name }) => [name, `Put it into 'hyper': {"hyper": {"${name}": …}}.`]),
  ),
);

/** In torch one class is three optimizers. */
const otherThanSgd: Cures = {
  momentum: "Use the optimizer 'momentum'.",
  dampening: "Use the optimizer 'momentum'.",
  nesterov: "Use the optimizer 'nesterov'.",
};

function parseSchedule(value: unknown, field: string): ScheduleSpec {
  const fields = readObject(orEmpty(value), field, ['id', 'params']);
  const ids = schedules.map((s) => s.id);
  const { id: given = defaultSpec.schedule.id } = fields;
  const id = readChoice(given, join(field, 'id'), 'schedule', ids);
  const params = parseValues(scheduleById(id)!.params, fields.params, join(field, 'params'));
  return { id, params };
}

function parseGradient(value: unknown, field: string): GradientSpec {
  const standard = defaultSpec.gradient;
  const fields = readObject(orEmpty(value), field, Object.keys(standard));
  const {
    noise = standard.noise,
    batchSize = standard.batchSize,
    sam = standard.sam,
    clipNorm = standard.clipNorm,
    clipValue = standard.clipValue,
    centralize = standard.centralize,
  } = fields;
  const clip = (given: unknown, name: string) =>
    given === null
      ? null
      : readNumber(given, join(field, name), { min: 0, exclusiveMin: true }, 'Use null for no clipping.');
  return {
    noise: readNumber(noise, join(field, 'noise'), { min: 0 }),
    batchSize: readNumber(batchSize, join(field, 'batchSize'), { min: 1, max: MAX_BATCH, integer: true }),
    sam: readNumber(sam, join(field, 'sam'), { min: 0 }, 'Use 0 for none.'),
    clipNorm: clip(clipNorm, 'clipNorm'),
    clipValue: clip(clipValue, 'clipValue'),
    centralize: readBoolean(centralize, join(field, 'centralize')),
  };
}

function parseStop(value: unknown, field: string): StopSpec {
  const { gradientNorm = defaultSpec.stop.gradientNorm, loss = null } = readObject(orEmpty(value), field, [
    'gradientNorm',
    'loss',
  ]);
  return {
    gradientNorm: readNumber(gradientNorm, join(field, 'gradientNorm'), { min: 0 }, 'Use 0 for never.'),
    loss: loss === null ? null : readNumber(loss, join(field, 'loss'), {}, 'Use null for never.'),
  };
}
