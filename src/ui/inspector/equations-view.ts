import type { Numbers } from '../../core/numbers.ts';
import type { Optimizer } from '../../optimizers/optimizer.ts';
import { h, setText } from '../dom.ts';
import { formatCount, formatNumber } from '../format.ts';
import { typesetTex } from '../typeset.ts';
import { digitsApart } from './digits.ts';
import type { InspectedTrajectory } from './inspected.ts';
import { type Explanation, eachOf, explain, POSITION_SYMBOL } from './values.ts';

/** An optimizer's equations with the numbers of a step under their symbols: x above y. */
export interface EquationsView {
  readonly element: HTMLElement;
  show(trajectory: InspectedTrajectory): void;
}

/** Digits of the small numbers; a position has as many as show that it moved. */
const DIGITS = 3;

export function createEquationsView(): EquationsView {
  const lines = h('div.equations');
  const transformed = h(
    'span',
    {},
    ' In the equations ∇L is what the optimizer is handed, not the gradient of the surface.',
  );
  const key = h(
    'p.equations-key',
    {},
    ...[
      'Numbers of this step: ',
      h('span.of-x', {}, 'x'),
      ' above ',
      h('span.of-y', {}, 'y'),
      '.',
      transformed,
    ],
  );
  const constants = h('p.constants');
  let shown: Optimizer | null = null;
  let explanation: Explanation | null = null;
  let fill: (() => void) | null = null;
  /** The two lines, or the one, under symbol k. */
  let places: (Element | null)[] = [];
  let headings: HTMLElement[] = [];

  const build = async (optimizer: Optimizer) => {
    const current = explain(optimizer);
    shown = optimizer;
    explanation = current;
    places = [];
    const elements = current.lines.map(() => h('div.equation'));
    let from = 0;
    headings = current.sections.map(({ heading }) =>
      h('span.equations-heading', { hidden: heading === '' }, heading),
    );
    const sections = current.sections.map(({ lines: count }, k) => {
      const own = elements.slice(from, from + count);
      from += count;
      return h('div.equations-section', {}, headings[k]!, ...own);
    });
    lines.replaceChildren(...sections);
    await Promise.all(
      elements.map((element, k) => typesetTex(element, `\\displaystyle ${current.lines[k]!}`)),
    );
    if (explanation !== current) return;
    places = current.occurrences.map((_, k) => lines.querySelector(`.at-${k}`));
    current.occurrences.forEach(({ symbol }, k) => {
      places[k]?.replaceChildren(h('span.number', { title: current.describe(symbol) }));
    });
    fill?.();
  };

  const showConstants = (hyper: Numbers) => {
    const parts = explanation!.constants.map(({ symbol, name, description }) => {
      const letter = h('span');
      void typesetTex(letter, symbol);
      return h(
        'span.constant',
        { title: description },
        letter,
        ` = ${formatNumber(hyper[name] ?? Number.NaN)}`,
      );
    });
    constants.replaceChildren(...parts);
    constants.hidden = parts.length === 0;
  };

  let constantsOf: Numbers | null = null;
  return {
    element: h('section.inspector-equations', {}, key, lines, constants),
    show({ optimizer, hyper, step, isTransformed }) {
      transformed.hidden = !isTransformed;
      if (shown !== optimizer) void build(optimizer);
      if (constantsOf !== hyper) showConstants(hyper);
      constantsOf = hyper;
      fill = () => {
        explanation?.sections.forEach(({ heading }, k) => {
          const next = step && explanation!.nextAt(step, k);
          setText(headings[k]!, next === null ? heading : `${heading}, next at step ${formatCount(next)}`);
        });
        const digits =
          step && eachOf((i) => digitsApart(step.before.theta![i], step.after.theta![i], DIGITS));
        explanation?.occurrences.forEach((occurrence, k) => {
          const value = step && explanation!.valueAt(step, occurrence);
          const numbers = value === null ? [] : typeof value === 'number' ? [value] : value;
          const isPosition = occurrence.symbol === POSITION_SYMBOL;
          write(places[k]?.firstElementChild ?? null, numbers, isPosition && digits ? digits : []);
        });
      };
      fill();
    },
  };
}

function write(place: Element | null, numbers: readonly number[], digits: readonly number[]): void {
  if (place === null) return;
  while (place.childElementCount > numbers.length) place.lastElementChild!.remove();
  while (place.childElementCount < numbers.length) place.append(h('span'));
  numbers.forEach((value, i) => {
    setText(place.children[i]!, formatNumber(value, digits[i] ?? DIGITS));
  });
}
