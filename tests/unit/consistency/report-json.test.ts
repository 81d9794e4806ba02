import { describe, expect, it } from 'vitest';
import { createLedger } from '../../../src/consistency/ledger.ts';
import { reportJson } from '../../../src/consistency/report-json.ts';

describe('a report as JSON', () => {
  it('says what is infinite and what is no number, and keeps finite figures as numbers', () => {
    const ledger = createLedger();
    ledger.tally('loss', { surface: 'bowl' }).judge(Number.NaN, 0.5, () => ({ x: -Infinity, y: 0.25 }));
    ledger.tally('gradient', {}).skip();
    const report = { engine: 'e', date: 'd', cases: [], rows: ledger.rows(), consistent: false };
    const { rows, consistent } = JSON.parse(reportJson(report));
    expect(consistent).toBe(false);
    expect(rows[0]).toMatchObject({ worst: 'Infinity', ratio: 'Infinity', allowed: 0.5, surface: 'bowl' });
    expect(rows[0]).toMatchObject({ points: 1, optimizer: null, at: { x: '-Infinity', y: 0.25 } });
    expect(rows[1].medianRatio).toBe('NaN');
  });
});
