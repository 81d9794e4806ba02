import { describe, expect, it } from 'vitest';
import { createLedger } from '../../../src/consistency/ledger.ts';

const at = (x: number) => () => ({ x });

describe('the ledger', () => {
  it('keeps the comparison with the largest ratio, with its inputs', () => {
    const ledger = createLedger();
    const tally = ledger.tally('loss', { surface: 'bowl' });
    tally.judge(1, 10, at(1));
    tally.judge(0.5, 1, at(2));
    tally.judge(4, 100, at(3));
    const [row] = ledger.rows();
    expect(row).toMatchObject({ quantity: 'loss', surface: 'bowl', optimizer: null, points: 3, unjudged: 0 });
    expect(row).toMatchObject({ worst: 0.5, allowed: 1, ratio: 0.5, medianRatio: 0.1, at: { x: 2 } });
    expect(row.verdict).toBe('consistent');
  });

  it('allows a difference up to the bound and none beyond', () => {
    const verdictOf = (difference: number, allowed: number) => {
      const ledger = createLedger();
      ledger.tally('loss', {}).judge(difference, allowed, at(0));
      return ledger.rows()[0].verdict;
    };
    expect(verdictOf(1, 1)).toBe('consistent');
    expect(verdictOf(1 + 1e-12, 1)).toBe('inconsistent');
    expect(verdictOf(0, 0)).toBe('consistent');
    expect(verdictOf(1e-45, 0)).toBe('inconsistent');
    expect(verdictOf(Number.NaN, 1)).toBe('inconsistent');
    expect(verdictOf(Number.POSITIVE_INFINITY, 1)).toBe('inconsistent');
  });

  it('counts what cannot be judged, and never calls it consistent', () => {
    const ledger = createLedger();
    const tally = ledger.tally('loss', {});
    tally.judge(5, Number.POSITIVE_INFINITY, at(0));
    tally.judge(0, Number.NaN, at(0));
    tally.skip();
    expect(ledger.rows()[0]).toMatchObject({ points: 0, unjudged: 3, verdict: 'unjudged' });
  });

  it('keeps the median of more comparisons than it remembers', () => {
    const ledger = createLedger();
    const tally = ledger.tally('loss', {});
    // Ratios 0 to 1 in a scrambled order.
    for (let k = 0; k < 100_003; k++) tally.judge((k * 7919) % 100_003, 100_003, at(k));
    const [row] = ledger.rows();
    expect(row.points).toBe(100_003);
    expect(row.medianRatio).toBeGreaterThan(0.45);
    expect(row.medianRatio).toBeLessThan(0.55);
  });

  it('keeps contexts apart and the same context together', () => {
    const ledger = createLedger();
    for (const optimizer of ['sgd', 'adam', 'sgd']) ledger.tally('position', { optimizer }).same(true, at(0));
    expect(ledger.rows().map(({ optimizer, points }) => [optimizer, points])).toEqual([
      ['sgd', 2],
      ['adam', 1],
    ]);
  });
});
