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

  let rows: Row[] = [];
  let key = '';
  return {
    element: details,
    show(optimizer, step) {
      const comparisons = step === null ? [] : compare(optimizer, step);
      details.hidden = comparisons.length === 0;
      if (details.hidden) return;
      const nextKey = comparisons.map(({ symbol }) => symbol).join();
      if (nextKey !== key) {
        key = nextKey;
        rows = comparisons.map(createRow);
        body.replaceChildren(...rows.map(({ element }) => element));
      }
      details.classList.toggle('bad', !comparisons.every(isWithin));
      setText(verdict, verdictOf(comparisons));
      comparisons.forEach((one, k) => {
        rows[k]!.show(one);
      });
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

/** Empty where there is nothing to compare with. */
export function compare({ state }: Optimizer, { after, expected }: InspectedStep): Comparison[] {
  if (expected === null) return [];
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

interface Row {
  element: HTMLElement;
  show(one: Comparison): void;
}

function createRow({ symbol, coordinate }: Comparison): Row {
  const letter = h('span');
  void typesetTex(letter, symbol);
  const cell = () => h('td');
  const [gpu, cpu, difference, allowed, mark] = [cell(), cell(), cell(), cell(), cell()] as const;
  return {
    element: h(
      'tr',
      {},
      h('th', {}, letter, h('small', {}, coordinate)),
      gpu,
      cpu,
      difference,
      allowed,
      mark,
    ),
    show(one) {
      setText(gpu, formatNumber(one.gpu, DIGITS));
      setText(cpu, formatNumber(one.cpu, DIGITS));
      setText(difference, formatNumber(differenceOf(one), 2));
      setText(allowed, formatNumber(one.allowed, 2));
      setText(mark, isWithin(one) ? '✓' : '✗');
      mark.className = isWithin(one) ? 'good' : 'bad';
    },
  };
}
