import { describe, expect, it } from 'vitest';
import { checkMarkdown, checkSummary } from '../../../src/ui/check-markdown.ts';
import { conditionText, curvatureOf, stableRateText } from '../../../src/ui/hover-text.ts';
import { wholePercents } from '../../../src/ui/largest-remainder.ts';
import { caretExcerpt } from '../../../src/ui/panel/caret.ts';
import { labelOf, wordsOf } from '../../../src/ui/panel/hyper-field.ts';
import { shareText } from '../../../src/ui/share-text.ts';
import { shortcutOf } from '../../../src/ui/shortcuts.ts';
import { otherTheme, resolveTheme, teamColor, teamColors } from '../../../src/ui/theme.ts';

describe('hover card', () => {
  it.each<[[number, number], string, string]>([
    [[2, 8], 'curves up in every direction', '0.25'],
    [[8, 2], 'curves up in every direction', '0.25'],
    [[-3, 8], 'saddle: up one way, down the other', 'none (saddle)'],
    [[-3, -1], 'curves down in every direction', 'none (curves down)'],
    [[0, 8], 'up one way, flat the other', '0.25'],
    [[-1, 0], 'down one way, flat the other', 'none (curves down)'],
    [[0, 0], 'flat', 'any'],
    [[Number.NaN, 1], 'no finite curvature here', '–'],
  ])('%j: %s, stable at %s', (eigenvalues, curvature, stable) => {
    expect(curvatureOf(eigenvalues)).toBe(curvature);
    expect(stableRateText(eigenvalues, 2 / Math.max(...eigenvalues))).toBe(stable);
  });

  it('calls a ratio a condition number only where it is one', () => {
    expect(conditionText([1, 30], 30)).toBe('30');
    expect(conditionText([-1, 30], 30)).toBe('30 (ratio of sizes)');
    expect(conditionText([Number.NaN, 30], 30)).toBe('–');
    expect(conditionText([0, 0], Number.NaN)).toBe('–');
  });
});

it('the legend mentions what there is', () => {
  expect(shareText([38, 62, 0, 0])).toBe('62 % converged · 38 % running');
  expect(shareText([0, 0, 7, 7])).toBe('50 % diverged · 50 % non-finite');
  expect(shareText([0, 0, 0, 0])).toBe('–');
  // 49.5 and 50.5 would both be rounded up.
  expect(shareText([101, 99, 0, 0])).toBe('50 % converged · 50 % running');
  expect(shareText([1, 9999, 0, 0])).toBe('>99 % converged · <1 % running');
  expect(shareText([1, 3, 0, 0], 'not converged')).toBe('75 % converged · 25 % not converged');
});

it('whole percentages add up to 100', () => {
  expect(wholePercents([1, 1, 1])).toEqual([34, 33, 33]);
  expect(wholePercents([335, 335, 330])).toEqual([34, 33, 33]);
  expect(wholePercents([0, 0])).toEqual([0, 0]);
  for (let a = 0; a < 40; a++) {
    const percents = wholePercents([a, 7, 13, 3 * a]);
    expect(percents.reduce((sum, percent) => sum + percent, 0)).toBe(100);
  }
});

describe('caretExcerpt', () => {
  it('puts carets below the place', () => {
    expect(caretExcerpt('x + * y', 4, 1, 30)).toEqual({ line: 'x + * y', carets: '    ^' });
  });

  it('points behind the end where something is missing', () => {
    expect(caretExcerpt('x +', 3, 0, 30)).toEqual({ line: 'x +', carets: '   ^' });
  });

  it.each([0, 5, 30, 50, 99, 100])('shows the surroundings of place %d in a long text', (position) => {
    const text = Array.from({ length: 100 }, (_, i) => String(i % 10)).join('');
    const { line, carets } = caretExcerpt(text, position, 3, 21);
    expect(line.length).toBeLessThanOrEqual(22);
    const column = carets.indexOf('^');
    expect(line[column] ?? 'end').toBe(position === 100 ? 'end' : String(position % 10));
  });
});

it('camelCase becomes words', () => {
  expect(wordsOf('weightDecay')).toBe('weight decay');
  expect(wordsOf('lr')).toBe('lr');
});

it('a label does not repeat what stands above it', () => {
  expect(labelOf({ name: 'lookaheadAlpha', onlyWith: 'lookahead' })).toBe('its alpha');
  expect(labelOf({ name: 'weightDecay', onlyWith: 'lookahead' })).toBe('weight decay');
  expect(labelOf({ name: 'weightDecay' })).toBe('weight decay');
});

describe('shortcutOf', () => {
  it.each<[string, Parameters<typeof shortcutOf>[1], boolean, ReturnType<typeof shortcutOf>]>([
    [' ', null, false, 'toggleRun'],
    [' ', 'pressing', false, null],
    [' ', 'typing', false, null],
    [' ', null, true, null],
    ['s', null, true, 'stepOnce'],
    ['S', 'pressing', false, 'stepOnce'],
    ['s', 'typing', false, null],
    ['r', null, false, 'restart'],
    ['r', null, true, null],
    ['1', null, false, 0],
    ['9', null, false, 8],
    ['9', 'typing', false, null],
    ['0', null, false, null],
    ['t', null, false, 'topView'],
    ['n', null, true, 'nextTrajectory'],
    ['P', null, false, 'previousTeam'],
    [',', 'pressing', true, 'previousStep'],
    ['.', 'typing', false, null],
    ['?', null, false, 'help'],
    ['Escape', 'typing', false, 'escape'],
    ['x', null, false, null],
  ])('“%s” with the focus on %s, repeated %s: %s', (key, focus, repeat, expected) => {
    expect(shortcutOf(key, focus, repeat)).toBe(expected);
  });
});

describe('theme', () => {
  it.each([true, false])('changes what is seen with every press (system is light: %s)', (light) => {
    for (const theme of ['auto', 'dark', 'light'] as const) {
      const next = otherTheme(theme, light);
      expect(resolveTheme(next, light)).not.toBe(resolveTheme(theme, light));
      // Whoever wants what the system has keeps following it.
      if (resolveTheme(next, light) === resolveTheme('auto', light)) expect(next).toBe('auto');
    }
  });

  it('follows the system where asked to', () => {
    expect(resolveTheme('auto', true)).toBe('light');
    expect(resolveTheme('auto', false)).toBe('dark');
    expect(resolveTheme('dark', true)).toBe('dark');
  });

  it('has a colour for every team', () => {
    expect(new Set(teamColors).size).toBeGreaterThanOrEqual(8);
    for (let team = 0; team < 16; team++) expect(teamColor(team)).toMatch(/^#[0-9a-f]{6}$/);
  });
});

describe('the check', () => {
  const row = {
    quantity: 'state |m|',
    points: 10,
    unjudged: 0,
    worst: 1e-7,
    allowed: 2e-7,
    verdict: 'consistent' as const,
  };

  it('can be pasted into a report', () => {
    const lines = checkMarkdown([
      row,
      { ...row, optimizer: 'adam' },
      { ...row, optimizer: null, verdict: 'unjudged' },
    ])
      .trim()
      .split('\n');
    expect(lines.slice(2)).toEqual([
      '| state \\|m\\| | 10 | 0 | 1.00e-7 | 2.00e-7 | consistent |',
      '| state \\|m\\| (adam) | 10 | 0 | 1.00e-7 | 2.00e-7 | consistent |',
      '| state \\|m\\| | 10 | 0 | 1.00e-7 | 2.00e-7 | unjudged |',
    ]);
  });

  it('is summed up honestly', () => {
    expect(checkSummary([row, row])).toBe('Consistent: all 20 compared values lie within their bounds.');
    expect(checkSummary([row, { ...row, unjudged: 3 }])).toContain('3 more');
    expect(checkSummary([row, { ...row, verdict: 'inconsistent' }])).toBe(
      'Inconsistent: 1 of 2 quantities exceed their bounds.',
    );
  });
});
