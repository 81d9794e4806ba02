import { describe, expect, it } from 'vitest';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { planRun } from '../../../src/engine/plan-run.ts';
import { createCpuEngine } from '../../../src/reference/cpu-engine.ts';

/** Positions of gradient descent after some steps. */
async function descend(spec: Record<string, unknown>, steps: readonly number[]): Promise<number[][]> {
  const plan = planRun(parseRunSpec({ steps: steps.at(-1), ...spec }));
  const run = await createCpuEngine().createRun(plan);
  const positions: number[][] = [];
  for (const step of steps) {
    run.advance(step - run.step);
    positions.push([...(await run.read(0)).position]);
  }
  return positions;
}

const sgd = (lr: number) => [{ id: 'sgd', hyper: { lr } }];
const at = (...points: number[][]) => ({ kind: 'points', points });
/** A slope of (3, −4) everywhere: norm 5. */
const slope = { formula: '3*x - 4*y' };

describe('the sharpness-aware step', () => {
  it('follows the path on Rosenbrock that others worked out', async () => {
    const spec = { optimizers: sgd(2e-4), gradient: { sam: 0.05 }, starts: at([-1.5, 2]) };
    const expected = [
      [-1.448174256, 2.016414832],
      [-1.418908141, 2.025863259],
      [-1.40578192, 2.02552496],
      [-1.387803853, 1.974562454],
    ];
    for (const [k, [x, y]] of (await descend(spec, [1, 2, 10, 100])).entries()) {
      expect(x).toBeCloseTo(expected[k]![0]!, 9);
      expect(y).toBeCloseTo(expected[k]![1]!, 9);
    }
  });

  it('takes the gradient of a bowl at a point that is farther out by rho', async () => {
    const spec = {
      surface: { formula: 'x^2/2' },
      optimizers: sgd(0.5),
      gradient: { sam: 0.25 },
      starts: at([2, 0]),
    };
    expect(await descend(spec, [1])).toEqual([[expect.closeTo(2 - 0.5 * 2.25, 12), 0]]);
  });

  it('stays at a stationary point', async () => {
    const spec = {
      surface: { formula: 'x^2 + y^2' },
      optimizers: sgd(0.5),
      gradient: { sam: 0.25 },
      starts: at([0, 0]),
    };
    expect(await descend(spec, [3])).toEqual([[0, 0]]);
  });

  it('goes uphill along the noisy gradient, and meets the same noise there', async () => {
    const gradient = { noise: 1 };
    const run = (surface: object, sam: number) =>
      descend(
        { surface, optimizers: sgd(1), gradient: { ...gradient, sam }, starts: at([0, 0]), seed: 3 },
        [1],
      );
    const [[zx, zy]] = (await run({ formula: '0*x' }, 0)) as [[number, number]];
    // On a bowl from its bottom: the gradient is the noise z, the climb rho z/|z|, and the step -(rho z/|z| + z).
    const length = Math.hypot(zx, zy);
    const [[x, y]] = (await run({ formula: '(x^2 + y^2)/2' }, 0.5)) as [[number, number]];
    expect(x).toBeCloseTo(zx + (0.5 * zx) / length, 9);
    expect(y).toBeCloseTo(zy + (0.5 * zy) / length, 9);
  });
});

describe('a mini-batch', () => {
  it('has the noise of one sample over the root of its size', async () => {
    const run = (gradient: object) =>
      descend({ surface: { formula: '0*x' }, optimizers: sgd(1), gradient, starts: at([0, 0], [0, 0]) }, [1]);
    const [one] = await run({ noise: 2 });
    const [batch] = await run({ noise: 2, batchSize: 16 });
    for (let i = 0; i < 4; i++) expect(batch![i]).toBeCloseTo(one![i]! / 4, 12);
    expect(one![0]).not.toBe(one![2]);
  });
});

describe('clipping and centralising', () => {
  const step = async (gradient: object) =>
    (await descend({ surface: slope, optimizers: sgd(1), gradient, starts: at([0, 0]) }, [1]))[0];

  it('by value cuts each component', async () => {
    expect(await step({ clipValue: 3.5 })).toEqual([-3, 3.5]);
    expect(await step({ clipValue: 10 })).toEqual([-3, 4]);
  });

  it('by norm comes before by value', async () => {
    const [x, y] = (await step({ clipNorm: 2.5, clipValue: 1.75 })) as [number, number];
    expect(x).toBeCloseTo(-1.5, 6);
    expect(y).toBe(1.75);
  });

  it('takes the mean off, last', async () => {
    expect(await step({ centralize: true })).toEqual([-3.5, 3.5]);
    expect(await step({ clipValue: 3.5, centralize: true })).toEqual([-3.25, 3.25]);
  });
});
