import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseFormula } from '../../../src/formula/parse.ts';
import { printText } from '../../../src/formula/print-text.ts';
import { MAX_NESTING, MAX_TEXT_LENGTH } from '../../../src/formula/vocabulary.ts';
import { randomFormula, withoutPositions } from '../../support/random-formula.ts';

function canonical(text: string): string {
  const result = parseFormula(text);
  return result.ok ? printText(result.ast) : result.error.message;
}

describe('the grammar', () => {
  test.each([
    ['-x^2', '-x^2'],
    ['(-x)^2', '(-x)^2'],
    ['2^-x', '2^-x'],
    ['2^3^x', '2^3^x'],
    ['(2^3)^x', '(2^3)^x'],
    ['2**x', '2^x'],
    ['+x', 'x'],
    ['x - -y', 'x - -y'],
    ['1 - (2 - 3)', '1 - (2 - 3)'],
    ['(1 - 2) - 3', '1 - 2 - 3'],
    ['x/(y*2)', 'x/(y*2)'],
    ['x/y*2', 'x/y*2'],
    ['1.5e-3x', '0.0015*x'],
    ['.5', '0.5'],
    ['5.', '5'],
  ])('%s reads as %s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  it('multiplies without a sign, with the precedence of *', () => {
    expect(canonical('2x')).toBe('2*x');
    expect(canonical('3(x+1)')).toBe('3*(x + 1)');
    expect(canonical('(x)(y)')).toBe('x*y');
    expect(canonical('2 sin(x)')).toBe('2*sin(x)');
    expect(canonical('x y')).toBe('x*y');
    expect(canonical('1/2x')).toBe('1/2*x');
    expect(canonical('2x^2 y')).toBe('2*x^2*y');
    expect(canonical('-2x')).toBe('-2*x');
    expect(canonical('2e')).toBe('2*e');
    expect(canonical('2e3')).toBe('2000');
    expect(canonical('x 2')).toBe('x*2');
  });

  it('understands what people paste', () => {
    expect(canonical('2 × x − 3 · y ÷ 4')).toBe('2*x - 3*y/4');
    expect(canonical('x² + y³')).toBe('x^2 + y^3');
    expect(canonical('-x²')).toBe('-x^2');
    expect(canonical('x¹²')).toBe('x^12');
    expect(canonical('cos(2π x)')).toBe('cos(2*pi*x)');
    expect(canonical('√(x)')).toBe('sqrt(x)');
  });

  it('keeps where every part was read', () => {
    const result = parseFormula('1 + sin( x )');
    expect(result).toMatchObject({
      ok: true,
      ast: {
        position: 0,
        length: 12,
        left: { position: 0, length: 1 },
        right: { kind: 'call', position: 4, length: 8, arguments: [{ position: 9, length: 1 }] },
      },
    });
  });

  it('reads back what it prints, for any tree', () => {
    fc.assert(
      fc.property(randomFormula(), (ast) => {
        const text = printText(ast);
        fc.pre(text.length <= MAX_TEXT_LENGTH);
        const again = parseFormula(text);
        expect(again.ok && withoutPositions(again.ast), text).toEqual(withoutPositions(ast));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('errors', () => {
  test.each([
    ['', 0, "Expected a number, a name or '(' at position 1, found the end."],
    ['x+*2', 2, "Expected a number, a name or '(' at position 3, found '*'."],
    ['(1 + 2', 6, "Expected an operator or ')' at position 7, found the end."],
    ['x)', 1, "Expected an operator or the formula's end at position 2, found ')'."],
    ['x = 2', 2, "Expected a number, a name, an operator or '(' at position 3, found '='."],
    ['2 3', 2, "Expected an operator or the formula's end at position 3, found '3'."],
    ['2 sin x', 6, "Expected '(' after 'sin' at position 7, found 'x'."],
    ['atan2(x)', 7, "Expected ',' and another argument of 'atan2' at position 8, found ')'."],
    ['sin(x, y)', 5, "Expected an operator or ')' at position 6, found ','."],
    ['min(x y', 7, "Expected ',' and another argument of 'min' at position 8, found the end."],
    ['sum(x, 1, 2, y)', 4, "Expected a name for the index of the sum at position 5, found 'x'."],
    ['sum(i, 1, 2)', 11, "Expected an operator or ',' at position 12, found ')'."],
    ['1e999', 0, "Expected a number below 1.8e308 at position 1, found '1e999'."],
    ['x + 🙂', 4, "Expected a number, a name, an operator or '(' at position 5, found '🙂'."],
  ])('%s', (text, position, message) => {
    const result = parseFormula(text);
    expect(result).toMatchObject({ ok: false, error: { message, position } });
  });

  it('limits the length', () => {
    expect(parseFormula('1'.repeat(MAX_TEXT_LENGTH / 2)).ok).toBe(false);
    expect(parseFormula(`x${'+1'.repeat((MAX_TEXT_LENGTH - 1) / 2)}`).ok).toBe(true);
    expect(parseFormula(`x+${' '.repeat(MAX_TEXT_LENGTH)}1`)).toMatchObject({
      ok: false,
      error: { position: MAX_TEXT_LENGTH, expected: 'at most 2000 characters' },
    });
  });

  it.each([
    ['(', ')'],
    ['sin(', ')'],
    ['-', ''],
    ['2^', ''],
  ])('limits the nesting of %s', (open, close) => {
    const nested = (levels: number) => parseFormula(`${open.repeat(levels)}x${close.repeat(levels)}`);
    expect(nested(MAX_NESTING / 2).ok).toBe(true);
    expect(nested(MAX_NESTING + 1)).toMatchObject({
      ok: false,
      error: { expected: 'at most 100 levels of nesting' },
    });
  });

  it('counts levels, not parentheses', () => {
    expect(
      parseFormula(
        Array(3 * MAX_NESTING)
          .fill('(x)')
          .join('+'),
      ).ok,
    ).toBe(true);
  });

  it('never throws and never loops, whatever the text', () => {
    const alphabet = fc.constantFrom(...'xy12.e+-*/^(),² πsinsumabs\n√'.split(''));
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 40 }), (text) => {
        const result = parseFormula(text);
        if (result.ok) return;
        expect(result.error.position).toBeLessThanOrEqual(text.length);
        expect(result.error.message).toMatch(/^Expected .+ found .+\.$/s);
      }),
      { numRuns: 3000 },
    );
  });
});
