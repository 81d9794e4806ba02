import type { Numbers } from '../core/numbers.ts';

/**
 * Adam on Rosenbrock as one would write it by hand for these two alone: everything in one loop, float64, nothing
 * looked up, nothing judged. The yardstick of `bench`; nothing else uses it.
 * @param starts [count × 2]
 */
export function createPlainAdam(starts: Float64Array, hyper: Numbers): { advance(steps: number): void } {
  const { lr, beta1, beta2, eps } = hyper;
  const theta = starts.slice();
  const m = new Float64Array(starts.length);
  const v = new Float64Array(starts.length);
  let t = 0;
  return {
    advance(steps) {
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
      t += steps;
    },
  };
}
