import type { HyperValue } from '../../../src/engine/run-spec.ts';

export const PUBLISHED_BASE = 0.1;
export const PUBLISHED_STEPS = [0, 1, 5, 10, 29, 30, 50, 99];

/**
 * Learning rates at those steps for that base, to nine digits: torch's closed forms, and optax's where a convention says
 * so, worked out by other hands than the schedules'.
 */
export const publishedRates: readonly {
  id: string;
  params: Record<string, HyperValue>;
  rates: readonly number[];
}[] = [
  { id: 'step', params: { every: 30, gamma: 0.1 }, rates: [0.1, 0.1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.0001] },
  {
    id: 'multi-step',
    params: { first: 30, second: 60, third: 90, gamma: 0.1 },
    rates: [0.1, 0.1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.0001],
  },
  {
    id: 'exponential',
    params: { gamma: 0.95 },
    rates: [
      0.1, 0.095, 0.0773780937, 0.0598736939, 0.0225935541, 0.0214638764, 0.00769449753, 0.000623213602,
    ],
  },
  {
    id: 'linear',
    params: { start: 1 / 3, end: 1, total: 5 },
    rates: [0.0333333333, 0.0466666667, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1],
  },
  {
    id: 'polynomial',
    params: { total: 100, power: 2 },
    rates: [0.1, 0.09801, 0.09025, 0.081, 0.05041, 0.049, 0.025, 1e-5],
  },
  {
    id: 'cosine',
    params: { total: 100 },
    rates: [0.1, 0.099975328, 0.099384417, 0.0975528258, 0.0806453527, 0.0793892626, 0.05, 2.46719817e-5],
  },
  {
    id: 'cosine-restarts',
    params: { period: 10, growth: 2 },
    rates: [0.1, 0.0975528258, 0.05, 0.1, 0.00061558297, 0.1, 0.05, 0.0709329869],
  },
  {
    id: 'cyclic',
    params: { base: 0.1, up: 20 },
    rates: [0.01, 0.0145, 0.0325, 0.055, 0.0595, 0.055, 0.055, 0.0955],
  },
  {
    id: 'cyclic',
    params: { base: 0.1, up: 20, mode: 'triangular2' },
    rates: [0.01, 0.0145, 0.0325, 0.055, 0.0595, 0.055, 0.0325, 0.031375],
  },
  {
    id: 'one-cycle',
    params: { total: 100 },
    rates: [0.004, 0.00428137806, 0.0108708555, 0.0295163948, 0.1, 0.0999496535, 0.0793893451, 4e-7],
  },
  {
    id: 'one-cycle',
    params: { total: 100, convention: 'optax' },
    rates: [0.004, 0.00426294902, 0.0104307806, 0.028, 0.099737051, 0.1, 0.0811745654, 5.07464715e-5],
  },
  {
    id: 'warmup-stable-decay',
    params: { warmup: 10, stable: 60, decay: 30 },
    rates: [0, 0.01, 0.05, 0.1, 0.1, 0.1, 0.1, 0.00333333333],
  },
  {
    id: 'inverse-square-root',
    params: { warmup: 10 },
    rates: [0.01, 0.02, 0.06, 0.0953462589, 0.0577350269, 0.0567961834, 0.0442807443, 0.0316227766],
  },
];
