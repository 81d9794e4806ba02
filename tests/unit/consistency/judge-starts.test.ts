import { expect, it } from 'vitest';
import { judgeStarts } from '../../../src/consistency/judge-starts.ts';
import { createLedger } from '../../../src/consistency/ledger.ts';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { planRun } from '../../../src/engine/plan-run.ts';

const plan = planRun(parseRunSpec({ starts: { kind: 'points', points: [[-1.2, 1]] } }));

function verdict(position: number[]): string {
  const ledger = createLedger();
  judgeStarts(plan, Float64Array.from(position), ledger, {});
  return ledger.rows()[0].verdict;
}

it('expects of a float32 engine the given points, rounded, and nothing beside them', () => {
  expect(verdict([Math.fround(-1.2), 1])).toBe('consistent');
  expect(verdict([Math.fround(-1.2) + 2 ** -23, 1])).toBe('inconsistent');
});
