import { minimaAt } from './known-minima.ts';
import type { SurfaceEntry } from './surface.ts';

/** Steep across and flat along: ravines. */
export const valley: readonly Omit<SurfaceEntry, 'group'>[] = [
  {
    id: 'rosenbrock',
    title: 'Rosenbrock',
    formula: '(a - x)^2 + b*(y - x^2)^2',
    parameters: [
      {
        name: 'a',
        default: 1,
        min: -1.7,
        max: 1.7,
        scale: 'linear',
        description: 'where along the valley the minimum is',
      },
      {
        name: 'b',
        default: 100,
        min: 0.1,
        max: 1000,
        scale: 'log',
        description: 'steepness of the walls',
      },
    ],
    domain: [-2, 2, -1, 3],
    minima: ({ a }) => [{ at: [a, a * a], loss: 0 }],
    source: 'Rosenbrock 1960.',
    why: 'The classic curved ravine: finding the valley is easy, following it to the minimum is not (condition number 2508 there).',
  },
  {
    id: 'beale',
    title: 'Beale',
    formula: '(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2',
    parameters: [],
    domain: [-4.5, 4.5, -4.5, 4.5],
    minima: minimaAt({ at: [3, 0.5], loss: 0 }),
    source: 'Beale 1958.',
    why: 'A flat cross with towering corners: losses from 0 to 180,000, so that no single learning rate suits the whole of it.',
  },
  {
    id: 'dixon-price',
    title: 'Dixon–Price',
    formula: '(x - 1)^2 + 2*(2*y^2 - x)^2',
    parameters: [],
    domain: [-10, 10, -10, 10],
    minima: minimaAt({ at: [1, -Math.SQRT1_2], loss: 0 }, { at: [1, Math.SQRT1_2], loss: 0 }),
    source: 'Dixon and Price 1989.',
    why: 'A parabolic valley with two equal minima: the side on which a start lies decides which one it finds.',
  },
  {
    id: 'bukin-6',
    title: 'Bukin N. 6',
    formula: 'steepness*sqrt(abs(y - 0.01*x^2)) + 0.01*abs(x + 10)',
    parameters: [
      {
        name: 'steepness',
        default: 100,
        min: 0.1,
        max: 100,
        scale: 'log',
        description: 'height of the walls',
      },
    ],
    domain: [-15, -5, -3, 3],
    minima: minimaAt({ at: [-10, 1], loss: 0, nonSmooth: true }),
    source: 'Bukin 1997.',
    why: 'A ridge in reverse, sharp as a knife: the gradient is infinite at the bottom of the valley, and every method bounces.',
  },
];
