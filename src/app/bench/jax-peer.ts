import { type Device, defaultDevice, grad, init, jit, numpy as np } from '@jax-js/jax';
import { devDependencies } from '../../../package.json';
import type { Contender, Peer } from '../../bench/contender.ts';
import { assertSameSteps, COMPARED } from '../../bench/same-steps.ts';
import type { Numbers } from '../../core/numbers.ts';
import { generateStarts } from '../../engine/starts.ts';

/** Coordinates, both moments, and β₁ᵗ and β₂ᵗ, on the device. Every function that takes them uses them up. */
type Swarm = [
  x: np.Array,
  y: np.Array,
  mx: np.Array,
  my: np.Array,
  vx: np.Array,
  vy: np.Array,
  b1: np.Array,
  b2: np.Array,
];

const NAME = `jax-js ${devDependencies['@jax-js/jax']}, WebGPU`;

/**
 * Adam over arrays as one writes it with jax-js: the gradient by its `grad`, the whole step through its `jit`, which fuses
 * it into few kernels. None where it finds no WebGPU. The caller disposes.
 */
export async function findJax(): Promise<Peer[]> {
  const devices = await init('webgpu').catch((): Device[] => []);
  if (!devices.includes('webgpu')) return [];
  defaultDevice('webgpu');
  return [
    {
      name: NAME,
      suits: ({ optimizer, surface }) => optimizer === 'adam' && surface === 'rosenbrock',
      async enter(task, plan): Promise<Contender> {
        const starts = generateStarts(plan);
        const step = compileStep(plan.teams[0].hyper);
        let swarm = place(starts);
        const advance = async (steps: number) => {
          for (let k = 0; k < steps; k++) swarm = step(...swarm);
          await swarm[0].blockUntilReady();
        };
        const dispose = () => {
          for (const array of swarm) array.dispose();
        };
        await advance(COMPARED.steps);
        const [x, y] = await Promise.all([swarm[0].ref.data(), swarm[1].ref.data()]);
        const position = Array.from(
          { length: 2 * COMPARED.trajectories },
          (_, i) => (i % 2 === 0 ? x : y)[i >> 1],
        );
        assertSameSteps(NAME, plan, task.optimizer, position);
        return {
          engine: NAME,
          task,
          stepsPerDispatch: null,
          async restart() {
            dispose();
            swarm = place(starts);
          },
          advance,
          running: async () => null,
          dispose() {
            dispose();
            step.dispose();
          },
        };
      },
      dispose() {},
    },
  ];
}

/** @param starts [count × 2], interleaved */
function place(starts: Float64Array): Swarm {
  const count = starts.length / 2;
  const column = (offset: number) =>
    np.array(Float32Array.from({ length: count }, (_, i) => starts[2 * i + offset]));
  const nothing = () => np.zeros([count]);
  return [column(0), column(1), nothing(), nothing(), nothing(), nothing(), np.array(1), np.array(1)];
}

/** `ref` is one more use of an array; the last use of each goes without. */
const compileStep = ({ lr, beta1, beta2, eps }: Numbers) =>
  jit(
    (
      x: np.Array,
      y: np.Array,
      mx: np.Array,
      my: np.Array,
      vx: np.Array,
      vy: np.Array,
      b1: np.Array,
      b2: np.Array,
    ): Swarm => {
      const [gx, gy] = grad(totalLoss, { argnums: [0, 1] })(x.ref, y.ref);
      const power1 = b1.mul(beta1);
      const power2 = b2.mul(beta2);
      const stepSize = np.divide(lr, np.subtract(1, power1.ref));
      const root = np.sqrt(np.subtract(1, power2.ref));
      const nextMx = mx.mul(beta1).add(gx.ref.mul(1 - beta1));
      const nextMy = my.mul(beta1).add(gy.ref.mul(1 - beta1));
      const nextVx = vx.mul(beta2).add(gx.ref.mul(gx).mul(1 - beta2));
      const nextVy = vy.mul(beta2).add(gy.ref.mul(gy).mul(1 - beta2));
      const move = (m: np.Array, v: np.Array) => stepSize.ref.mul(m).div(np.sqrt(v).div(root.ref).add(eps));
      const nextX = x.sub(move(nextMx.ref, nextVx.ref));
      const nextY = y.sub(move(nextMy.ref, nextVy.ref));
      stepSize.dispose();
      root.dispose();
      return [nextX, nextY, nextMx, nextMy, nextVx, nextVy, power1, power2];
    },
  );

/** The sum's gradient is that of each trajectory's own loss. */
function totalLoss(x: np.Array, y: np.Array): np.Array {
  const valley = y.sub(x.ref.mul(x.ref));
  const slope = np.subtract(1, x);
  return slope.ref.mul(slope).add(valley.ref.mul(valley).mul(100)).sum();
}
