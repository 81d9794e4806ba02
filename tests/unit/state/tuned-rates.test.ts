import { describe, expect, it } from 'vitest';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { optimizers } from '../../../src/optimizers/index.ts';
import { createStore } from '../../../src/state/store.ts';
import { adoptRates, ratesToTry, withoutRates } from '../../../src/state/tuned-rates.ts';
import { defaultView } from '../../../src/state/view-defaults.ts';

const spec = parseRunSpec({
  surface: { id: 'bowl' },
  optimizers: [
    { id: 'sgd', hyper: { lr: 0.3 } },
    { id: 'adam', hyper: { beta1: 0.5 } },
  ],
});

describe('learning rates to try', () => {
  it('are as many and as far apart for every optimizer there is', () => {
    for (let k = 0; k < optimizers.length; k += 16) {
      const teams = optimizers.slice(k, k + 16).map(({ id }) => ({ id }));
      const grids = ratesToTry(parseRunSpec({ optimizers: teams }), 32, 6);
      for (const [i, rates] of grids.entries()) {
        expect(rates, teams[i]!.id).toHaveLength(32);
        expect(rates.at(-1)! / rates[0]!, teams[i]!.id).toBeCloseTo(1e6, -4);
        // Each passes the border.
        for (const lr of [rates[0]!, rates.at(-1)!]) {
          expect(() => parseRunSpec({ optimizers: [{ id: teams[i]!.id, hyper: { lr } }] })).not.toThrow();
        }
      }
    }
  });
  it('do not depend on the rates that the teams have', () => {
    const other = adoptRates({ spec, view: defaultView }, [7, 8]).spec;
    expect(ratesToTry(other, 16, 4)).toEqual(ratesToTry(spec, 16, 4));
  });
  it('lie about what suits the surface: on the bowl 2/λmax = 1, and half of that is the middle', () => {
    const [sgd] = ratesToTry(spec, 3, 2);
    expect(sgd).toEqual([0.05, 0.5, 5]);
  });
});

describe('adopting rates', () => {
  it('is one change of the store, and leaves alone what has no better rate', () => {
    const store = createStore({ spec, view: defaultView });
    const seen: unknown[] = [];
    store.subscribe(
      (state) => state.spec,
      ({ optimizers: teams }) => seen.push(teams),
    );
    store.update((state) => adoptRates(state, [null, 0.25]));
    expect(seen).toEqual([
      [
        { id: 'sgd', hyper: { lr: 0.3 } },
        { id: 'adam', hyper: { beta1: 0.5, lr: 0.25 } },
      ],
    ]);
    expect(withoutRates(store.get().spec)).toEqual(withoutRates(spec));
  });
});
