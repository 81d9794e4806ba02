import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completeScheduleParams } from '../../../src/engine/complete-values.ts';
import { optimizers } from '../../../src/optimizers/index.ts';
import { scheduleById } from '../../../src/schedules/index.ts';
import { descend } from './descend.ts';

/** What PyTorch in float64 makes of the same run; agreement is 1e-9 relative where the path is not chaotic. */
interface GoldenCase {
  surface: 'rosenbrock' | 'elongated-bowl';
  optimizer: string;
  hyper: Record<string, number>;
  schedule: { id: string; params: Record<string, number> };
  clipNorm: number | null;
  start: [number, number];
  steps: number;
  trajectory: { step: number[]; position: [number, number][] };
}

const RELATIVE_TOLERANCE = 1e-9;
const golden: { cases: GoldenCase[] } = JSON.parse(readFileSync('tests/golden/optimizers.json', 'utf8'));

/** By hand, so that nothing but the twin and the schedule is on trial. */
const gradients = {
  rosenbrock: (x: number, y: number): [number, number] => [
    -2 * (1 - x) - 400 * x * (y - x * x),
    200 * (y - x * x),
  ],
  'elongated-bowl': (x: number, y: number): [number, number] => [2 * x, 20 * y],
};

it('the catalogue has every optimizer that has golden trajectories', () => {
  const ids = optimizers.map((o) => o.id);
  for (const { optimizer } of golden.cases) expect(ids).toContain(optimizer);
});

const hasGolden = ({ id }: { id: string }) => golden.cases.some((c) => c.optimizer === id);

describe.each(optimizers.filter(hasGolden))('$id', (optimizer) => {
  const cases = golden.cases.filter((c) => c.optimizer === optimizer.id);

  it.each(cases)('agrees with PyTorch on $surface with schedule $schedule.id, clip $clipNorm', (c) => {
    const schedule = scheduleById(c.schedule.id)!;
    const scheduleParams = completeScheduleParams(schedule, c.schedule.params);
    const path = descend({
      optimizer,
      hyper: c.hyper,
      gradient: gradients[c.surface],
      start: c.start,
      steps: c.steps,
      clipNorm: c.clipNorm,
      factor: (step) => schedule.factor(scheduleParams, step),
    });
    c.trajectory.step.forEach((step, k) => {
      const [x, y] = c.trajectory.position[k];
      expect(relativeError(path[step][0], x), `x after step ${step}`).toBeLessThan(RELATIVE_TOLERANCE);
      expect(relativeError(path[step][1], y), `y after step ${step}`).toBeLessThan(RELATIVE_TOLERANCE);
    });
  });
});

const relativeError = (got: number, wanted: number) =>
  Math.abs(got - wanted) / Math.max(1e-300, Math.abs(wanted));
