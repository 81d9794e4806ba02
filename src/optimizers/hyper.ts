import type { HyperSpec } from './optimizer.ts';

/** Hyperparameters that many optimizers share, so that they have one name, one range and one sentence everywhere. */

/** Largest number of steps of a run; nothing that counts steps need count further. */
export const MAX_STEPS = 1_000_000;

export const learningRate = (value: number): HyperSpec => ({
  name: 'lr',
  kind: 'number',
  default: value,
  min: 0,
  slider: { min: 1e-5, max: 10, scale: 'log' },
  description: 'Learning rate: the length of a step per unit of (scaled) gradient.',
  symbol: '\\gamma',
});

/** An L2 penalty: its gradient joins the gradient of the loss. */
export const weightDecay: HyperSpec = {
  name: 'weightDecay',
  kind: 'number',
  default: 0,
  min: 0,
  slider: { min: 0, max: 1, scale: 'linear' },
  description: 'L2 penalty: this multiple of the position is added to the gradient.',
  symbol: '\\lambda',
};

/** Decay apart from the gradient, so that no scaling of the gradient changes it (Loshchilov and Hutter 2019). */
export const decoupledDecay = (value: number): HyperSpec => ({
  ...weightDecay,
  default: value,
  description: 'The position shrinks by this fraction, times the learning rate, each step.',
});

/** torch's switch between the two kinds of weight decay. */
export const decoupled: HyperSpec = {
  name: 'decoupledWeightDecay',
  kind: 'boolean',
  default: false,
  description: 'Weight decay shrinks the position, as in AdamW, instead of joining the gradient.',
  symbol: '\\text{decoupled}',
};

/** One, that is no friction at all, is allowed: instructive on a bowl. */
export const momentum = (value: number): HyperSpec => ({
  name: 'momentum',
  kind: 'number',
  default: value,
  min: 0,
  max: 1,
  slider: { min: 0, max: 1, scale: 'linear' },
  description: 'Fraction of the previous velocity that is kept; 0 is no momentum, 1 no friction.',
  symbol: '\\mu',
});

/** Levenberg's addition to the diagonal of a Hessian. */
export const damping: HyperSpec = {
  name: 'damping',
  kind: 'number',
  default: 0,
  min: 0,
  slider: { min: 0, max: 10, scale: 'linear' },
  description:
    'Added to every eigenvalue that the gradient is divided by: the larger, the shorter the steps.',
  symbol: '\\mu',
};

/** Decay rate of an exponential moving average, in [0, 1), in float32 too: at 1 the average would never take anything in. */
export const decayRate = (name: string, value: number, symbol: string, description: string): HyperSpec => ({
  name,
  kind: 'number',
  default: value,
  min: 0,
  max: 1,
  exclusiveMax: true,
  slider: { min: 0, max: 0.9999, scale: 'linear' },
  description,
  symbol,
});

export const epsilon = (value: number): HyperSpec => ({
  name: 'eps',
  kind: 'number',
  default: value,
  min: 0,
  slider: { min: 1e-12, max: 1, scale: 'log' },
  description: 'Added to the denominator, outside the root, so that it is never zero.',
  symbol: '\\epsilon',
});

/** Decay rates of the two averages that Adam and its kin have. */
export const beta1 = (value = 0.9): HyperSpec =>
  decayRate('beta1', value, '\\beta_1', 'Decay rate of the average of gradients.');
export const beta2 = (value = 0.999): HyperSpec =>
  decayRate('beta2', value, '\\beta_2', 'Decay rate of the average of squared gradients.');

/** A share of something, from none of it to all. */
export const fraction = (name: string, value: number, symbol: string, description: string): HyperSpec => ({
  name,
  kind: 'number',
  default: value,
  min: 0,
  max: 1,
  slider: { min: 0, max: 1, scale: 'linear' },
  description,
  symbol,
});

/** Whose rule it is where they differ under one name; the first is the default. @param choices short names, such as 'optax' */
export const convention = (choices: readonly [string, ...string[]], description: string): HyperSpec => ({
  name: 'convention',
  kind: 'choice',
  choices,
  default: choices[0],
  description,
  symbol: '\\text{convention}',
});

/** Heavy balls: only a schedule tells the two apart. */
export const velocityConvention = convention(
  ['torch', 'keras'],
  'Where the learning rate goes: on the velocity, as in PyTorch and optax, or on the gradient that enters it, as in Keras. Only a schedule tells them apart.',
);
export const KERAS = velocityConvention.choices?.indexOf('keras');
