import { linearTicks } from '../curve-axis.ts';
import { formatSi } from '../format.ts';
import { svg } from '../svg.ts';
import { type RateScale, rateAt, rateTicks, shareOf } from './rate-scale.ts';

/** Where steps and rates are in the chart, CSS pixels. */
export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
  x(step: number): number;
  y(rate: number): number;
  /** Within the chart; may lie between two steps. */
  stepAt(x: number): number;
  rateAt(y: number): number;
}

/** Room for the labels of the axes, and for half a handle beyond the ends. */
const MARGIN = { left: 48, right: 12, top: 8, bottom: 22 };
/** Between the labels of rates and the chart: a handle at step 0 lies half in it. */
const LABEL_GAP = 9;
/** Least distance of two labels, CSS pixels. */
const STEP_SPACE = 64;
const RATE_SPACE = 26;

export function createFrame(width: number, height: number, end: number, scale: RateScale): Frame {
  const [left, right] = [MARGIN.left, width - MARGIN.right];
  const [top, bottom] = [MARGIN.top, height - MARGIN.bottom];
  const share = (value: number, from: number, to: number) =>
    Math.min(1, Math.max(0, (value - from) / (to - from)));
  return {
    left,
    right,
    top,
    bottom,
    x: (step) => left + share(step, 0, end) * (right - left),
    y: (rate) => bottom - Math.min(1, shareOf(rate, scale)) * (bottom - top),
    stepAt: (x) => share(x, left, right) * end,
    rateAt: (y) => rateAt(share(y, bottom, top), scale),
  };
}

/** Grid lines and labels of both axes; what comes after the run is shaded. */
export function drawAxes(frame: Frame, scale: RateScale, end: number, run: number): SVGElement[] {
  const { left, right, top, bottom, x, y } = frame;
  const rates = rateTicks(scale, Math.max(2, Math.floor((bottom - top) / RATE_SPACE)));
  const [, every = end] = linearTicks(0, end, Math.max(2, Math.floor((right - left) / STEP_SPACE)));
  // There is nothing between two steps.
  const stride = Math.max(1, every);
  const steps = Array.from({ length: Math.floor(end / stride) + 1 }, (_, k) => k * stride);
  return [
    ...(run < end
      ? [
          svg(
            'rect.schedule-after',
            { x: x(run), y: top, width: right - x(run), height: bottom - top },
            svg('title', {}, 'After the end of the run'),
          ),
        ]
      : []),
    ...rates.flatMap(({ rate, text }) => [
      svg('line.schedule-grid', { x1: left, x2: right, y1: y(rate), y2: y(rate) }),
      svg('text.schedule-tick', { x: left - LABEL_GAP, y: y(rate) + 4, 'text-anchor': 'end' }, text),
    ]),
    ...steps.flatMap((step) => [
      svg('line.schedule-grid', { x1: x(step), x2: x(step), y1: top, y2: bottom }),
      svg(
        'text.schedule-tick',
        { x: x(step), y: bottom + 15, 'text-anchor': x(step) > right - 12 ? 'end' : 'middle' },
        formatSi(step),
      ),
    ]),
  ];
}
