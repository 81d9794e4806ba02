import { minimaAt } from './known-minima.ts';
import type { SurfaceEntry } from './surface.ts';

/** Flat places where the gradient says almost nothing. */
export const plateau: readonly Omit<SurfaceEntry, 'group'>[] = [
  {
    id: 'quartic-valley',
    title: 'Quartic with a terrace',
    formula: 'x^4 - c*x^3 + 2 + y^2',
    parameters: [
      {
        name: 'c',
        default: 3,
        min: 0.5,
        max: 5,
        scale: 'linear',
        description: 'how far the minimum lies from the terrace',
      },
    ],
    domain: [-1, 4, -2.5, 2.5],
    minima: ({ c }) => [{ at: [0.75 * c, 0], loss: 2 - (27 * c ** 4) / 256 }],
    source: 'x⁴ − 3x³ + 2, a textbook example of gradient descent, with a second coordinate.',
    why: 'At x = 0 slope and curvature vanish together: gradient descent falls asleep on the terrace.',
  },
  {
    id: 'two-layer-neuron',
    title: 'Two-layer neuron',
    formula: '(y*sigmoid(x + 0.1) - 0.8)^2',
    parameters: [],
    domain: [-6, 6, -3, 3],
    // Every point of the curve y = 0.8 (1 + e^(−x − 0.1)) is a minimum; this is the one at x = 0.
    minima: minimaAt({ at: [0, 0.8 * (1 + Math.exp(-0.1))], loss: 0 }),
    source: 'Squared error of w₂·σ(w₁ + 0.1) + 0.2 for the target 1: two weights, one example.',
    why: 'The smallest network: where the sigmoid saturates the gradient dies, and the minima are a whole curve.',
  },
  {
    id: 'easom',
    title: 'Easom',
    formula: '-cos(x)*cos(y)*exp(-((x - pi)^2 + (y - pi)^2)/width)',
    parameters: [
      {
        name: 'width',
        default: 1,
        min: 0.1,
        max: 20,
        scale: 'log',
        description: 'size of the hole, as the squared length of its fall',
      },
    ],
    domain: [-2, 8, -2, 8],
    minima: minimaAt({ at: [Math.PI, Math.PI], loss: -1 }),
    source: 'Easom 1990.',
    why: 'A hole in a plain: away from it the gradient is zero for all practical purposes, and only the lucky fall in.',
  },
  {
    id: 'michalewicz',
    title: 'Michalewicz',
    formula: '-sin(x)*sin(x^2/pi)^20 - sin(y)*sin(2*y^2/pi)^20',
    parameters: [],
    domain: [0, Math.PI, 0, Math.PI],
    minima: minimaAt({ at: [2.2029055201726093, Math.PI / 2], loss: -1.8013034100985525 }),
    source: 'Michalewicz 1992, with m = 10.',
    why: 'Narrow crossing trenches on a floor whose slope underflows: most starts never feel a gradient.',
  },
];
