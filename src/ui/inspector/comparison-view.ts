import type { Optimizer } from '../../optimizers/optimizer.ts';
import { h, setText } from '../dom.ts';
import { formatNumber } from '../format.ts';
import { typesetTex } from '../typeset.ts';
import type { InspectedStep } from './inspected.ts';
import { POSITION_SYMBOL } from './values.ts';

/** The engine's step beside the reference's, number by number, and what the check allows them to differ by. */
export interface ComparisonView {
  readonly element: HTMLElement;
  show(optimizer: Optimizer, step: InspectedStep | null): void;
}

/** Enough digits to tell two neighbouring float32 numbers apart. */
const DIGITS = 9;

export function createComparisonView(): ComparisonView {
  const verdict = h('summary');
  const body = h('tbody');
  const table = h(
    'table.comparison',
    {},
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ...['', 'GPU', 'CPU, float64', 'difference', 'allowed', ''].map((text) => h('th', {}, text)),
      ),
    ),
    body,
  );
  const note = h(
    'p.comparison-note',
    {},
    'One float64 step from the state that the GPU had before this one, by the formula of the twin; the allowed difference is the bound that the check computes for this very step.',
  );
  const details = h('details.inspector-comparison', {}, verdict, h('div.comparison-scroll', {}, table), note);

  return {
    element: details,
    show(optimizer, step) {
      details.hidden = step === null;
      if (step === null) return;
      const comparisons = compare(optimizer, step);
      const isGood = comparisons.every(isWithin);
      details.classList.toggle('bad', !isGood);
      setText(verdict, verdictOf(comparisons));
      body.replaceChildren(...comparisons.map(row));
    },
  };
}

export interface Comparison {
  /** TeX of the quantity. */
  symbol: string;
  coordinate: 'x' | 'y';
  gpu: number;
  cpu: number;
  /** Not finite where rounding allows any value. */
  allowed: number;
}

export function compare({ state }: Optimizer, { after, expected }: InspectedStep): Comparison[] {
  const named = [{ name: 'theta', symbol: POSITION_SYMBOL }, ...state];
  return named.flatMap(({ name, symbol }) =>
    ([0, 1] as const).map((i) => ({
      symbol,
      coordinate: i === 0 ? ('x' as const) : ('y' as const),
      gpu: after[name]![i],
      cpu: expected[name]!.value[i],
      allowed: expected[name]!.allowed[i],
    })),
  );
}

const differenceOf = ({ gpu, cpu }: Comparison): number => Math.abs(gpu - cpu);
export const isWithin = (one: Comparison): boolean =>
  !Number.isFinite(one.allowed) || differenceOf(one) <= one.allowed;

export function verdictOf(comparisons: readonly Comparison[]): string {
  const wrong = comparisons.filter((one) => !isWithin(one)).length;
  if (wrong > 0)
    return `✗ ${wrong} of ${comparisons.length} numbers differ from the CPU by more than rounding`;
  const shares = comparisons
    .map((one) => (one.allowed > 0 ? differenceOf(one) / one.allowed : 0))
    .filter(Number.isFinite);
  const worst = Math.max(0, ...shares);
  return `✓ GPU and CPU agree: at most ${formatNumber(worst, 2)} of what rounding allows`;
}

function row(one: Comparison): HTMLElement {
  const letter = h('span');
  void typesetTex(letter, one.symbol);
  const cells = [one.gpu, one.cpu].map((value) => h('td', {}, formatNumber(value, DIGITS)));
  const bounds = [differenceOf(one), one.allowed].map((value) => h('td', {}, formatNumber(value, 2)));
  const mark = isWithin(one)
    ? h('td.good', { title: 'within the bound' }, '✓')
    : h('td.bad', { title: 'beyond the bound' }, '✗');
  return h('tr', {}, h('th', {}, letter, h('small', {}, one.coordinate)), ...cells, ...bounds, mark);
}
