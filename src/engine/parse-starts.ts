import { DEFAULT_COUNT, DEFAULT_RADIUS, DEFAULT_SPREAD, defaultSpec } from './default-spec.ts';
import { type Fields, join, readArray, readChoice, readNumber, readObject } from './read-value.ts';
import { MAX_COUNT } from './run-limits.ts';
import type { Point, StartsSpec } from './run-spec.ts';

/** The fields of each kind of starts, beside `kind`. */
const fieldsOf = {
  grid: ['count'],
  uniform: ['count'],
  normal: ['count', 'center', 'spread'],
  ring: ['count', 'center', 'radius'],
  points: ['points'],
} as const satisfies Record<StartsSpec['kind'], readonly string[]>;

const kinds = Object.keys(fieldsOf) as StartsSpec['kind'][];

export function parseStarts(value: unknown, field: string): StartsSpec {
  if (value === undefined) return structuredClone(defaultSpec.starts);
  const kind = parseKind(value, field);
  const fields = readObject(value, field, ['kind', ...fieldsOf[kind]]);
  if (kind === 'points') return { kind, points: parsePoints(fields.points, join(field, 'points')) };
  const { count: given = DEFAULT_COUNT } = fields;
  const count = readNumber(given, join(field, 'count'), { min: 1, max: MAX_COUNT, integer: true });
  if (kind === 'normal') {
    const { spread = DEFAULT_SPREAD } = fields;
    const center = parseCenter(fields, field);
    return { kind, count, center, spread: readNumber(spread, join(field, 'spread'), { min: 0 }) };
  }
  if (kind === 'ring') {
    const { radius = DEFAULT_RADIUS } = fields;
    const center = parseCenter(fields, field);
    return { kind, count, center, radius: readNumber(radius, join(field, 'radius'), { min: 0 }) };
  }
  return { kind, count };
}

/** An array of [x, y]. @throws RavineError naming the entry */
export function parsePoints(value: unknown, field: string): Point[] {
  return readArray(value, field, 1, MAX_COUNT).map((point, k) => parsePoint(point, `${field}[${k}]`));
}

function parsePoint(value: unknown, field: string): Point {
  const [x, y] = readArray(value, field, 2, 2);
  return [readNumber(x, `${field}[0]`), readNumber(y, `${field}[1]`)];
}

/** Read before the other fields are judged, since it says which there may be. */
function parseKind(value: unknown, field: string): StartsSpec['kind'] {
  const everyField = ['kind', ...new Set(Object.values(fieldsOf).flat())];
  const { kind = 'grid' } = readObject(value, field, everyField);
  return readChoice(kind, join(field, 'kind'), 'kind of starts', kinds);
}

function parseCenter(fields: Fields, field: string): Point | null {
  const { center = null } = fields;
  return center === null ? null : parsePoint(center, join(field, 'center'));
}
