import type { Engine } from '../engine/engine.ts';
import type { PlannedSurface } from '../engine/plan.ts';
import type { GpuEngine } from '../gpu/gpu-engine.ts';
import { adversarialPoints, randomPoint } from './adversarial.ts';
import { roundNumbers } from './bounded-surface.ts';
import { judgeEvaluation, judgeLandscape } from './judge-points.ts';
import type { Ledger } from './ledger.ts';

/** Points at random in the domain, beside the adversarial ones. */
const RANDOM_POINTS = 1024;
const LANDSCAPE_SIZE = 65;

/** Loss, gradient and Hessian at points, and the landscape. */
export async function checkSurface(
  surface: PlannedSurface,
  gpu: Pick<GpuEngine, 'evaluate' | 'landscape'>,
  cpu: Pick<Engine, 'evaluate'>,
  ledger: Ledger,
): Promise<void> {
  const context = { surface: surfaceName(surface) };
  const random = Array.from({ length: RANDOM_POINTS }, (_, k) => randomPoint(surface, k, 0));
  const points = Float64Array.from([...adversarialPoints(surface), ...random].flat());
  const rounded = { ...surface, params: roundNumbers(surface.params) };
  const expected = await cpu.evaluate({ surface: rounded }, points);
  judgeEvaluation(surface, points, await gpu.evaluate({ surface }, points), expected, ledger, context);

  const landscape = await gpu.landscape(surface, LANDSCAPE_SIZE);
  judgeLandscape(surface, landscape, ledger, context);
  landscape.dispose();
}

/** What the report calls a surface: its id, or the formula typed. */
export const surfaceName = ({ id, compiled }: PlannedSurface): string => id ?? compiled.text;
