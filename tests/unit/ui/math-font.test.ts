import { readFileSync } from 'node:fs';
import temml from 'temml';
import { describe, expect, it } from 'vitest';
import { parseFormula } from '../../../src/formula/parse.ts';
import { printTex } from '../../../src/formula/print-tex.ts';
import { offeredWrappers, optimizers } from '../../../src/optimizers/index.ts';
import { schedules } from '../../../src/schedules/index.ts';
import { surfaces } from '../../../src/surfaces/index.ts';
import { charactersOf, readWoff2 } from '../../support/woff2.ts';

const file = readFileSync(new URL('../../../src/ui/fonts/ravine-math.woff2', import.meta.url));
const tables = readWoff2(file);
const characters = charactersOf(tables.get('cmap')!);

/** Characters that MathML of a TeX text shows in the font, and the slanted ones that a browser makes of single letters. */
function shown(tex: string): string[] {
  const markup = temml
    .renderToString(tex, { throwOnError: true })
    .replace(/<mtext[^>]*>.*?<\/mtext>/gs, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  const slanted = [...markup.matchAll(/<mi(?: class="[^"]*")?>(.)<\/mi>/gu)].map(([, letter]) =>
    slant(letter!),
  );
  return [...markup.replace(/<\/?m[^>]*>/g, ''), ...slanted];
}

/** Mathematical italic, as MathML Core's text-transform math-auto has it. */
function slant(letter: string): string {
  if (letter === 'h') return 'ℎ';
  for (const [first, last, italic] of [
    ['A', 'Z', 0x1d434],
    ['a', 'z', 0x1d44e],
    ['Α', 'Ω', 0x1d6e2],
    ['α', 'ω', 0x1d6fc],
  ] as const) {
    if (letter >= first && letter <= last) {
      return String.fromCodePoint(italic + letter.codePointAt(0)! - first.codePointAt(0)!);
    }
  }
  return { ϵ: '𝜖', ϑ: '𝜗', ϕ: '𝜙', ϱ: '𝜚', ϖ: '𝜛' }[letter] ?? letter;
}

const wrappers = [...offeredWrappers, ...schedules.flatMap(({ wrapper }) => wrapper ?? [])];
const lacking = (tex: string): string[] => shown(tex).filter((one) => !characters.has(one.codePointAt(0)!));

describe('the font of formulas', () => {
  it('has the table by which roots and brackets grow', () => {
    expect(tables.get('MATH')!.length).toBeGreaterThan(1000);
  });

  it('is small', () => {
    expect(file.length).toBeLessThan(40_000);
  });

  it.each(surfaces.map(({ id, formula }) => [id, formula]))('has the characters of %s', (_, formula) => {
    const parsed = parseFormula(formula!);
    expect(parsed.ok && lacking(printTex(parsed.ast))).toEqual([]);
  });

  it.each([...optimizers, ...wrappers].map((one) => [one.id, one] as const))(
    'has the characters of %s',
    (_, one) => {
      const derived = 'derived' in one ? (one.derived ?? []) : [];
      const tex = [...one.equations, ...[...one.hyper, ...one.state, ...derived].map(({ symbol }) => symbol)];
      expect(tex.flatMap(lacking)).toEqual([]);
    },
  );

  it('has the letters and signs that a formula of one’s own can have', () => {
    const letters = ['ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'].join('');
    const greek =
      'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau upsilon phi chi psi ' +
      'omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega';
    const tex = [
      [...letters].join(' '),
      `\\mathrm{${letters}\\_0123456789}`,
      greek.replace(/\w+/g, '\\$&'),
      '\\sqrt[3]{x}, \\left\\lfloor x\\right\\rfloor \\left|x\\right| \\sum_{i=1}^{5} -x + 2 \\cdot 10^{-5} \\pi',
    ];
    expect(tex.flatMap(lacking)).toEqual([]);
  });
});
