import { minimaAt } from './known-minima.ts';
import type { SurfaceEntry } from './surface.ts';

/** One minimum, and every way down leads to it. */
export const convex: readonly Omit<SurfaceEntry, 'group'>[] = [
  {
    id: 'bowl',
    title: 'Bowl',
    formula: 'x^2 + y^2',
    parameters: [],
    domain: [-5, 5, -5, 5],
    minima: minimaAt({ at: [0, 0], loss: 0 }),
    source: 'The sphere function of De Jong 1975.',
    why: 'The easiest surface there is: with lr = 1/2 gradient descent arrives in one step, above 1 it flies apart.',
  },
  {
    id: 'elongated-bowl',
    title: 'Elongated bowl',
    // A rotation by atan(tilt), written without sines so that it costs next to nothing in every step.
    formula: '((x + tilt*y)^2 + kappa*(y - tilt*x)^2)/(1 + tilt^2)',
    parameters: [
      {
        name: 'kappa',
        default: 10,
        min: 1,
        max: 10_000,
        scale: 'log',
        description: 'condition number: how much steeper the short axis is',
      },
      {
        name: 'tilt',
        default: 0,
        min: -1,
        max: 1,
        scale: 'linear',
        description: 'slope of the long axis: 0 lies along x, 1 on the diagonal',
      },
    ],
    domain: [-5, 5, -5, 5],
    minima: minimaAt({ at: [0, 0], loss: 0 }),
    source: 'A quadratic with eigenvalues 2 and 2κ; theory in Polyak 1964 and Goh 2017.',
    why: 'The condition number decides how slow gradient descent is; tilt the axes and methods that scale each coordinate lose their advantage.',
  },
  {
    id: 'booth',
    title: 'Booth',
    formula: '(x + 2*y - 7)^2 + (2*x + y - 5)^2',
    parameters: [],
    domain: [-10, 10, -10, 10],
    minima: minimaAt({ at: [1, 3], loss: 0 }),
    source: 'Booth; in Jamil and Yang 2013.',
    why: 'A bowl with condition number 9 whose axes lie on the diagonals: both coordinates must move together.',
  },
  {
    id: 'matyas',
    title: 'Matyas',
    formula: '0.26*(x^2 + y^2) - 0.48*x*y',
    parameters: [],
    domain: [-10, 10, -10, 10],
    minima: minimaAt({ at: [0, 0], loss: 0 }),
    source: 'Matyas; in Jamil and Yang 2013.',
    why: 'Nearly flat along the diagonal (condition number 25): fast to reach the trough, slow along it.',
  },
  {
    id: 'zakharov',
    title: 'Zakharov',
    formula: 'x^2 + y^2 + (0.5*x + y)^2 + (0.5*x + y)^4',
    parameters: [],
    domain: [-5, 10, -5, 10],
    minima: minimaAt({ at: [0, 0], loss: 0 }),
    source: 'Zakharov; in Jamil and Yang 2013.',
    why: 'A gentle bowl inside quartic walls: a learning rate that is right at the bottom explodes on the slopes.',
  },
];
