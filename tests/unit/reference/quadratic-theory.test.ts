import { describe, expect, it } from 'vitest';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { planRun } from '../../../src/engine/plan-run.ts';
import type { OptimizerSpec } from '../../../src/engine/run-spec.ts';
import { createCpuEngine } from '../../../src/reference/cpu-engine.ts';

/** ½(a x² + b y²): gradient (a x, b y), curvatures a and b. */
const bowl = (a: number, b: number) => ({ formula: `${a / 2}*x^2 + ${b / 2}*y^2` });

async function descendFrom(
  surface: { formula: string },
  optimizer: OptimizerSpec,
  start: [number, number],
  steps: number,
): Promise<[number, number]> {
  const spec = parseRunSpec({
    surface,
    optimizers: [optimizer],
    starts: { kind: 'points', points: [start] },
    steps,
  });
  const run = await createCpuEngine().createRun(planRun(spec));
  run.advance(steps);
  const { position } = await run.read(0);
  return [position[0], position[1]];
}

describe('what theory says of quadratics', () => {
  it('gradient descent contracts every coordinate by 1 − lr·curvature', async () => {
    const [a, b, lr, steps] = [1, 10, 0.15, 40];
    const [x, y] = await descendFrom(bowl(a, b), { id: 'sgd', hyper: { lr } }, [4, -3], steps);
    expect(x).toBeCloseTo(4 * (1 - lr * a) ** steps, 12);
    expect(y).toBeCloseTo(-3 * (1 - lr * b) ** steps, 12);
  });

  it('gradient descent is stable below 2/L and not above', async () => {
    const L = 10;
    const below = await descendFrom(bowl(1, L), { id: 'sgd', hyper: { lr: 1.99 / L } }, [1, 1], 2000);
    const above = await descendFrom(bowl(1, L), { id: 'sgd', hyper: { lr: 2.01 / L } }, [1, 1], 200);
    expect(Math.abs(below[1])).toBeLessThan(1e-8);
    expect(Math.abs(above[1])).toBeGreaterThan(1);
  });

  it('heavy ball is stable up to lr·L < 2 + 2β (Goh 2017)', async () => {
    const [L, beta] = [10, 0.9];
    const rate = (factor: number) => ({
      id: 'momentum',
      hyper: { lr: (factor * (2 + 2 * beta)) / L, momentum: beta },
    });
    const below = await descendFrom(bowl(L, L), rate(0.99), [1, 1], 1000);
    const above = await descendFrom(bowl(L, L), rate(1.01), [1, 1], 400);
    expect(Math.hypot(...below)).toBeLessThan(1e-8);
    expect(Math.hypot(...above)).toBeGreaterThan(10);
  });

  it('heavy ball at its best β and lr contracts by (√κ − 1)/(√κ + 1) a step (Polyak 1964)', async () => {
    const [mu, L] = [1, 100];
    const rate = (Math.sqrt(L) - Math.sqrt(mu)) / (Math.sqrt(L) + Math.sqrt(mu));
    const lr = (2 / (Math.sqrt(L) + Math.sqrt(mu))) ** 2;
    const best = { id: 'momentum', hyper: { lr, momentum: rate ** 2 } };
    const early = Math.hypot(...(await descendFrom(bowl(mu, L), best, [1, 1], 100)));
    const late = Math.hypot(...(await descendFrom(bowl(mu, L), best, [1, 1], 200)));
    // A double eigenvalue adds a factor linear in the number of steps, at most 200/100 between the two.
    const perStep = (late / early) ** (1 / 100);
    expect(perStep).toBeGreaterThan(rate);
    expect(perStep).toBeLessThan(rate * 2 ** (1 / 100));
  });
});
