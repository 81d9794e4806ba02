import { describe, expect, it } from 'vitest';
import { runCli } from '../../support/run-cli.ts';

type Pair = [number, number];

/** Derived by hand, so that nothing of the program's is on this side of the comparison. */
const gradients = {
  rosenbrock: (x: number, y: number): Pair => [2 * (x - 1) - 400 * x * (y - x * x), 200 * (y - x * x)],
  beale: (x: number, y: number): Pair => {
    const a = 1.5 - x + x * y;
    const b = 2.25 - x + x * y * y;
    const c = 2.625 - x + x * y * y * y;
    return [
      2 * a * (y - 1) + 2 * b * (y * y - 1) + 2 * c * (y * y * y - 1),
      2 * a * x + 4 * b * x * y + 6 * c * x * y * y,
    ];
  },
};

/** Adam as Kingma and Ba write it, in float64, with lr 0.02, β₁ 0.9, β₂ 0.999 and ε 1e-8. */
function adamPath(gradient: (x: number, y: number) => Pair, start: Pair, steps: number): Pair[] {
  const at: Pair = [...start];
  const m = [0, 0];
  const v = [0, 0];
  const path: Pair[] = [[...at]];
  for (let t = 1; t <= steps; t++) {
    const g = gradient(at[0], at[1]);
    for (const axis of [0, 1]) {
      m[axis] = 0.9 * m[axis] + 0.1 * g[axis];
      v[axis] = 0.999 * v[axis] + 0.001 * g[axis] ** 2;
      const mHat = m[axis] / (1 - 0.9 ** t);
      const vHat = v[axis] / (1 - 0.999 ** t);
      at[axis] -= (0.02 * mHat) / (Math.sqrt(vHat) + 1e-8);
    }
    path.push([...at]);
  }
  return path;
}

describe('ravine trace from a point that no float32 is equal to', () => {
  it.each([
    { id: 'rosenbrock' as const, start: [-1.2, 1] as Pair },
    { id: 'beale' as const, start: [0.3, 0.7] as Pair },
  ])('walks the path of a float64 Adam on $id from $start', async ({ id, start }) => {
    const steps = 500;
    const spec = {
      surface: { id },
      optimizers: [{ id: 'adam', hyper: { lr: 0.02 } }],
      starts: { kind: 'points', points: [start] },
      steps,
    };
    const { stdout, status } = await runCli(['trace', '-'], spec);
    expect(status).toBe(0);
    const [trajectory] = JSON.parse(stdout).runs[0].teams[0].trajectories;
    expect(trajectory.start).toEqual(start);
    const expected = adamPath(gradients[id], start, steps);
    let worst = 0;
    for (const [k, position] of trajectory.position.entries()) {
      for (const axis of [0, 1]) worst = Math.max(worst, Math.abs(position[axis] - expected[k][axis]));
    }
    expect(trajectory.position).toHaveLength(steps + 1);
    expect(worst).toBeLessThan(1e-9);
  });
});
