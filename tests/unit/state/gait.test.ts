import { expect, it } from 'vitest';
import { optimizerById, optimizers } from '../../../src/optimizers/index.ts';
import { gaitOf } from '../../../src/state/gait.ts';

it.each([
  { gait: 'gradient', ids: ['sgd', 'momentum', 'nesterov', 'qhm', 'aggmo'] },
  { gait: 'rate', ids: ['adam', 'adagrad', 'rmsprop', 'lion', 'sign-sgd', 'rprop', 'adopt', 'sophia'] },
  { gait: 'own', ids: ['adadelta', 'newton', 'saddle-free-newton', 'bfgs', 'l-bfgs', 'polyak'] },
])('$ids walk by the $gait', ({ gait, ids }) => {
  for (const id of ids) expect(gaitOf(optimizerById(id)!), id).toBe(gait);
});

it.each(optimizers)('$id does not change its gait with its default rate', (optimizer) => {
  const hyper = optimizer.hyper.map((spec) =>
    spec.name === 'lr' ? { ...spec, default: Number(spec.default) / 2 } : spec,
  );
  expect(gaitOf({ ...optimizer, hyper })).toBe(gaitOf(optimizer));
});
