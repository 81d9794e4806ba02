import type { HyperValue } from '../../../src/engine/run-spec.ts';

type Side = readonly [id: string, hyper: Record<string, HyperValue>];

export interface Equivalence {
  what: string;
  one: Side;
  other: Side;
  /** Decimals that agree (default 12). */
  digits?: number;
  /** Steps that are compared (default all 50). */
  steps?: number;
}

/** Optimizers that are others in disguise, on a bent, ill-conditioned valley. */
export const equivalences: readonly Equivalence[] = [
  {
    what: 'momentum without momentum is sgd',
    one: ['momentum', { lr: 0.01, momentum: 0, weightDecay: 0.1 }],
    other: ['sgd', { lr: 0.01, weightDecay: 0.1 }],
  },
  {
    what: 'dampening means nothing without momentum',
    one: ['momentum', { lr: 0.01, momentum: 0, dampening: 0.5 }],
    other: ['sgd', { lr: 0.01 }],
  },
  {
    what: 'momentum of keras is that of torch while the rate stays',
    one: ['momentum', { lr: 0.01, dampening: 0.5, weightDecay: 0.1, convention: 'keras' }],
    other: ['momentum', { lr: 0.01, dampening: 0.5, weightDecay: 0.1 }],
  },
  {
    what: 'nesterov of keras is that of torch while the rate stays',
    one: ['nesterov', { lr: 0.01, weightDecay: 0.1, convention: 'keras' }],
    other: ['nesterov', { lr: 0.01, weightDecay: 0.1 }],
  },
  {
    what: 'nesterov without momentum is sgd',
    one: ['nesterov', { lr: 0.01, momentum: 0 }],
    other: ['sgd', { lr: 0.01 }],
  },
  {
    what: 'rmsprop that forgets at once, with a huge eps, is sgd',
    one: ['rmsprop', { lr: 1e6 * 0.01, alpha: 0, eps: 1e6 }],
    other: ['sgd', { lr: 0.01 }],
    // The root beside an eps of 1e6 is up to about 100, a ten-thousandth of the step.
    digits: 4,
  },
  {
    what: 'adam that remembers nothing is rmsprop that remembers nothing',
    one: ['adam', { lr: 0.01, beta1: 0, beta2: 0, eps: 1e-8 }],
    other: ['rmsprop', { lr: 0.01, alpha: 0, eps: 1e-8 }],
  },
  {
    what: 'adamw without decay is adam',
    one: ['adamw', { lr: 0.05, weightDecay: 0 }],
    other: ['adam', { lr: 0.05 }],
  },
  {
    what: 'adadelta whose eps outweighs all gradients is sgd',
    one: ['adadelta', { lr: 0.01, eps: 1e12, weightDecay: 0.1 }],
    other: ['sgd', { lr: 0.01, weightDecay: 0.1 }],
    // A squared gradient of at most 1e4 beside 1e12.
    digits: 8,
  },
  {
    what: 'amsgrad is adam until a divisor first shrinks',
    one: ['amsgrad', { lr: 0.001, weightDecay: 0.01 }],
    other: ['adam', { lr: 0.001, weightDecay: 0.01 }],
    steps: 20,
  },
  {
    what: 'adamax that remembers nothing is the sign of the gradient',
    one: ['adamax', { lr: 0.01, beta1: 0, beta2: 0, eps: 0 }],
    other: ['sign-sgd', { lr: 0.01 }],
  },
  {
    what: 'nadam without momentum is adam without momentum',
    one: ['nadam', { lr: 0.01, beta1: 0 }],
    other: ['adam', { lr: 0.01, beta1: 0 }],
  },
  {
    what: 'nadam of optax is the warmed-up nadam of torch',
    one: ['nadam', { lr: 0.01, convention: 'optax' }],
    other: ['nadam', { lr: 0.01, convention: 'torch-2', momentumDecay: 1e6 }],
  },
  {
    what: 'radam whose average is too short to trust is, without momentum, sgd',
    one: ['radam', { lr: 0.001, beta1: 0, beta2: 0.5, weightDecay: 0.1 }],
    other: ['sgd', { lr: 0.001, weightDecay: 0.1 }],
  },
  {
    what: 'rprop whose steps may not change is the sign of the gradient, until it turns',
    one: ['rprop', { lr: 0.01, stepMin: 0.01, stepMax: 0.01 }],
    other: ['sign-sgd', { lr: 0.01 }],
    steps: 7,
  },
  {
    what: 'lion with equal rates is signum',
    one: ['lion', { lr: 0.01, beta1: 0.9, beta2: 0.9, weightDecay: 0.1 }],
    other: ['signum', { lr: 0.01, momentum: 0.9, weightDecay: 0.1 }],
  },
  {
    what: 'signum without momentum is signSGD',
    one: ['signum', { lr: 0.01, momentum: 0, weightDecay: 0.1 }],
    other: ['sign-sgd', { lr: 0.01, weightDecay: 0.1 }],
  },
  {
    what: 'signSGD is adam that remembers nothing',
    one: ['sign-sgd', { lr: 0.01 }],
    other: ['adam', { lr: 0.01, beta1: 0, beta2: 0, eps: 0 }],
  },
  {
    what: 'adabelief without momentum is never surprised, and steps by its eps',
    // v = 1 at every step: g / (√1 + 1).
    one: ['adabelief', { lr: 0.02, beta1: 0, beta2: 0, eps: 1 }],
    other: ['sgd', { lr: 0.01 }],
  },
  {
    what: 'adan that remembers nothing is the sign of the gradient',
    one: ['adan', { lr: 0.01, beta1: 0, beta2: 0, beta3: 0, eps: 0 }],
    other: ['sign-sgd', { lr: 0.01 }],
  },
  {
    what: 'yogi that gives way at once is rmsprop that remembers nothing, where v grows',
    one: ['yogi', { lr: 0.01, beta1: 0, beta2: 0, eps: 1e-3 }],
    other: ['rmsprop', { lr: 0.01, alpha: 0, eps: 1e-3 }],
    // v₁ = 1e-6 + g² instead of g², with gradients above 1.
    digits: 6,
    steps: 1,
  },
  {
    what: 'qhm with all of the average is momentum with an averaged velocity',
    one: ['qhm', { lr: 0.1, momentum: 0.9, nu: 1, weightDecay: 0.1 }],
    other: ['momentum', { lr: 0.01, momentum: 0.9, weightDecay: 0.1 }],
  },
  {
    what: 'qhm with none of the average is sgd',
    one: ['qhm', { lr: 0.01, nu: 0 }],
    other: ['sgd', { lr: 0.01 }],
  },
  {
    what: 'qhm whose mixing rate is its momentum is nesterov with an averaged velocity',
    one: ['qhm', { lr: 0.1, momentum: 0.9, nu: 0.9 }],
    other: ['nesterov', { lr: 0.01, momentum: 0.9 }],
  },
  {
    what: 'qhadam with all of both averages is adam',
    one: ['qhadam', { lr: 0.01, beta1: 0.9, nu1: 1, nu2: 1, weightDecay: 0.1 }],
    other: ['adam', { lr: 0.01, weightDecay: 0.1 }],
  },
  {
    what: 'qhadam with none of the averages is the sign of the gradient',
    one: ['qhadam', { lr: 0.01, nu1: 0, nu2: 0, eps: 0 }],
    other: ['sign-sgd', { lr: 0.01 }],
  },
  {
    what: 'qhadam with none of the first average is adam without momentum',
    one: ['qhadam', { lr: 0.01, nu1: 0, nu2: 1 }],
    other: ['adam', { lr: 0.01, beta1: 0 }],
  },
  {
    what: 'aggmo with three equal momenta is momentum',
    one: ['aggmo', { lr: 0.01, beta1: 0.9, beta2: 0.9, beta3: 0.9, weightDecay: 0.1 }],
    other: ['momentum', { lr: 0.01, momentum: 0.9, weightDecay: 0.1 }],
  },
  {
    what: 'ademamix without the slow average is adamw',
    one: ['ademamix', { lr: 0.01, alpha: 0, weightDecay: 0.1 }],
    other: ['adamw', { lr: 0.01, weightDecay: 0.1 }],
  },
  {
    what: 'adabound with bounds that never close in is adam',
    one: ['adabound', { lr: 0.01, gamma: 1e-12, eps: 0, weightDecay: 0.1 }],
    other: ['adam', { lr: 0.01, eps: 0, weightDecay: 0.1 }],
    // The lower bound is 1e-13 t, times gradients of up to 100.
    digits: 9,
  },
  {
    what: 'adabound with bounds closed in is momentum with an averaged velocity',
    one: ['adabound', { lr: 0.01, gamma: 1e12, finalLr: 0.01 }],
    other: ['momentum', { lr: 0.001, momentum: 0.9 }],
    // Bounds a relative 1e-12 apart.
    digits: 9,
  },
  {
    what: 'polyak that can never get low enough is sgd',
    one: ['polyak', { lr: 0.01, fStar: -1e9 }],
    other: ['sgd', { lr: 0.01 }],
  },
  {
    what: 'novograd whose eps outweighs all gradients is momentum',
    one: ['novograd', { lr: 1e9 * 0.01, beta1: 0.9, eps: 1e9 }],
    other: ['momentum', { lr: 0.01, momentum: 0.9 }],
    // The norm beside an eps of 1e9 is up to 1e3, a millionth of steps of up to 1, which momentum adds up.
    digits: 3,
  },
  {
    what: 'muon without momentum is novograd that remembers nothing',
    // What the polynomial makes of 1, in exact fractions.
    one: ['muon', { lr: 0.01, momentum: 0, weightDecay: 0 }],
    other: ['novograd', { lr: 0.01 * 0.6964364094697528, beta1: 0, beta2: 0, eps: 0 }],
  },
  {
    what: 'muon whose eps outweighs all gradients is momentum with an averaged velocity',
    // Far below 1 the polynomial is its first coefficient, five times over.
    one: [
      'muon',
      { lr: (0.1 * 1e9) / 3.4445 ** 5, momentum: 0.9, nesterov: false, eps: 1e9, weightDecay: 0 },
    ],
    other: ['momentum', { lr: 0.01, momentum: 0.9 }],
    // The cubic term beside the linear one is (3.4445⁴ · 1e3 / 1e9)², a few times 1e-8.
    digits: 5,
  },
  {
    what: 'lamb at first is signSGD, times the distance from the origin over the root of two',
    one: ['lamb', { lr: 0.01, eps: 0 }],
    other: ['sign-sgd', { lr: (0.01 * 2.5) / Math.SQRT2 }],
    steps: 1,
  },
  {
    what: 'prodigy that keeps its first guess is adam with that rate',
    one: ['prodigy', { lr: 0.5, d0: 0.02, dCoef: 0, useBiasCorrection: true, eps: 0 }],
    other: ['adam', { lr: 0.01, eps: 0 }],
  },
  {
    what: 'prodigy that keeps its first guess decays as adamw',
    one: [
      'prodigy',
      { d0: 0.01, dCoef: 0, beta1: 0, beta2: 0, useBiasCorrection: true, eps: 0, weightDecay: 0.1 },
    ],
    other: ['adamw', { lr: 0.01, beta1: 0, beta2: 0, eps: 0, weightDecay: 0.1 }],
  },
  {
    what: 'newton whose damping outweighs all curvatures is sgd',
    one: ['newton', { lr: 1e12 * 0.01, damping: 1e12 }],
    other: ['sgd', { lr: 0.01 }],
    // A curvature of at most 1e3 beside 1e12, times gradients of up to 100.
    digits: 7,
  },
  {
    what: 'saddle-free newton whose damping outweighs all curvatures is sgd',
    one: ['saddle-free-newton', { lr: 1e12 * 0.01, damping: 1e12 }],
    other: ['sgd', { lr: 0.01 }],
    digits: 7,
  },
  {
    what: 'saddle-free newton is newton where the surface curves up',
    one: ['saddle-free-newton', { lr: 0.1, damping: 0.5 }],
    other: ['newton', { lr: 0.1, damping: 0.5 }],
  },
  {
    what: 'sophia whose eps outweighs all gradients and curvatures is sgd',
    one: ['sophia', { lr: 1e6 * 0.01, beta1: 0, eps: 1e6, weightDecay: 0 }],
    other: ['sgd', { lr: 0.01 }],
  },
  {
    what: 'sophia of the paper without regard to curvature is signum',
    one: ['sophia', { lr: 0.01, gamma: 0, eps: 1e-12, weightDecay: 0, convention: 'paper' }],
    other: ['signum', { lr: 0.01, momentum: 0.965 }],
  },
  {
    what: 'bfgs is l-bfgs while there is but one pair',
    one: ['bfgs', { lr: 0.1 }],
    other: ['l-bfgs', { lr: 0.1 }],
    steps: 2,
  },
  {
    what: 'l-bfgs takes one step of sgd, no longer than the rate',
    // The first gradient is (−20, −5).
    one: ['l-bfgs', { lr: 0.01 * 25 }],
    other: ['sgd', { lr: 0.01 }],
    steps: 1,
  },
];
