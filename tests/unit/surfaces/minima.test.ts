import { describe, expect, it } from 'vitest';
import { surfaces } from '../../../src/surfaces/index.ts';
import type { SurfaceEntry } from '../../../src/surfaces/surface.ts';
import { evaluateSurface, gridOf, lossOf, pointsOf } from './evaluate.ts';
import { searchMinima } from './search-minima.ts';

type Params = Readonly<Record<string, number>>;

const defaultsOf = (entry: SurfaceEntry): Params =>
  Object.fromEntries(entry.parameters.map((p) => [p.name, p.default]));

/** The defaults, and each parameter by itself at the ends and inside its range. */
function parameterSets(entry: SurfaceEntry): Params[] {
  const defaults = defaultsOf(entry);
  const varied = entry.parameters.flatMap(({ name, min, max, scale }) => {
    const inside = scale === 'log' ? Math.sqrt(min * max) : min + (max - min) / 3;
    return [min, inside, max].map((value) => ({ ...defaults, [name]: value }));
  });
  return [defaults, ...varied];
}

const cases = surfaces
  .flatMap((entry) =>
    parameterSets(entry).map((params, k) => ({
      id: entry.id,
      entry,
      params,
      isDefault: k === 0,
      text: JSON.stringify(params),
    })),
  )
  .filter(({ entry, params }) => entry.minima(params).length > 0);

/** Losses near a minimum are differences of terms as large as elsewhere; one rounding is 1.1e-16 of those. */
const ROUNDING = 1e-12;
/** Points along a side, for the defaults and for other parameters. */
const FINE_GRID = 401;
const COARSE_GRID = 151;

describe('listed minima', () => {
  it.each(cases)('$id $text: lie in the domain, with the loss they claim', ({ entry, params }) => {
    const minima = entry.minima(params);
    const [xmin, xmax, ymin, ymax] = entry.domain;
    const loss = lossOf(entry.id, params)(pointsOf(minima.map((m) => m.at)));
    minima.forEach(({ at: [x, y], loss: listed }, k) => {
      expect(x >= xmin && x <= xmax && y >= ymin && y <= ymax, `${x}, ${y} in the domain`).toBe(true);
      expect(Math.abs(loss[k] - listed)).toBeLessThanOrEqual(ROUNDING * lossScale(entry, params));
    });
  });

  it.each(cases)('$id $text: the gradient vanishes where there is one', ({ entry, params }) => {
    const minima = entry.minima(params).filter((m) => !m.boundary && !m.nonSmooth);
    const { gradient, hessian } = evaluateSurface(entry.id, pointsOf(minima.map((m) => m.at)), params);
    minima.forEach(({ at }, k) => {
      // A minimum is listed to one rounding of its coordinates: the gradient there is curvature times that.
      const curvature = Math.max(...hessian.map((component) => Math.abs(component[k])), 1);
      const allowed = 4 * Number.EPSILON * curvature * Math.max(1, Math.hypot(...at));
      const norm = Math.hypot(gradient[0][k], gradient[1][k]);
      expect(norm, `gradient at ${at}`).toBeLessThanOrEqual(allowed + ROUNDING);
    });
  });

  it.each(cases)('$id $text: no point of a grid lies lower', ({ entry, params, isDefault }) => {
    const lowest = entry.minima(params)[0].loss;
    const loss = lossOf(entry.id, params)(gridOf(entry.domain, isDefault ? FINE_GRID : COARSE_GRID));
    const best = loss.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    expect(best).toBeGreaterThanOrEqual(lowest - ROUNDING * lossScale(entry, params));
  });

  it('says of a surface without a minimum that it has none', () => {
    const without = surfaces.filter((entry) => entry.minima(defaultsOf(entry)).length === 0);
    expect(without.map((entry) => entry.id)).toEqual(['saddle', 'monkey-saddle']);
  });
});

describe('global minima', () => {
  /** Its minima are a curve, of which one point is listed. */
  const continua = ['two-layer-neuron'];
  /** A search that compares losses wedges itself in the knife edge of this valley. */
  const unsearchable = ['bukin-6'];
  const isolated = surfaces.filter((s) => s.minima(defaultsOf(s)).length > 0 && !continua.includes(s.id));
  /** In the flattest valley of the catalogue, a loss this near to the best is this near to its place. */
  const LOSS_MARGIN = 1e-7;
  const DISTANCE = 0.01;

  it.each(isolated)(
    '$id: every one that a search finds is listed, and every one listed is found',
    (entry) => {
      const params = defaultsOf(entry);
      const minima = entry.minima(params);
      const lowest = minima[0].loss;
      const near = DISTANCE * (entry.domain[1] - entry.domain[0]);
      const best = searchMinima(entry, params).filter(
        ({ loss }) => loss <= lowest + LOSS_MARGIN * Math.max(1, Math.abs(lowest)),
      );
      for (const { at } of best)
        expect(
          minima.some((m) => distance(m.at, at) < near),
          `${at} listed`,
        ).toBe(true);
      if (unsearchable.includes(entry.id)) return;
      for (const { at } of minima)
        expect(
          best.some((found) => distance(found.at, at) < near),
          `${at} found`,
        ).toBe(true);
    },
  );
});

const distance = (a: readonly [number, number], b: readonly [number, number]) =>
  Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Largest |loss| in the domain, or 1. */
function lossScale(entry: SurfaceEntry, params: Params): number {
  const loss = lossOf(entry.id, params)(gridOf(entry.domain, 41));
  return loss.reduce((a, b) => Math.max(a, Math.abs(b)), 1);
}
