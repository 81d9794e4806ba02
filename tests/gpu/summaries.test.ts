import { describe, expect, test } from 'vitest';
import { packStatus, Status, statusOf } from '../../src/core/status.ts';
import type { TeamSnapshot, TeamSummary } from '../../src/engine/engine.ts';
import { gradientNormBins, histogramOf, lossBins } from '../../src/engine/histogram.ts';
import { inDomain } from '../../src/engine/in-domain.ts';
import { parseRunSpec } from '../../src/engine/parse-run-spec.ts';
import type { PlannedSurface } from '../../src/engine/plan.ts';
import { planRun } from '../../src/engine/plan-run.ts';
import { exactQuantiles } from '../../src/engine/quantiles.ts';
import { createGpuEngine } from '../../src/gpu/gpu-engine.ts';
import { sharedGpu } from '../support/gpu.ts';

/** The same figures from what was read back. */
function summaryOf(
  { position, loss, gradientNorm, status }: TeamSnapshot,
  surface: PlannedSurface,
): Omit<TeamSummary, 'step' | 'lr'> {
  const counts: TeamSummary['counts'] = [0, 0, 0, 0];
  for (const packed of status) counts[statusOf(packed)]++;
  const counted = (values: Float64Array) => values.filter((_, i) => statusOf(status[i]) !== Status.nonFinite);
  const losses = counted(loss);
  const norms = counted(gradientNorm);
  const inside = counted(
    loss.map((value, i) =>
      inDomain(surface.domain, position[2 * i], position[2 * i + 1]) ? value : Infinity,
    ),
  );
  return {
    counts,
    loss: exactQuantiles(losses),
    gradientNorm: exactQuantiles(norms),
    histograms: {
      loss: histogramOf(losses, lossBins(surface)),
      gradientNorm: histogramOf(norms, gradientNormBins),
    },
    best: inside.reduce(
      (least, value) => (Number.isFinite(value) ? Math.min(least, value) : least),
      Infinity,
    ),
  };
}

/** @param positions of the first trajectories, in place of their starts */
async function bothSummaries(
  spec: object,
  steps: number,
  statusFor?: (i: number) => number,
  positions: readonly (readonly [number, number])[] = [],
) {
  const engine = createGpuEngine(await sharedGpu());
  const run = await engine.createRun(planRun(parseRunSpec(spec)));
  if (statusFor) {
    const snapshot = await run.read(0);
    run.load(0, { ...snapshot, status: snapshot.status.map((_, i) => statusFor(i)) });
  }
  if (positions.length > 0) {
    const snapshot = await run.read(0);
    snapshot.position.set(positions.flat());
    run.load(0, snapshot);
  }
  run.advance(steps);
  const summaries = await run.summarize();
  const again = await run.summarize();
  const snapshots = await Promise.all(summaries.map((_, team) => run.read(team)));
  engine.dispose();
  expect(again, 'a summary leaves nothing behind').toEqual(summaries);
  return { summaries, expected: snapshots.map((snapshot) => summaryOf(snapshot, run.plan.surface)) };
}

describe('a summary is exact', () => {
  test.each([1, 2, 3, 20, 21, 1000, 100_003])('%i trajectories', async (count) => {
    const spec = { surface: { id: 'himmelblau' }, starts: { kind: 'uniform', count } };
    const { summaries, expected } = await bothSummaries(spec, 4);
    expect(summaries[0]).toMatchObject(closeTo(expected[0]));
  });

  test('several teams, every status, losses of both signs and many ties', async () => {
    const spec = {
      surface: { formula: 'floor(4*x) - 20*exp(-10*x^2) + log(y)', domain: [-5, 5, -1, 500] },
      optimizers: [{ id: 'sgd', hyper: { lr: 100 } }, { id: 'adam' }, { id: 'sgd', hyper: { lr: 0 } }],
      stop: { loss: -18 },
      starts: { kind: 'uniform', count: 20_000 },
    };
    const { summaries, expected } = await bothSummaries(spec, 3);
    summaries.forEach((summary, team) => {
      expect(summary).toMatchObject(closeTo(expected[team]));
    });
    expect(
      Math.min(...summaries[0].counts),
      `all four statuses occur: ${summaries[0].counts}`,
    ).toBeGreaterThan(0);
    expect(summaries[0].counts.reduce((a, b) => a + b)).toBe(20_000);
  });

  test('non-finite trajectories are counted and left out', async () => {
    const spec = { surface: { formula: 'x' }, starts: { kind: 'uniform', count: 1000 } };
    const lost = packStatus(Status.nonFinite, 1);
    const some = await bothSummaries(spec, 0, (i) => (i % 3 === 0 ? lost : 0));
    expect(some.summaries[0].counts).toEqual([666, 0, 0, 334]);
    expect(some.summaries[0]).toMatchObject(closeTo(some.expected[0]));
    const all = await bothSummaries(spec, 0, () => lost);
    expect(all.summaries[0]).toMatchObject({
      counts: [0, 0, 0, 1000],
      best: Number.POSITIVE_INFINITY,
      loss: { p5: Number.NaN, median: Number.NaN, p95: Number.NaN },
    });
  });

  test('edges, zeroes of both signs, infinities and extremes fall into the same bins', async () => {
    const surfaces = [
      // Both ways from 0; above 0; above −1, where edges lie beside each other and one of them is 0.
      { formula: 'x', domain: [-9, 9, -9, 9] },
      { formula: 'abs(x)', domain: [-9, 9, -9, 9] },
      { id: 'drop-wave' },
    ];
    for (const surface of surfaces) {
      const spec = parseRunSpec({ surface, starts: { kind: 'uniform', count: 4096 } });
      const { edges } = lossBins(planRun(spec).surface);
      const points = [...edges, 0, -0, 1e-45, -1e-45, 3.4e38, -3.4e38, Infinity, -Infinity, NaN]
        .flatMap((value) => [value, nextFloat(value), -nextFloat(-value)])
        .map((value) => [value, 0] as const);
      const { summaries, expected } = await bothSummaries(spec, 0, undefined, points);
      expect(summaries[0]).toMatchObject(closeTo(expected[0]));
      const filled = summaries[0].histograms.loss.filter((count) => count > 0).length;
      expect(filled).toBeGreaterThan('id' in surface ? 5 : 200);
    }
  });

  test('the best loss is one inside the domain', async () => {
    // From x in [0, 1] the loss −x falls for ever; after two steps of 0.4 everybody above 0.2 has left.
    const spec = {
      surface: { formula: '-x', domain: [0, 1, 0, 1] },
      optimizers: [{ id: 'sgd', hyper: { lr: 0.4 } }],
      starts: { kind: 'uniform', count: 5000 },
    };
    const { summaries, expected } = await bothSummaries(spec, 2);
    expect(summaries[0].best).toBe(expected[0].best);
    expect(summaries[0].best).toBeGreaterThanOrEqual(-1);
    expect(summaries[0].loss.p5).toBeLessThan(-1.7);
  });

  test('step and learning rate of the next step', async () => {
    const spec = {
      optimizers: [{ id: 'sgd', hyper: { lr: 0.5 } }],
      schedule: { id: 'exponential', params: { gamma: 0.5 } },
      starts: { kind: 'grid', count: 4 },
    };
    const { summaries } = await bothSummaries(spec, 2);
    expect(summaries[0]).toMatchObject({ step: 2, lr: 0.125 });
  });
});

/** The next larger float32 of one that is finite. */
function nextFloat(value: number): number {
  const floats = new Float32Array([value]);
  const bits = new Int32Array(floats.buffer);
  bits[0] += value < 0 ? -1 : 1;
  return Number.isFinite(value) ? floats[0] : value;
}

/** Order statistics are exact; what is between two of them is interpolated in float64 on both sides. */
function closeTo(summary: Omit<TeamSummary, 'step' | 'lr'>) {
  const quantiles = (q: TeamSummary['loss']) =>
    Object.fromEntries(
      Object.entries(q).map(([name, value]) => [
        name,
        expect.closeTo(value, 12 - Math.ceil(Math.log10(1 + Math.abs(value)))),
      ]),
    );
  return { ...summary, loss: quantiles(summary.loss), gradientNorm: quantiles(summary.gradientNorm) };
}
