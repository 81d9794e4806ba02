import { svg } from '../svg.ts';
import type { Frame } from './frame.ts';
import type { ScheduleCurves } from './schedule-curves.ts';

/** Dashes tell one from the next; beyond these they begin anew. */
const dashes = ['6 3', '2 3', '9 3 2 3', '12 4', '4 2 1 2'];
/** Shares of the curves' samples where a label may stand. */
const PLACES = [0.12, 0.22, 0.32, 0.42, 0.52, 0.62, 0.72, 0.82];
/** Labels side by side within this distance, CSS pixels, must not lie over each other. */
const LABEL_WIDTH = 90;
/** How far above its line a label stands, CSS pixels. */
const RISE = 5;

/** The other schedules as thin dashed lines, each with its name where it is furthest from everything else. */
export function drawGhosts({ steps, teams, others }: ScheduleCurves, frame: Frame): SVGElement[] {
  const heights = [...teams, ...others].map(({ rates }) => rates.map(frame.y));
  const own = (k: number) => heights[teams.length + k]!;
  /** Samples beside that of a label that are under it too. */
  const beside = Math.ceil((steps.length * LABEL_WIDTH) / 2 / (frame.right - frame.left));
  const placed: { x: number; y: number }[] = [];
  const labels = others.map(({ title }, k) => {
    const places = PLACES.map((share) => {
      const sample = Math.round(share * (steps.length - 1));
      const [x, y] = [frame.x(steps[sample]!), own(k)[sample]! - RISE];
      const lines = heights
        .filter((line) => line !== own(k))
        .flatMap((line) => line.slice(Math.max(0, sample - beside), sample + beside + 1));
      const labelled = placed.filter((label) => Math.abs(label.x - x) < LABEL_WIDTH).map((label) => label.y);
      const room = Math.min(y - frame.top, ...[...lines, ...labelled].map((height) => Math.abs(height - y)));
      return { x, y, room };
    });
    const best = places.reduce((most, place) => (place.room > most.room ? place : most));
    placed.push(best);
    return svg('text.schedule-name', { x: best.x, y: best.y, 'text-anchor': 'middle' }, title);
  });
  return [
    ...others.map(({ rates }, k) =>
      svg('path.schedule-ghost', {
        d: linePath(steps, rates, frame),
        'stroke-dasharray': dashes[k % dashes.length],
      }),
    ),
    ...labels,
  ];
}

/** A line through the rates at the steps. */
export const linePath = (steps: readonly number[], rates: readonly number[], { x, y }: Frame): string =>
  steps.map((step, k) => `${k === 0 ? 'M' : 'L'}${x(step).toFixed(1)} ${y(rates[k]!).toFixed(1)}`).join('');
