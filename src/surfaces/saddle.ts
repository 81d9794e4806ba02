import { minimaAt } from './known-minima.ts';
import type { SurfaceEntry } from './surface.ts';

/** Where the gradient vanishes and yet the way down goes on. */
export const saddle: readonly Omit<SurfaceEntry, 'group'>[] = [
  {
    id: 'saddle',
    title: 'Saddle',
    formula: 'x^2 - y^2',
    parameters: [],
    domain: [-2, 2, -2, 2],
    minima: minimaAt(),
    source: 'The hyperbolic paraboloid.',
    why: 'Starts near the ridge y = 0 linger before they fall: see which method leaves first.',
  },
  {
    id: 'monkey-saddle',
    title: 'Monkey saddle',
    formula: 'x^3 - 3*x*y^2',
    parameters: [],
    domain: [-2, 2, -2, 2],
    minima: minimaAt(),
    source: 'Hilbert and Cohn-Vossen 1932.',
    why: 'A saddle for two legs and a tail: at the centre the Hessian vanishes too, so curvature gives no hint of the way down.',
  },
  {
    id: 'double-well',
    title: 'Double well',
    formula: 'barrier*(x^2 - 1)^2 + y^2',
    parameters: [
      {
        name: 'barrier',
        default: 1,
        min: 0.01,
        max: 100,
        scale: 'log',
        description: 'height of the pass between the wells',
      },
    ],
    domain: [-2, 2, -2, 2],
    minima: minimaAt({ at: [-1, 0], loss: 0 }, { at: [1, 0], loss: 0 }),
    source: 'The quartic potential of Duffing 1918.',
    why: 'Two equal wells and a saddle between them: momentum can carry a trajectory over the pass into the other well.',
  },
  {
    id: 'sin-cos',
    title: 'Sine and cosine',
    formula: 'sin(x) + cos(y)',
    parameters: [],
    domain: [-Math.PI, Math.PI, -Math.PI, Math.PI],
    minima: minimaAt(
      { at: [-Math.PI / 2, -Math.PI], loss: -2, boundary: true },
      { at: [-Math.PI / 2, Math.PI], loss: -2, boundary: true },
    ),
    source: 'One period of a lattice of minima, maxima and saddles.',
    why: 'Minima, maxima and saddles take turns like the squares of a chessboard: every start has a saddle next door.',
  },
];
