import { describe, expect, it } from 'vitest';
import { median } from '../../../src/bench/statistics.ts';
import { benchTables, machineLine } from '../../../src/bench/tables.ts';
import { targetsOf } from '../../../src/bench/targets.ts';
import { sampleReport } from './sample-report.ts';

const verdicts = (isSoftware: boolean) =>
  Object.fromEntries(sampleReport(isSoftware).targets.map(({ what, holds }) => [what.slice(0, 24), holds]));
const reached = (phrase: string) =>
  sampleReport().targets.find(({ what }) => what.includes(phrase))?.reached ?? Number.NaN;

describe('targets', () => {
  it('are judged by ratios within the run', () => {
    expect(reached('to plain JavaScript')).toBe(6);
    expect(reached('PyTorch')).toBeCloseTo(40, 10); // to the Adam that most programs have, not the fused one
    expect(reached('landscape')).toBe(3);
    expect(reached('highest to lowest')).toBeCloseTo(200 / 180, 10);
    expect(verdicts(true)).toMatchObject({
      'Adam on Rosenbrock, 131,': true,
      'the same to PyTorch': true,
      'landscape of 1024² verti': false,
      'cost of a trajectory-ste': true,
      'state of an Adam traject': true,
      'the CPU engine, to plain': true,
    });
  });

  it('that are asked of hardware are judged there alone', () => {
    expect(verdicts(true)['256 fused steps, to sing']).toBeNull();
    expect(verdicts(false)['256 fused steps, to sing']).toBe(false); // 8 × where 10 × is asked
  });
});

it('even cost is judged over the whole range, or not at all', () => {
  const report = sampleReport();
  const results = report.results.filter(({ trajectories }) => trajectories !== 2 ** 22);
  const target = targetsOf({ ...report, results }).find(({ what }) => what.includes('highest to lowest'));
  expect(target).toMatchObject({ reached: null, holds: null, note: 'not measured in this run' });
});

describe('tables', () => {
  it('begin with the targets, and say what was missed', () => {
    const [targets] = benchTables(sampleReport());
    expect(targets.id).toBe('targets');
    expect(targets.rows.map((row) => row.at(-1))).toContain('MISSED');
  });

  it('have rows as long as their heads, and no empty tables', () => {
    const tables = benchTables(sampleReport());
    expect(tables.map(({ id }) => id)).toEqual(['targets', 'fusing', 'linearity', 'landscape', 'memory']);
    for (const { columns, rows, id } of tables) {
      expect(rows.length, id).toBeGreaterThan(0);
      for (const row of rows) expect(row, id).toHaveLength(columns.length);
    }
  });

  it('name the machine in full', () => {
    const line = machineLine(sampleReport());
    for (const part of [
      'Some processor',
      '2 cores',
      '16 GiB',
      'Node 20.0.0',
      'Some adapter',
      'abc1234',
      '2026-11-22',
    ])
      expect(line).toContain(part);
  });
});

it('the median is the middle one, or the mean of the two', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([10, 9, 1, 2])).toBe(5.5);
  expect(median([])).toBeNaN();
});
