import { describe, expect, it, vi } from 'vitest';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { equal } from '../../../src/state/equal.ts';
import { createSignal } from '../../../src/state/signal.ts';
import { createStore } from '../../../src/state/store.ts';
import { defaultView } from '../../../src/state/view-defaults.ts';

const initial = () => ({ spec: parseRunSpec({}), view: defaultView });

describe('createStore', () => {
  it('tells only those whose selected slice changed by value', () => {
    const store = createStore(initial());
    const onSteps = vi.fn();
    const onTeams = vi.fn();
    store.subscribe((state) => state.spec.steps, onSteps);
    store.subscribe((state) => state.spec.optimizers, onTeams);
    store.update((state) => ({
      spec: { ...state.spec, steps: 7, optimizers: structuredClone(state.spec.optimizers) },
    }));
    expect(onSteps.mock.calls).toEqual([[7, 500]]);
    expect(onTeams).not.toHaveBeenCalled();
  });

  it('merges a part over the state and ignores what changes nothing', () => {
    const store = createStore(initial());
    const before = store.get();
    store.update({ view: { ...defaultView } });
    expect(store.get()).toBe(before);
    store.update({ view: { ...defaultView, trails: 1 } });
    expect(store.get().view.trails).toBe(1);
    expect(store.get().spec).toBe(before.spec);
  });

  it('lets a listener update the store without telling anybody twice', () => {
    const store = createStore(initial());
    const heard: number[] = [];
    store.subscribe(
      (state) => state.spec.steps,
      (steps) => {
        if (steps < 3) store.update((state) => ({ spec: { ...state.spec, steps: steps + 1 } }));
      },
    );
    store.subscribe(
      (state) => state.spec.steps,
      (steps) => heard.push(steps),
    );
    store.update((state) => ({ spec: { ...state.spec, steps: 1 } }));
    expect(heard).toEqual([3]);
  });

  it('stops telling whoever unsubscribed, even in the midst of telling', () => {
    const store = createStore(initial());
    const second = vi.fn();
    store.subscribe(
      (state) => state.spec.steps,
      () => stop(),
    );
    const stop = store.subscribe((state) => state.spec.steps, second);
    store.update((state) => ({ spec: { ...state.spec, steps: 1 } }));
    expect(second).not.toHaveBeenCalled();
  });

  it('holds values that cannot be written to', () => {
    const store = createStore(initial());
    expect(() => {
      store.get().spec.optimizers[0]!.hyper.lr = 1;
    }).toThrow(TypeError);
  });
});

describe('createSignal', () => {
  it('tells of another value and not of the same', () => {
    const signal = createSignal(1);
    const listener = vi.fn();
    const stop = signal.subscribe(listener);
    signal.set(1);
    signal.set(2);
    stop();
    signal.set(3);
    expect(listener.mock.calls).toEqual([[2]]);
    expect(signal.get()).toBe(3);
  });
});

describe('equal', () => {
  it.each([
    [[1, [2, { a: 3 }]], [1, [2, { a: 3 }]], true],
    [{ a: Number.NaN }, { a: Number.NaN }, true],
    [{ a: 1, b: undefined }, { a: 1, c: undefined }, false],
    [[], {}, false],
    [null, {}, false],
    [[1, 2], [1, 2, 3], false],
  ])('%j and %j: %s', (a, b, expected) => {
    expect(equal(a, b)).toBe(expected);
    expect(equal(b, a)).toBe(expected);
  });
});
