import { parsePoints } from './parse-starts.ts';
import { parseSurface } from './parse-surface.ts';
import { join, readObject, refuse } from './read-value.ts';
import type { Point, SurfaceSpec } from './run-spec.ts';

/** Points at which a surface is to be evaluated. */
export interface EvaluateRequest {
  surface: SurfaceSpec;
  points: Point[];
}

/** @throws RavineError 'bad-input' or 'formula' that names the field and what is allowed */
export function parseEvaluateRequest(value: unknown, path = ''): EvaluateRequest {
  const { surface, points } = readObject(value, path, ['surface', 'points'], { whole: 'The request' });
  return {
    surface: parseSurface(surface, join(path, 'surface')),
    points: parsePoints(points, join(path, 'points')),
  };
}

/** A request, or an array of them. */
export function parseEvaluateRequests(value: unknown): EvaluateRequest[] {
  if (!Array.isArray(value)) return [parseEvaluateRequest(value)];
  if (value.length === 0) refuse('The request', 'an object or an array of at least one request', value);
  return value.map((request, k) => parseEvaluateRequest(request, `[${k}]`));
}
