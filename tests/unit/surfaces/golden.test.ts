import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { surfaces } from '../../../src/surfaces/index.ts';
import { evaluateSurface, pointsOf } from './evaluate.ts';

interface GoldenSurface {
  domain: [number, number, number, number];
  points: {
    at: [number, number];
    loss: number;
    gradient: [number, number];
    hessian: [number, number, number];
  }[];
}

const golden: { surfaces: Record<string, GoldenSurface> } = JSON.parse(
  readFileSync('tests/golden/surfaces.json', 'utf8'),
);

/** What two float64 evaluations of the same expression in different orders agree to. */
const RELATIVE_TOLERANCE = 1e-9;

describe('surfaces against PyTorch', () => {
  it('lists every golden surface and no other, once', () => {
    expect(surfaces.map((s) => s.id).sort()).toEqual(Object.keys(golden.surfaces).sort());
  });

  it.each(surfaces)('$id: domain, loss, gradient and Hessian', ({ id, domain }) => {
    const { points, domain: wanted } = golden.surfaces[id];
    expect(domain).toEqual(wanted);
    const got = evaluateSurface(id, pointsOf(points.map((point) => point.at)));
    points.forEach((point, k) => {
      expectClose([got.loss[k]], [point.loss], `loss at ${point.at}`);
      expectClose([got.gradient[0][k], got.gradient[1][k]], point.gradient, `gradient at ${point.at}`);
      const hessian = got.hessian.map((component) => component[k]);
      expectClose(hessian, point.hessian, `Hessian at ${point.at}`);
    });
  });
});

/** Relative to the largest component, since small ones are differences of large terms. */
function expectClose(got: readonly number[], wanted: readonly number[], what: string): void {
  const scale = Math.max(...wanted.map(Math.abs));
  got.forEach((value, k) => {
    expect(Math.abs(value - wanted[k]), `${what}, component ${k}`).toBeLessThanOrEqual(
      RELATIVE_TOLERANCE * scale,
    );
  });
}
