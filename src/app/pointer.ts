import type { Point } from '../engine/run-spec.ts';
import type { Tool } from '../state/session.ts';

/** A press that moves less than this is a click, CSS pixels. */
const CLICK_SLOP = 5;
/** A press longer than this is not a click, milliseconds. */
const CLICK_MS = 400;

export interface PointerActions {
  tool(): Tool;
  /** The point of the surface under a place of the screen, or null beside it. */
  pick(clientX: number, clientY: number): Point | null;
  hover(at: { point: Point; clientX: number; clientY: number } | null): void;
  drop(point: Point): void;
  /** A click that places nothing. */
  select(clientX: number, clientY: number): void;
  brush: { begin(point: Point): void; move(point: Point): void; end(): void };
}

export interface Pointer {
  /** The surface or the camera has changed under a pointer at rest. */
  refresh(): void;
  dispose(): void;
}

/**
 * What the pointer does on the surface: hover shows facts, a click selects, or drops a start with the drop tool or the
 * shift key, and with the brush a drag paints starts. Dragging otherwise belongs to the camera. A finger cannot hover, so
 * a tap shows the facts as well.
 */
export function connectPointer(canvas: HTMLCanvasElement, actions: PointerActions): Pointer {
  let press: { x: number; y: number; time: number; id: number } | null = null;
  let isBrushing = false;
  let hovered: PointerEvent | null = null;
  let frame = 0;
  const pick = (event: PointerEvent) => actions.pick(event.clientX, event.clientY);

  const showHover = () => {
    frame = 0;
    const event = hovered;
    if (!event) return;
    const point = pick(event);
    actions.hover(point && { point, clientX: event.clientX, clientY: event.clientY });
  };
  const setHover = (event: PointerEvent | null) => {
    hovered = event;
    if (event === null) actions.hover(null);
    else if (frame === 0) frame = requestAnimationFrame(showHover);
  };

  const onDown = (event: PointerEvent) => {
    if (event.button !== 0 || !event.isPrimary) {
      press = null; // a second finger or another button: the camera's
      return;
    }
    press = { x: event.clientX, y: event.clientY, time: event.timeStamp, id: event.pointerId };
    if (actions.tool() !== 'brush') return;
    const point = pick(event);
    if (!point) return;
    isBrushing = true;
    canvas.setPointerCapture(event.pointerId);
    setHover(null);
    actions.brush.begin(point);
  };
  const onMove = (event: PointerEvent) => {
    if (isBrushing) {
      const point = pick(event);
      if (point) actions.brush.move(point);
      return;
    }
    // While the camera is dragged, facts about what passes under the pointer are noise.
    setHover(event.buttons === 0 ? event : null);
  };
  const onUp = (event: PointerEvent) => {
    if (isBrushing) {
      isBrushing = false;
      actions.brush.end();
      press = null;
      return;
    }
    const began = press;
    press = null;
    if (!began || began.id !== event.pointerId) return;
    const isClick =
      Math.hypot(event.clientX - began.x, event.clientY - began.y) < CLICK_SLOP &&
      event.timeStamp - began.time < CLICK_MS;
    if (!isClick || actions.tool() === 'brush') return;
    if (actions.tool() === 'orbit' && !event.shiftKey) {
      if (event.pointerType === 'touch') setHover(event);
      actions.select(event.clientX, event.clientY);
      return;
    }
    const point = pick(event);
    if (point) actions.drop(point);
  };
  const onCancel = () => {
    if (isBrushing) actions.brush.end();
    isBrushing = false;
    press = null;
    setHover(null);
  };
  const onLeave = (event: PointerEvent) => {
    // A finger leaves with every tap, whose facts should stay to be read.
    if (event.pointerType !== 'touch') setHover(null);
  };

  const listeners = {
    pointerdown: onDown,
    pointermove: onMove,
    pointerup: onUp,
    pointercancel: onCancel,
    pointerleave: onLeave,
  };
  for (const [type, listener] of Object.entries(listeners)) {
    canvas.addEventListener(type, listener as EventListener);
  }
  return {
    refresh() {
      if (hovered) setHover(hovered);
    },
    dispose() {
      cancelAnimationFrame(frame);
      for (const [type, listener] of Object.entries(listeners)) {
        canvas.removeEventListener(type, listener as EventListener);
      }
    },
  };
}
