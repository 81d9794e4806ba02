import fc from 'fast-check';
import type { HyperValue, RunSpec } from '../../src/engine/run-spec.ts';
import { optimizers } from '../../src/optimizers/index.ts';
import type { HyperSpec } from '../../src/optimizers/optimizer.ts';
import { schedules } from '../../src/schedules/index.ts';
import { surfaces } from '../../src/surfaces/index.ts';

/** Any number that a RunSpec may hold, the default among them more often than chance would have it. */
const float = (constraints: fc.DoubleConstraints = {}) =>
  fc.double({ min: -1e30, max: 1e30, noNaN: true, ...constraints });
const often = <T>(value: T, others: fc.Arbitrary<T>) => fc.oneof(fc.constant(value), others);

const subset = <T>(arbitraries: Record<string, fc.Arbitrary<T>>) =>
  fc.record(arbitraries, { requiredKeys: [] }) as fc.Arbitrary<Record<string, T>>;

function hyperValue(spec: HyperSpec): fc.Arbitrary<HyperValue> {
  if (spec.kind === 'boolean') return fc.boolean();
  if (spec.kind === 'choice') return fc.constantFrom(...(spec.choices ?? []));
  const { min = -1e6, max = 1e6, exclusiveMin, exclusiveMax, integer = false } = spec;
  const any: fc.Arbitrary<HyperValue> = integer
    ? fc.integer({ min, max })
    : float({ min, max }).filter((value) => {
        const rounded = Math.fround(value); // excluded ends are excluded as a GPU sees them
        return !(exclusiveMin && rounded <= min) && !(exclusiveMax && rounded >= max);
      });
  return often(spec.default, any);
}

/** Some of the values of an optimizer or a schedule, each within its bounds. */
export const arbitraryValues = (specs: readonly HyperSpec[]) =>
  subset(Object.fromEntries(specs.map((spec) => [spec.name, hyperValue(spec)])));

const catalogueSurface = fc.constantFrom(...surfaces).chain((entry) => {
  const params = entry.parameters.map(
    (p) => [p.name, often(p.default, float({ min: p.min, max: p.max }))] as const,
  );
  return fc.record({ id: fc.constant(entry.id), params: subset(Object.fromEntries(params)) });
});

const side = fc.integer({ min: -1000, max: 1000 });
const typedSurface = fc.record({
  formula: fc.constantFrom('x^2 + k*y^2', 'sin(k*x) + abs(y)'),
  params: fc.record({ k: float() }),
  domain: often<[number, number, number, number]>(
    [-5, 5, -5, 5],
    fc
      .tuple(side, fc.integer({ min: 1, max: 50 }), side, fc.integer({ min: 1, max: 50 }))
      .map(([x, width, y, height]) => [x, x + width, y, y + height]),
  ),
});

const point = fc.tuple(float(), float());
const count = often(10_000, fc.integer({ min: 1, max: 10_000_000 }));
const center = fc.option(point);
const positive = float({ min: 0 });

/** RunSpecs as `parseRunSpec` returns them, over everything the contract allows. */
export const arbitraryRunSpec: fc.Arbitrary<RunSpec> = fc.record({
  version: fc.constant(1 as const),
  surface: fc.oneof(fc.constant({ id: 'rosenbrock', params: {} }), catalogueSurface, typedSurface),
  optimizers: fc.array(
    fc
      .constantFrom(...optimizers)
      .chain((o) => fc.record({ id: fc.constant(o.id), hyper: arbitraryValues(o.hyper) })),
    { minLength: 1, maxLength: 16 },
  ),
  schedule: fc
    .constantFrom(...schedules)
    .chain((s) => fc.record({ id: fc.constant(s.id), params: arbitraryValues(s.params) })),
  gradient: fc.record({
    noise: often(0, positive),
    batchSize: often(1, fc.integer({ min: 1, max: 1_000_000 })),
    sam: often(0, positive),
    clipNorm: fc.option(positive.filter((value) => Math.fround(value) > 0)),
    clipValue: fc.option(positive.filter((value) => Math.fround(value) > 0)),
    centralize: fc.boolean(),
  }),
  starts: fc.oneof(
    fc.record({ kind: fc.constantFrom('grid' as const, 'uniform' as const), count }),
    fc.record({ kind: fc.constant('normal' as const), count, center, spread: often(0.2, positive) }),
    fc.record({ kind: fc.constant('ring' as const), count, center, radius: often(0.8, positive) }),
    fc.record({
      kind: fc.constant('points' as const),
      points: fc.array(point, { minLength: 1, maxLength: 20 }),
    }),
  ),
  steps: often(500, fc.integer({ min: 0, max: 1_000_000 })),
  stop: fc.record({ gradientNorm: often(0, positive), loss: fc.option(float()) }),
  seed: often(1, fc.integer({ min: 0, max: 2 ** 32 - 1 })),
});
