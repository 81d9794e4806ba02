import { RavineError } from '../core/errors.ts';
import { FLOAT32_MAX } from '../core/float32.ts';
import { UNKNOWN_NAME } from '../formula/resolve.ts';
import { surfaceById, surfaces } from '../surfaces/index.ts';
import type { SurfaceEntry } from '../surfaces/surface.ts';
import { compileCached } from './compile-cached.ts';
import { DEFAULT_DOMAIN, defaultSpec } from './default-spec.ts';
import {
  join,
  orEmpty,
  readArray,
  readChoice,
  readNumber,
  readObject,
  readText,
  refuse,
} from './read-value.ts';
import type { Domain, SurfaceSpec } from './run-spec.ts';

/** A catalogue surface by id, or a formula. What is left out altogether is the default surface. */
export function parseSurface(value: unknown, field: string): SurfaceSpec {
  if (value === undefined) return structuredClone(defaultSpec.surface);
  const isFormula = typeof value === 'object' && value !== null && 'formula' in value;
  if (isFormula && 'id' in value) {
    const sentence = `${field} has both an 'id' and a 'formula': give one or the other.`;
    throw new RavineError('bad-input', sentence, { field });
  }
  return isFormula ? parseFormulaSurface(value, field) : parseCatalogueSurface(value, field);
}

function parseCatalogueSurface(value: unknown, field: string): SurfaceSpec {
  const fields = readObject(value, field, ['id', 'params', 'formula', 'domain']);
  if (fields.domain !== undefined) {
    throw new RavineError('bad-input', `${join(field, 'domain')} is only for a formula.`, {
      field: join(field, 'domain'),
      cure: 'A surface of the catalogue has its own domain.',
    });
  }
  if (fields.id === undefined) {
    throw new RavineError('bad-input', `${field} needs an 'id' of the catalogue or a 'formula'.`, { field });
  }
  const ids = surfaces.map((surface) => surface.id);
  const id = readChoice(fields.id, join(field, 'id'), 'surface', ids);
  return { id, params: parseSurfaceParams(surfaceById(id)!, fields.params, join(field, 'params')) };
}

function parseSurfaceParams(entry: SurfaceEntry, value: unknown, field: string): Record<string, number> {
  const names = entry.parameters.map((parameter) => parameter.name);
  const fields = readObject(orEmpty(value), field, names);
  const given = entry.parameters.filter(
    ({ name }) => Object.hasOwn(fields, name) && fields[name] !== undefined,
  );
  return Object.fromEntries(
    given.map((parameter) => {
      const cure = `Leave it out for the default, ${parameter.default}.`;
      return [
        parameter.name,
        readNumber(fields[parameter.name], join(field, parameter.name), parameter, cure),
      ];
    }),
  );
}

function parseFormulaSurface(value: unknown, field: string): SurfaceSpec {
  const fields = readObject(value, field, ['formula', 'params', 'domain']);
  const formula = readText(fields.formula, join(field, 'formula'));
  const params = parseFormulaParams(orEmpty(fields.params), join(field, 'params'));
  const { domain: given = DEFAULT_DOMAIN } = fields;
  const domain = parseDomain(given, join(field, 'domain'));
  const compilation = compileCached(formula, Object.keys(params));
  if (!compilation.ok) {
    const { message, position, length, expected } = compilation.error;
    const name = formula.slice(position, position + length);
    const cure = `If it is a parameter, give its value in ${join(field, 'params')}: {"${name}": 1}.`;
    const details = { field: join(field, 'formula'), ...(expected === UNKNOWN_NAME ? { cure } : {}) };
    throw new RavineError('formula', `${details.field}: ${message}`, details);
  }
  return { formula, params, domain };
}

function parseFormulaParams(value: unknown, field: string): Record<string, number> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    refuse(field, "an object of numbers, one for each of the formula's own names", value);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, number]) => [name, readNumber(number, join(field, name))]),
  );
}

function parseDomain(value: unknown, field: string): Domain {
  const sides = readArray(value, field, 4, 4).map((side, k) => readNumber(side, `${field}[${k}]`));
  const [xmin, xmax, ymin, ymax] = sides;
  // Rounded as the GPU will see them: two sides that fall together there have no inside.
  if (!(Math.fround(xmin) < Math.fround(xmax) && Math.fround(ymin) < Math.fround(ymax))) {
    throw new RavineError(
      'bad-input',
      `${field} must be [xmin, xmax, ymin, ymax] with xmin < xmax and ymin < ymax, not [${sides.join(', ')}].`,
      { field },
    );
  }
  if (Math.max(xmax - xmin, ymax - ymin) > FLOAT32_MAX) {
    throw new RavineError('bad-input', `${field} must be at most 3.4e38 wide and high.`, { field });
  }
  return [xmin, xmax, ymin, ymax];
}
