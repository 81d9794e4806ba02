import { describe, expect, it } from 'vitest';
import { teamNames } from '../../../src/engine/team-names.ts';

describe('names of teams', () => {
  it('are title and learning rate', () => {
    expect(
      teamNames([
        { id: 'adam', hyper: { lr: 0.02 } },
        { id: 'sgd', hyper: {} },
      ]),
    ).toEqual([
      { title: 'Adam', detail: 'lr 0.02' },
      { title: 'Gradient descent', detail: 'lr 0.001' },
    ]);
  });
  it('tell two teams of one optimizer apart by what differs, default or not', () => {
    const [plain, heavy] = teamNames([
      { id: 'adam', hyper: { lr: 0.02 } },
      { id: 'adam', hyper: { lr: 0.02, beta1: 0.5 } },
    ]);
    expect(plain!.detail).toBe('lr 0.02, beta1 0.9');
    expect(heavy!.detail).toBe('lr 0.02, beta1 0.5');
  });
  it('tell conventions apart by their names, not by all that follows from them', () => {
    const names = teamNames([
      { id: 'adagrad', hyper: { lr: 0.1 } },
      { id: 'adagrad', hyper: { lr: 0.1, convention: 'optax' } },
    ]);
    expect(names.map(({ detail }) => detail)).toEqual([
      'lr 0.1, convention torch',
      'lr 0.1, convention optax',
    ]);
    const [, own] = teamNames([
      { id: 'adagrad', hyper: { lr: 0.1 } },
      { id: 'adagrad', hyper: { lr: 0.1, convention: 'optax', eps: 1e-3 } },
    ]);
    expect(own!.detail).toBe('lr 0.1, eps 0.001, convention optax');
  });
  it('number those in which nothing differs', () => {
    const twins = teamNames([
      { id: 'adam', hyper: { lr: 0.02 } },
      { id: 'adam', hyper: { lr: 0.02 } },
      { id: 'adam', hyper: { lr: 0.03 } },
    ]);
    expect(twins.map(({ detail }) => detail)).toEqual(['lr 0.02, #1', 'lr 0.02, #2', 'lr 0.03']);
  });
  it('say nothing of rates where those are what is looked for', () => {
    const names = teamNames(
      [
        { id: 'adam', hyper: {} },
        { id: 'adam', hyper: {} },
        { id: 'sgd', hyper: {} },
      ],
      [],
    );
    expect(names.map(({ detail }) => detail)).toEqual(['#1', '#2', '']);
  });
});
