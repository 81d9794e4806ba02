import type { Numbers } from '../../core/numbers.ts';
import { formatNumber } from '../format.ts';
import { wordsOf } from '../panel/hyper-field.ts';
import { svg } from '../svg.ts';
import type { Frame } from './frame.ts';
import type { ScheduleCurves } from './schedule-curves.ts';

type Handle = ScheduleCurves['handles'][number];

/** Where a hand wants a handle, in the chart's own coordinates. */
export interface HandleActions {
  /** A drag begins, which ends with `drop`. */
  grab(): void;
  drag(handle: number, x: number, y: number): void;
  drop(): void;
  /** An arrow key: so many times the usual stride to the right and up. */
  nudge(handle: number, right: number, up: number): void;
  /** A handle has the focus or the pointer; null when it has lost it. */
  attend(handle: number | null): void;
}

export interface HandleLayer {
  element: SVGGElement;
  show(curves: ScheduleCurves, frame: Frame): void;
}

/** CSS pixels; the larger is what can be hit. */
const RADIUS = 5;
const HIT_RADIUS = 15;
/** How much further an arrow key goes with Shift. */
const SHIFT = 10;
const arrows: Record<string, [right: number, up: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** Points that can be dragged, or moved with the arrow keys once they have the focus. */
export function createHandleLayer(actions: HandleActions): HandleLayer {
  const element = svg('g.schedule-handles');
  let points: SVGGElement[] = [];
  /** From the point to where it was grabbed, so that it does not jump into the hand. */
  let held = { x: 0, y: 0 };

  const create = (index: number): SVGGElement => {
    const point = svg(
      'g.schedule-handle',
      { tabindex: 0, role: 'slider' },
      svg('title'),
      svg('circle.hit', { r: HIT_RADIUS }),
      svg('circle.knob', { r: RADIUS }),
    );
    point.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      point.setPointerCapture(event.pointerId);
      point.focus();
      const { left, top, width, height } = point.getBoundingClientRect();
      held = { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 };
      actions.grab();
    });
    point.addEventListener('pointermove', (event) => {
      if (!point.hasPointerCapture(event.pointerId)) return;
      const { left, top } = element.ownerSVGElement!.getBoundingClientRect();
      actions.drag(index, event.clientX - left - held.x, event.clientY - top - held.y);
    });
    point.addEventListener('lostpointercapture', () => actions.drop());
    point.addEventListener('keydown', (event) => {
      const arrow = arrows[event.key];
      if (arrow === undefined) return;
      event.preventDefault();
      // The page's own arrow keys turn the camera.
      event.stopPropagation();
      const far = event.shiftKey ? SHIFT : 1;
      actions.nudge(index, arrow[0] * far, arrow[1] * far);
    });
    for (const type of ['focus', 'pointerenter']) point.addEventListener(type, () => actions.attend(index));
    for (const type of ['blur', 'pointerleave']) point.addEventListener(type, () => actions.attend(null));
    return point;
  };

  return {
    element,
    // The same points stay while their number does, so that a drag and the focus survive what they change.
    show({ handles, params, schedule }, frame) {
      if (handles.length !== points.length || element.dataset.schedule !== schedule.id) {
        points = handles.map((_, index) => create(index));
        element.replaceChildren(...points);
        element.dataset.schedule = schedule.id;
      }
      handles.forEach((handle, k) => {
        const point = points[k]!;
        const text = handleText(handle, params);
        point.setAttribute('transform', `translate(${frame.x(handle.step)} ${frame.y(handle.rate)})`);
        point.setAttribute('class', `schedule-handle ${directionOf(handle)}`);
        point.setAttribute('aria-label', handle.title);
        point.setAttribute('aria-valuenow', String(params[handle.along ?? handle.height!]));
        point.setAttribute('aria-valuetext', text);
        point.querySelector('title')!.textContent = `${handle.title}: ${text}`;
      });
    },
  };
}

/** The parameters that a handle changes, with their values: “total 500, final 0.1”. */
export const handleText = ({ along, height }: Handle, params: Numbers): string =>
  [along, height]
    .filter((name) => name !== undefined)
    .map((name) => `${wordsOf(name)} ${formatNumber(params[name]!, 6)}`)
    .join(', ');

const directionOf = ({ along, height }: Handle): string =>
  along !== undefined && height !== undefined ? 'both' : along !== undefined ? 'along' : 'height';
