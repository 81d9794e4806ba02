import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CheckReport, CheckRow } from '../../../src/consistency/report.ts';
import { runCli } from '../../support/run-cli.ts';

/** What the check will say; the check itself is proved elsewhere, with a GPU. */
let report: CheckReport;
const asked = vi.hoisted(() => vi.fn());
vi.mock('../../../src/consistency/check.ts', () => ({
  check: async (options: unknown) => {
    asked(options);
    return report;
  },
}));
vi.mock('../../../src/cli/open-engine.ts', () => ({
  engineKinds: ['cpu', 'gpu'],
  withGpu: (work: (engine: object) => Promise<unknown>) => work({}),
}));

const row = (changes: Partial<CheckRow>): CheckRow => ({
  quantity: 'loss',
  surface: 'bowl',
  optimizer: null,
  schedule: null,
  gradient: null,
  points: 10,
  unjudged: 1,
  worst: 1e-7,
  allowed: 4e-7,
  ratio: 0.25,
  medianRatio: 0.1,
  at: { x: 1, y: 2 },
  verdict: 'consistent',
  ...changes,
});

const reportOf = (rows: CheckRow[]): CheckReport => ({
  engine: 'a card',
  date: '2026-01-01T00:00:00.000Z',
  cases: ['one', 'two'],
  rows,
  consistent: rows.every(({ verdict }) => verdict !== 'inconsistent'),
});

beforeEach(() => asked.mockClear());

describe('ravine check', () => {
  it('exits with 0 and a table where all is consistent', async () => {
    report = reportOf([row({}), row({ surface: 'ackley', worst: 3e-7, ratio: 0.75 })]);
    const { status, stdout } = await runCli(['check']);
    expect(status).toBe(0);
    // Both surfaces make one row by quantity, with the worse of the two, and a row each by surface.
    expect(stdout).toMatch(/^ {2}loss +20 +2 +3\.0e-7 +4\.0e-7 +0\.750 +0\.100 +consistent$/m);
    expect(stdout).toMatch(/^ {2}loss +bowl +10 +1 +1\.0e-7 .*consistent$/m);
    expect(stdout).toMatch(/^ {2}loss +ackley +10 /m);
    expect(stdout).toContain('All consistent: 20 comparisons in 2 runs on a card.');
  });

  it('exits with 1 and the inputs of what is inconsistent', async () => {
    report = reportOf([
      row({}),
      row({ quantity: 'position', optimizer: 'adam', ratio: 7, verdict: 'inconsistent' }),
    ]);
    const { status, stdout } = await runCli(['check']);
    expect(status).toBe(1);
    expect(stdout).toContain('1 of 2 rows are INCONSISTENT');
    expect(stdout).toContain('position (bowl, adam): off by 1.0e-7, allowed 4.0e-7, at x 1, y 2');
  });

  it('shows what could not be judged', async () => {
    report = reportOf([row({ points: 0, unjudged: 9, ratio: 0, verdict: 'unjudged' })]);
    const { status, stdout } = await runCli(['check']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/loss .* 9 .*unjudged/);
    expect(stdout).toContain('9 more could not be judged');
  });

  it('prints the report itself with --json', async () => {
    report = reportOf([row({})]);
    const { stdout } = await runCli(['check', '--json']);
    expect(JSON.parse(stdout)).toEqual(report);
  });

  it('checks what is asked for', async () => {
    report = reportOf([row({})]);
    await runCli(['check', '--surfaces', 'bowl,beale', '--optimizers', 'sgd', '--full']);
    expect(asked).toHaveBeenCalledWith(
      expect.objectContaining({ surfaces: ['bowl', 'beale'], optimizers: ['sgd'], full: true }),
    );
    await runCli(['check', '--surfaces', 'all']);
    expect(asked.mock.lastCall?.[0].surfaces.length).toBeGreaterThanOrEqual(41);
    expect(asked.mock.lastCall?.[0].full).toBe(false);
  });
});
