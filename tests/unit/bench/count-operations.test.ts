import { expect, it } from 'vitest';
import { operationsOfAdam } from '../../../src/bench/arithmetic.ts';
import { operationsOfOptimizer, operationsOfSurface, sumOf } from '../../../src/bench/count-operations.ts';
import { planOf } from '../../../src/bench/workload.ts';

const step = (body: string) =>
  operationsOfOptimizer(
    `fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {\n${body}\n}`,
  );

it('counts both coordinates of what is done to positions, gradients and state', () => {
  expect(step('  return theta - s.lr * g;')).toEqual({
    addition: 2,
    multiplication: 2,
    division: 0,
    root: 0,
  });
  expect(step('  let v = sqrt((*state).v) / (h.eps + g); // a / b\n  return -v * v;')).toEqual({
    addition: 2,
    multiplication: 2,
    division: 2,
    root: 2,
  });
});

it('leaves out what is the same for all trajectories', () => {
  expect(step('  let keep = 1.0 - h.beta1 * s.lr;\n  return keep * theta;')).toEqual({
    addition: 0,
    multiplication: 2,
    division: 0,
    root: 0,
  });
});

it('counts Rosenbrock and Adam as they are written', () => {
  const { surface } = planOf({ optimizer: 'adam', surface: 'rosenbrock', trajectories: 1 });
  const rosenbrock = operationsOfSurface(surface.compiled)!;
  // (a − x)² + b (y − x²)² takes 3 additions and 4 multiplications; its gradient by hand 3 and 6 more at most.
  expect(rosenbrock.addition + rosenbrock.multiplication).toBeGreaterThanOrEqual(7);
  expect(rosenbrock.addition + rosenbrock.multiplication).toBeLessThanOrEqual(16);
  // Of each coordinate, read off the formulas: d 1 + 1, m 1 + 2, v 1 + 3, θ 2 + 2 additions and multiplications.
  const adam = { addition: 2 * 5, multiplication: 2 * 8, division: 2, root: 2 };
  expect(operationsOfAdam()).toEqual(sumOf(rosenbrock, adam));
});

it('does not count what has functions that are many operations', () => {
  const { surface } = planOf({ optimizer: 'adam', surface: 'ackley', trajectories: 1 });
  expect(operationsOfSurface(surface.compiled)).toBeNull();
});
