import { h, setText } from './dom.ts';
import { formatFixed, formatNumber } from './format.ts';
import { conditionText, curvatureOf, stableRateText } from './hover-text.ts';

export interface HoverFacts {
  x: number;
  y: number;
  loss: number;
  gradient: readonly [number, number];
  /** Of the Hessian, in any order. */
  eigenvalues: readonly [number, number];
  /** |λ| largest over |λ| smallest. */
  condition: number;
  /** 2/λmax. */
  stableLr: number;
}

export interface HoverCard {
  /** Shows the card beside a place given in CSS pixels from the stage's top left corner. */
  show(facts: HoverFacts, at: { left: number; top: number }): void;
  hide(): void;
}

/** Distance of the card from the pointer, CSS pixels. */
const OFFSET = 18;

/** What the surface is like under the pointer. */
export function createHoverCard(container: HTMLElement): HoverCard {
  const cells = {
    place: row('x, y', 'position'),
    loss: row('L', 'loss'),
    gradient: row('∇L', 'gradient'),
    size: row('‖∇L‖', 'gradient norm'),
    eigenvalues: row('λ', 'eigenvalues of the Hessian'),
    condition: row('κ', 'condition number: how much steeper one direction curves than the other'),
    stable: row('2/λ', 'largest learning rate at which gradient descent is stable here', 'max'),
  };
  const note = h('p.hover-note');
  container.replaceChildren(h('dl', {}, ...Object.values(cells).flatMap((cell) => cell.nodes)), note);
  container.hidden = true;
  return {
    show({ x, y, loss, gradient, eigenvalues, condition, stableLr }, { left, top }) {
      cells.place.set(`${formatFixed(x, 3)}, ${formatFixed(y, 3)}`);
      cells.loss.set(formatNumber(loss, 5));
      cells.gradient.set(gradient.map((part) => formatNumber(part)).join(', '));
      cells.size.set(formatNumber(Math.hypot(...gradient)));
      cells.eigenvalues.set(eigenvalues.map((value) => formatNumber(value)).join(', '));
      cells.condition.set(conditionText(eigenvalues, condition));
      cells.stable.set(stableRateText(eigenvalues, stableLr));
      setText(note, curvatureOf(eigenvalues));
      container.hidden = false;
      place(container, left, top);
    },
    hide() {
      container.hidden = true;
    },
  };
}

/**
 * Right of and below the pointer, or on the other side where it would leave the stage's content box: the style sheet
 * keeps the space under the panel as the stage's padding.
 */
function place(card: HTMLElement, left: number, top: number): void {
  const stage = card.parentElement!;
  const { paddingRight, paddingBottom } = getComputedStyle(stage);
  const beside = (at: number, size: number, room: number) =>
    at + OFFSET + size <= room ? at + OFFSET : Math.max(0, at - OFFSET - size);
  const x = beside(left, card.offsetWidth, stage.clientWidth - Number.parseFloat(paddingRight));
  const y = beside(top, card.offsetHeight, stage.clientHeight - Number.parseFloat(paddingBottom));
  card.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
}

function row(symbol: string, meaning: string, index = ''): { nodes: HTMLElement[]; set(text: string): void } {
  const value = h('dd');
  return {
    nodes: [h('dt', { title: meaning }, symbol, index === '' ? null : h('sub', {}, index)), value],
    set: (text) => setText(value, text),
  };
}
