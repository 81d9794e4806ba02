import {
  DEFAULT_COUNT,
  DEFAULT_DOMAIN,
  DEFAULT_RADIUS,
  DEFAULT_SPREAD,
  defaultSpec,
} from './default-spec.ts';
import type { RunSpec, StartsSpec, SurfaceSpec } from './run-spec.ts';

/** The same run in as few words as possible: `parseRunSpec(minimalSpec(spec))` equals `spec`. */
export function minimalSpec(spec: RunSpec): Record<string, unknown> {
  return without(
    {
      surface: minimalSurface(spec.surface),
      optimizers: spec.optimizers.map(({ id, hyper }) => without({ id, hyper }, { hyper: {} })),
      schedule: without({ ...spec.schedule }, { params: {} }),
      gradient: without({ ...spec.gradient }, { ...defaultSpec.gradient }),
      starts: minimalStarts(spec.starts),
      steps: spec.steps,
      stop: without({ ...spec.stop }, { ...defaultSpec.stop }),
      seed: spec.seed,
    },
    {
      surface: minimalSurface(defaultSpec.surface),
      optimizers: defaultSpec.optimizers,
      schedule: { id: defaultSpec.schedule.id },
      gradient: {},
      starts: {},
      steps: defaultSpec.steps,
      stop: {},
      seed: defaultSpec.seed,
    },
  );
}

const minimalSurface = (surface: SurfaceSpec) =>
  without({ ...surface }, { params: {}, domain: [...DEFAULT_DOMAIN] });

function minimalStarts(starts: StartsSpec): Record<string, unknown> {
  const optional = { count: DEFAULT_COUNT, center: null, spread: DEFAULT_SPREAD, radius: DEFAULT_RADIUS };
  return without({ ...starts }, starts.kind === 'grid' ? { ...optional, kind: 'grid' } : optional);
}

/** The fields that are not equal to their defaults. */
function without(
  fields: Record<string, unknown>,
  defaults: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([key, value]) => !same(value, defaults[key])));
}

/** Structural equality of JSON values; −0 is not 0. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}
