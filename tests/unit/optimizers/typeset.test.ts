import temml from 'temml';
import { describe, expect, it } from 'vitest';
import { offeredHyper, optimizers } from '../../../src/optimizers/index.ts';
import type { HyperSpec } from '../../../src/optimizers/optimizer.ts';
import { schedules } from '../../../src/schedules/index.ts';
import { wrappers } from './wrappers.ts';

const typeset = (tex: string): string => temml.renderToString(tex, { throwOnError: true });

function expectTypesets(texts: readonly string[]): void {
  for (const tex of texts) expect(typeset(tex), tex).toContain('<math');
}

/** Each symbol must occur in what the panel shows, or a reader looks for it in vain. */
function expectUsed(specs: readonly HyperSpec[], equations: string): void {
  for (const { symbol, name } of specs) {
    const plain = symbol.replace(/^\\text\{(.*)\}$/, '$1');
    expect(equations.includes(plain), `${name} (${symbol}) occurs in the equations`).toBe(true);
  }
}

it('the typesetter refuses what is no TeX', () => {
  expect(() => typeset('\\frac{1}{')).toThrow();
});

const own = optimizers.map((optimizer) => ({
  ...optimizer,
  hyper: optimizer.hyper.filter((spec) => !offeredHyper.includes(spec)),
}));

describe.each([...own, ...wrappers])('$id', ({ equations, hyper, state, title, description, source }) => {
  it('has TeX that can be typeset, with every symbol in it', () => {
    expectTypesets([...equations, ...hyper.map((h) => h.symbol), ...state.map((s) => s.symbol)]);
    expectUsed(hyper, equations.join('\n'));
    for (const slot of state) expect(equations.join('\n')).toContain(slot.symbol);
  });

  it('says what it is', () => {
    for (const text of [title, description, source, ...hyper.map((h) => h.description)]) {
      expect(text).not.toBe('');
    }
  });
});

describe.each(schedules)('$id', ({ equation, params }) => {
  it('has TeX that can be typeset, with every symbol in it', () => {
    expectTypesets([equation, ...params.map((p) => p.symbol)]);
    expectUsed(params, equation);
  });
});
