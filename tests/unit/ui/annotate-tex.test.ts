import temml from 'temml';
import { describe, expect, it } from 'vitest';
import { optimizers, wrappersOf } from '../../../src/optimizers/index.ts';
import { annotateEquations, GRADIENT_SYMBOL } from '../../../src/ui/inspector/annotate-tex.ts';
import { tokensOf } from '../../../src/ui/inspector/tex-tokens.ts';

/** What is annotated, as `symbol:version`. */
const found = (equations: string[], symbols: string[]) =>
  annotateEquations(equations, symbols).occurrences.map(({ symbol, version }) => `${symbol}:${version}`);

describe('annotateEquations', () => {
  it('counts assignments as they are made', () => {
    expect(found(['m \\gets \\beta m + g', '\\theta \\gets \\theta - m'], ['m', '\\theta', 'g'])).toEqual([
      ...['m:1', 'm:0', 'g:0'],
      ...['\\theta:1', '\\theta:0', 'm:1'],
    ]);
    const two = 'g \\gets a, \\quad d = g - b, \\quad g \\gets d';
    expect(found([two], ['g', 'd'])).toEqual(['g:1', 'd:1', 'g:1', 'g:2', 'd:1']);
  });

  it.each([
    [
      'letters of commands, texts and names',
      '\\gamma + \\text{gm} + \\operatorname{sign} + \\min',
      ['g', 'm', 'i'],
    ],
    ['environments', '\\begin{cases} 1 & \\text{s} \\end{cases}', ['c', 's', 'e']],
    ['indices and exponents', 'a_g + a_{g+1} + a^{g} + a^g', ['g']],
    ['indexed and primed relatives', "g_t + g' + g _1", ['g']],
    ['what has an accent', '\\hat g + \\bar{g}', ['g']],
    ['remarks', 'x \\qquad (g_1 = g) ', ['g']],
    ['remarks in large brackets', 'x \\qquad \\left(t = 1: g\\right)', ['g']],
    ['remarks in words', 'x \\qquad \\text{where } g', ['g']],
  ])('leaves %s alone', (_, equation, symbols) => {
    expect(found([equation], symbols)).toEqual([]);
    expect(annotateEquations([equation], symbols).lines).toEqual([equation]);
  });

  it('tells no version of what is assigned together with others', () => {
    expect(found(['(a, b) \\gets (b, c)', 'c \\gets b'], ['a', 'b', 'c'])).toEqual([
      ...['a:NaN', 'b:NaN', 'b:NaN', 'c:NaN'],
      ...['c:NaN', 'b:NaN'],
    ]);
  });

  it('takes the longest symbol that fits, with or without spaces', () => {
    expect(found(["v_{\\max} + v + v' + \\hat v"], ['v', 'v_{\\max}', "v'", '\\hat v'])).toEqual([
      ...['v_{\\max}:0', 'v:0', "v':0", '\\hat v:0'],
    ]);
    expect(found(['b_1 + \\beta_1 b'], ['b', 'b_1'])).toEqual(['b_1:0', 'b:0']);
  });

  it('takes a gradient with the place where it is taken', () => {
    const { lines, occurrences } = annotateEquations(
      ['g \\gets \\nabla L(\\theta + (y)) + y'],
      [GRADIENT_SYMBOL, '\\theta', 'y'],
    );
    expect(occurrences.map(({ symbol }) => symbol)).toEqual([GRADIENT_SYMBOL, 'y']);
    expect(lines[0]).toContain('{\\nabla L(\\theta + (y))}}');
  });

  it('sees no assignment in a condition', () => {
    expect(found(['\\begin{cases} g = 0 & (v = 1) \\end{cases} + v'], ['g', 'v'])).toEqual([
      'g:0',
      'v:0',
      'v:0',
    ]);
  });

  it('keeps what has an exponent together', () => {
    expect(annotateEquations(['\\frac g m^2'], ['g', 'm']).lines[0]).toBe(
      '\\frac {\\underset{\\class{at at-0}{\\text{0}}}{g}} {\\underset{\\class{at at-1 tight}{\\text{0}}}{m}}^2',
    );
  });
});

describe.each(optimizers)('the equations of $id', ({ equations, state, hyper, derived = [] }) => {
  const symbols = [
    '\\theta',
    'g',
    GRADIENT_SYMBOL,
    't',
    ...[...state, ...hyper, ...derived].map((s) => s.symbol),
  ];
  const { lines, occurrences, assignments } = annotateEquations(equations, symbols);

  it('come apart and together again', () => {
    for (const equation of equations) expect(tokensOf(equation).join('')).toBe(equation);
  });

  it('can be typeset with room for every number', () => {
    const html = lines.map((tex) => temml.renderToString(tex, { throwOnError: true, trust: true })).join('');
    occurrences.forEach((_, k) => {
      expect(html.split(new RegExp(`class="at at-${k}[" ]`)).length, `at-${k}`).toBe(2);
    });
  });

  it('assign the position, and show every state slot', () => {
    expect(assignments.get('\\theta')).toBeGreaterThan(0);
    const shown = new Set(occurrences.map(({ symbol }) => symbol));
    const remarks = equations.join('\n').match(/\\qquad.*$/gm) ?? [];
    for (const { symbol } of state) {
      const isRemark = remarks.some((remark) => remark.includes(symbol));
      expect(shown.has(symbol) || isRemark, symbol).toBe(true);
    }
  });
});

describe.each(wrappersOf({ lookahead: 5 }))('the equations of $id', ({ equations }) => {
  it('show what they hold', () => {
    const symbols = annotateEquations(equations, ['\\phi', '\\theta']).occurrences.map(
      ({ symbol }) => symbol,
    );
    expect(new Set(symbols)).toEqual(new Set(['\\phi', '\\theta']));
  });
});
