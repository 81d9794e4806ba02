import { describe, expect, it } from 'vitest';
import { optimizerById } from '../../../src/optimizers/index.ts';
import { createHandRates } from '../../../src/state/hand-rates.ts';
import { openingScene } from '../../../src/state/opening-scene.ts';
import { suggestRate } from '../../../src/state/suggest-rate.ts';
import { setSurface, suitRate } from '../../../src/state/suit-rates.ts';

const goldstein = { id: 'goldstein-price', params: {} };
const sgd = (lr: number) => ({ id: 'sgd', hyper: { lr } });

describe('setSurface', () => {
  it('gives every team a rate that suits the new surface and keeps its other numbers', () => {
    const { spec } = setSurface(openingScene(), goldstein, createHandRates());
    expect(spec.surface).toEqual(goldstein);
    expect(spec.optimizers).toEqual(
      openingScene().spec.optimizers.map(({ id, hyper }) => ({
        id,
        hyper: { ...hyper, lr: suggestRate(optimizerById(id)!, goldstein) },
      })),
    );
    expect(spec.optimizers[0]!.hyper.lr).toBeLessThan(0.00025);
  });

  it('leaves alone what a person chose, also where another team was removed before', () => {
    const byHand = createHandRates();
    const scene = openingScene();
    const chosen = { id: 'momentum', hyper: { lr: 0.125, momentum: 0.9 } };
    byHand.chose(scene.spec.optimizers[1]!, chosen);
    const state = { ...scene, spec: { ...scene.spec, optimizers: [chosen, scene.spec.optimizers[2]!] } };
    const { optimizers } = setSurface(state, goldstein, byHand).spec;
    expect(optimizers[0]).toEqual(chosen);
    expect(optimizers[1]!.hyper.lr).not.toBe(scene.spec.optimizers[2]!.hyper.lr);
  });
});

describe('createHandRates', () => {
  it('remembers where a drag ended, and forgets what was reset', () => {
    const byHand = createHandRates();
    byHand.chose(sgd(0.1), sgd(0.2));
    byHand.chose(sgd(0.2), sgd(0.3));
    expect([0.1, 0.2, 0.3].map((lr) => byHand.has(sgd(lr)))).toEqual([false, false, true]);
    byHand.chose(sgd(0.3), { id: 'sgd', hyper: {} });
    expect(byHand.has(sgd(0.3))).toBe(false);
    expect(byHand.has({ id: 'sgd', hyper: {} })).toBe(false);
    expect(suitRate({ id: 'sgd', hyper: {} }, goldstein, byHand).hyper.lr).toBeGreaterThan(0);
  });
});
