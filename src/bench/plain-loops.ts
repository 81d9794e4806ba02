import type { Numbers } from '../core/numbers.ts';
import type { BenchOptimizer } from './options.ts';

/** What a loop works on: positions and two slots, [count × 2] each, and the steps taken so far. */
interface Swarm {
  theta: Float64Array;
  m: Float64Array;
  v: Float64Array;
  t: number;
}

type Loop = (swarm: Swarm, steps: number, hyper: Numbers) => void;

/**
 * Optimizers on Rosenbrock as one would write each by hand for the two alone: everything in one loop, float64, nothing
 * looked up, nothing judged. The yardstick of the bench; nothing else uses them. One function each, since one that served
 * several would be compiled for none of them. Without weight decay but for AdamW, and with `dampening` 0.
 */
const plainLoops: Readonly<Record<BenchOptimizer, Loop>> = {
  sgd({ theta }, steps, { lr }) {
    for (let i = 0; i < theta.length; i += 2) {
      let [x, y] = [theta[i], theta[i + 1]];
      for (let k = 0; k < steps; k++) {
        const valley = y - x * x;
        const gx = 2 * (x - 1) - 400 * x * valley;
        const gy = 200 * valley;
        x -= lr * gx;
        y -= lr * gy;
      }
      theta[i] = x;
      theta[i + 1] = y;
    }
  },

  momentum({ theta, m }, steps, { lr, momentum }) {
    for (let i = 0; i < theta.length; i += 2) {
      let [x, y] = [theta[i], theta[i + 1]];
      let [bx, by] = [m[i], m[i + 1]];
      for (let k = 0; k < steps; k++) {
        const valley = y - x * x;
        bx = momentum * bx + (2 * (x - 1) - 400 * x * valley);
        by = momentum * by + 200 * valley;
        x -= lr * bx;
        y -= lr * by;
      }
      theta[i] = x;
      theta[i + 1] = y;
      m[i] = bx;
      m[i + 1] = by;
    }
  },

  adam({ theta, m, v, t }, steps, { lr, beta1, beta2, eps }) {
    for (let i = 0; i < theta.length; i += 2) {
      let [x, y] = [theta[i], theta[i + 1]];
      let [mx, my, vx, vy] = [m[i], m[i + 1], v[i], v[i + 1]];
      let power1 = beta1 ** t;
      let power2 = beta2 ** t;
      for (let k = 0; k < steps; k++) {
        power1 *= beta1;
        power2 *= beta2;
        const stepSize = lr / (1 - power1);
        const root = Math.sqrt(1 - power2);
        const valley = y - x * x;
        const gx = 2 * (x - 1) - 400 * x * valley;
        const gy = 200 * valley;
        mx = beta1 * mx + (1 - beta1) * gx;
        my = beta1 * my + (1 - beta1) * gy;
        vx = beta2 * vx + (1 - beta2) * gx * gx;
        vy = beta2 * vy + (1 - beta2) * gy * gy;
        x -= (stepSize * mx) / (Math.sqrt(vx) / root + eps);
        y -= (stepSize * my) / (Math.sqrt(vy) / root + eps);
      }
      theta[i] = x;
      theta[i + 1] = y;
      m[i] = mx;
      m[i + 1] = my;
      v[i] = vx;
      v[i + 1] = vy;
    }
  },

  adamw({ theta, m, v, t }, steps, { lr, beta1, beta2, eps, weightDecay }) {
    const shrink = 1 - lr * weightDecay;
    for (let i = 0; i < theta.length; i += 2) {
      let [x, y] = [theta[i], theta[i + 1]];
      let [mx, my, vx, vy] = [m[i], m[i + 1], v[i], v[i + 1]];
      let power1 = beta1 ** t;
      let power2 = beta2 ** t;
      for (let k = 0; k < steps; k++) {
        power1 *= beta1;
        power2 *= beta2;
        const stepSize = lr / (1 - power1);
        const root = Math.sqrt(1 - power2);
        const valley = y - x * x;
        const gx = 2 * (x - 1) - 400 * x * valley;
        const gy = 200 * valley;
        mx = beta1 * mx + (1 - beta1) * gx;
        my = beta1 * my + (1 - beta1) * gy;
        vx = beta2 * vx + (1 - beta2) * gx * gx;
        vy = beta2 * vy + (1 - beta2) * gy * gy;
        x = shrink * x - (stepSize * mx) / (Math.sqrt(vx) / root + eps);
        y = shrink * y - (stepSize * my) / (Math.sqrt(vy) / root + eps);
      }
      theta[i] = x;
      theta[i + 1] = y;
      m[i] = mx;
      m[i + 1] = my;
      v[i] = vx;
      v[i + 1] = vy;
    }
  },

  lion({ theta, m }, steps, { lr, beta1, beta2 }) {
    for (let i = 0; i < theta.length; i += 2) {
      let [x, y] = [theta[i], theta[i + 1]];
      let [mx, my] = [m[i], m[i + 1]];
      for (let k = 0; k < steps; k++) {
        const valley = y - x * x;
        const gx = 2 * (x - 1) - 400 * x * valley;
        const gy = 200 * valley;
        x -= lr * Math.sign(beta1 * mx + (1 - beta1) * gx);
        y -= lr * Math.sign(beta1 * my + (1 - beta1) * gy);
        mx = beta2 * mx + (1 - beta2) * gx;
        my = beta2 * my + (1 - beta2) * gy;
      }
      theta[i] = x;
      theta[i + 1] = y;
      m[i] = mx;
      m[i + 1] = my;
    }
  },
};

export interface PlainRun {
  /** [count × 2], borrowed. */
  readonly position: Float64Array;
  advance(steps: number): void;
  restart(): void;
}

/** @param starts [count × 2], borrowed */
export function createPlainRun(optimizer: BenchOptimizer, starts: Float64Array, hyper: Numbers): PlainRun {
  const swarm: Swarm = {
    theta: starts.slice(),
    m: new Float64Array(starts.length),
    v: new Float64Array(starts.length),
    t: 0,
  };
  return {
    position: swarm.theta,
    advance(steps) {
      plainLoops[optimizer](swarm, steps, hyper);
      swarm.t += steps;
    },
    restart() {
      swarm.theta.set(starts);
      swarm.m.fill(0);
      swarm.v.fill(0);
      swarm.t = 0;
    },
  };
}
