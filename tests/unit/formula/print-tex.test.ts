import fc from 'fast-check';
import temml from 'temml';
import { describe, expect, it, test } from 'vitest';
import { parseFormula } from '../../../src/formula/parse.ts';
import { printTex } from '../../../src/formula/print-tex.ts';
import { randomFormula } from '../../support/random-formula.ts';

function tex(text: string): string {
  const result = parseFormula(text);
  if (!result.ok) throw new Error(result.error.message);
  return printTex(result.ast);
}

describe('printTex', () => {
  test.each([
    ['(1-x)^2 + 100*(y-x^2)^2', '\\left(1 - x\\right)^{2} + 100 \\left(y - x^{2}\\right)^{2}'],
    ['1/(2*x)', '\\frac{1}{2 x}'],
    ['sqrt(x)*cbrt(y)', '\\sqrt{x} \\sqrt[3]{y}'],
    ['abs(x - 1)', '\\left|x - 1\\right|'],
    ['exp(-x^2)', '\\mathrm{e}^{-x^{2}}'],
    ['exp(-x^2/2)', '\\exp\\left(\\frac{-x^{2}}{2}\\right)'],
    ['exp(x)^2', '\\left(\\mathrm{e}^{x}\\right)^{2}'],
    ['gaussian(x + y)', '\\mathrm{e}^{-\\left(x + y\\right)^{2}}'],
    ['sin(x)^2', '\\sin^{2}\\left(x\\right)'],
    ['sin(x)^k', '\\left(\\sin\\left(x\\right)\\right)^{k}'],
    ['log(x) + log2(y)', '\\ln\\left(x\\right) + \\log_{2}\\left(y\\right)'],
    ['hypot(x, y - 1)', '\\sqrt{x^{2} + \\left(y - 1\\right)^{2}}'],
    ['floor(x)', '\\left\\lfloor x\\right\\rfloor'],
    ['alpha*x + beta_1*y', '\\alpha x + \\beta_{1} y'],
    ['a1*x + height*y', 'a_{1} x + \\mathrm{height} \\, y'],
    ['2*a_height*b', '2 a_{\\mathrm{height}} b'],
    ['x*height_over_all', 'x \\, \\mathrm{height\\_over\\_all}'],
    ['2*pi*e', '2 \\pi \\mathrm{e}'],
    ['2*3*x', '2 \\cdot 3 x'],
    ['x*2', 'x \\cdot 2'],
    ['1e-7*x', '10^{-7} x'],
    ['x - (y - 1)', 'x - \\left(y - 1\\right)'],
    ['x*(-y)', 'x \\left(-y\\right)'],
    ['-(x + y)', '-\\left(x + y\\right)'],
    ['(-x)^2', '\\left(-x\\right)^{2}'],
    ['2^-x', '2^{-x}'],
    ['(x/y)^2', '\\left(\\frac{x}{y}\\right)^{2}'],
    ['sum(i, 1, 5, i*x)', '\\sum_{i=1}^{5} i x'],
    ['sum(i, 1, 5, i + x) + y', '\\left(\\sum_{i=1}^{5} \\left(i + x\\right)\\right) + y'],
    ['y + sum(i, 1, 5, i*x)', 'y + \\sum_{i=1}^{5} i x'],
    ['sum(i, 1, 5, x)*y', '\\left(\\sum_{i=1}^{5} x\\right) y'],
    [
      'relu(x) + atan2(y, x)',
      '\\operatorname{relu}\\left(x\\right) + \\operatorname{atan2}\\left(y, x\\right)',
    ],
  ])('%s', (text, expected) => {
    expect(tex(text)).toBe(expected);
  });

  it('is TeX that the typesetter reads, for any formula', () => {
    fc.assert(
      fc.property(randomFormula(), (ast) => {
        expect(() => temml.renderToString(printTex(ast), { throwOnError: true })).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });
});
