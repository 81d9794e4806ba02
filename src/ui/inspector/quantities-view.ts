import { h, setAttribute, setText } from '../dom.ts';
import { formatNumber } from '../format.ts';
import { svg } from '../svg.ts';
import { typesetTex } from '../typeset.ts';
import type { InspectedTrajectory, Pair } from './inspected.ts';
import { type Note, notesOf } from './notes.ts';
import { HISTORY_STEPS, type Quantity, quantitiesOf } from './quantities.ts';

/** A row per quantity: its two coordinates, bars for them on one scale, and how they came to be. */
export interface QuantitiesView {
  readonly element: HTMLElement;
  show(trajectory: InspectedTrajectory): void;
}

export function createQuantitiesView(): QuantitiesView {
  const body = h('div.quantities');
  let rows = new Map<string, Row>();
  let key = '';
  const span = h('span');
  const head = h(
    'div.quantity.quantity-head',
    { 'aria-hidden': 'true' },
    h('span'),
    h('span.of-x', {}, 'x'),
    h('span.of-y', {}, 'y'),
    h('span'),
    span,
  );
  return {
    element: h('section.inspector-quantities', {}, head, body),
    show(trajectory) {
      const quantities = quantitiesOf(trajectory);
      const nextKey = quantities.map(({ symbol, description }) => symbol + description).join();
      if (nextKey !== key) {
        key = nextKey;
        rows = new Map(quantities.map((quantity) => [quantity.id, createRow(quantity)]));
        body.replaceChildren(...[...rows.values()].map(({ element }) => element));
      }
      const { t, first } = trajectory;
      setText(span, `steps ${Math.max(first, t - HISTORY_STEPS)} – ${t}`);
      const notes = notesOf(trajectory, quantities);
      for (const quantity of quantities)
        rows.get(quantity.id)!.show(quantity, notes.get(quantity.id) ?? null);
    },
  };
}

interface Row {
  element: HTMLElement;
  show(quantity: Quantity, note: Note | null): void;
}

function createRow({ symbol, description }: Quantity): Row {
  const letter = h('span.symbol', { title: description });
  void typesetTex(letter, symbol);
  const values = [h('span.value.of-x'), h('span.value.of-y')] as const;
  const bars = [h('i.of-x'), h('i.of-y')] as const;
  const curves = [svg('path.of-x'), svg('path.of-y')] as const;
  const spark = svg(
    'svg.spark',
    { viewBox: `0 0 ${HISTORY_STEPS} 2`, preserveAspectRatio: 'none' },
    svg('path.zero', { d: `M0 1H${HISTORY_STEPS}` }),
    ...curves,
  );
  const remark = h('span.note');
  const element = h(
    'div.quantity',
    {},
    letter,
    ...values,
    h('span.bars', { 'aria-hidden': 'true' }, ...bars),
    spark,
    remark,
  );
  return {
    element,
    show({ now, history }, note) {
      const scale = scaleOf(now === null ? history : [...history, now]);
      for (const i of [0, 1] as const) {
        setText(values[i], now === null ? '–' : formatNumber(now[i], 4));
        const share = now === null ? 0 : Math.max(-1, Math.min(1, now[i] / scale));
        setAttribute(
          bars[i],
          'style',
          `left: ${50 + 50 * Math.min(0, share)}%; width: ${50 * Math.abs(share)}%`,
        );
        curves[i].setAttribute('d', curveOf(history, i, scale));
      }
      setText(remark, note?.text ?? '');
      remark.classList.toggle('loud', note?.isLoud ?? false);
    },
  };
}

/** One scale for both coordinates, so that they can be compared; what is not finite does not count. */
function scaleOf(history: readonly Pair[]): number {
  const magnitudes = history.flat().filter(Number.isFinite).map(Math.abs);
  return Math.max(...magnitudes, Number.MIN_VALUE);
}

/** A shorter history does not fill the width. */
const FEWEST_STEPS = 10;
/** How much of the half height the largest number takes. */
const FULL_HEIGHT = 0.92;

/** Zero is at half height, the newest at the right end. */
function curveOf(history: readonly Pair[], i: 0 | 1, scale: number): string {
  let pen = 'M';
  return history
    .map((pair, k) => {
      const value = pair[i] / scale;
      if (!Number.isFinite(value)) return '';
      const along = ((k + 0.5) * HISTORY_STEPS) / Math.max(history.length, FEWEST_STEPS);
      const point = `${pen}${along.toFixed(2)} ${(1 - FULL_HEIGHT * value).toFixed(3)}`;
      pen = 'L';
      return point;
    })
    .join('');
}
