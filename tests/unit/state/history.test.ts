import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppState } from '../../../src/state/app-state.ts';
import { addPoints, editSpec, editView } from '../../../src/state/edits.ts';
import {
  COMMIT_GAP_MS,
  connectHistory,
  type HistoryPort,
  readState,
  WRITE_DELAY_MS,
} from '../../../src/state/history.ts';
import { openingScene } from '../../../src/state/opening-scene.ts';
import { decodeState, encodeState } from '../../../src/state/permalink.ts';
import { createStore } from '../../../src/state/store.ts';

/** A browser's session history, without the browser. */
function fakeBrowser(hash = '') {
  const entries: { hash: string; entry: unknown }[] = [{ hash, entry: null }];
  let at = 0;
  let listener = () => {};
  const port: HistoryPort = {
    hash: () => entries[at]!.hash,
    entry: () => entries[at]!.entry,
    write(how, text, entry) {
      if (how === 'push') entries.splice(++at);
      entries[at] = { hash: text === '' ? '' : `#${text}`, entry: structuredClone(entry) };
    },
    onNavigate(next) {
      listener = next;
      return () => {
        listener = () => {};
      };
    },
  };
  const go = (delta: number) => {
    at += delta;
    listener();
  };
  const type = (text: string) => {
    entries.splice(++at);
    entries[at] = { hash: text, entry: null };
    listener();
  };
  return { port, go, type, hashes: () => entries.map((entry) => entry.hash) };
}

const setSteps = (steps: number) => (state: AppState) => editSpec(state, { steps });

describe('connectHistory', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function connected(hash = '#surface=rosenbrock') {
    const browser = fakeBrowser(hash);
    const store = createStore(decodeState(hash).state);
    const problems = vi.fn();
    const history = connectHistory(store, browser.port, problems, () => Date.now());
    return { ...browser, store, problems, history };
  }
  const wait = (ms: number) => vi.advanceTimersByTime(ms);

  it('makes one entry of a drag', () => {
    const { store, hashes } = connected();
    for (const steps of [1, 2, 3, 4]) {
      store.update(setSteps(steps));
      wait(WRITE_DELAY_MS);
    }
    expect(hashes()).toEqual(['#surface=rosenbrock', '#surface=rosenbrock&steps=4']);
  });

  it('makes two entries of two changes', () => {
    const { store, hashes } = connected();
    store.update(setSteps(1));
    wait(COMMIT_GAP_MS + 1);
    store.update(setSteps(2));
    wait(WRITE_DELAY_MS);
    expect(hashes()).toEqual(['', '&steps=1', '&steps=2'].map((end) => `#surface=rosenbrock${end}`));
  });

  it('rewrites the current entry for changes of the view', () => {
    const { store, hashes } = connected();
    for (const trails of [1, 2]) {
      store.update((state) => editView(state, { trails }));
      wait(COMMIT_GAP_MS + WRITE_DELAY_MS);
    }
    expect(hashes()).toEqual(['#surface=rosenbrock&trails=2']);
  });

  it('goes back and forward', () => {
    const { store, go, hashes } = connected();
    store.update(setSteps(1));
    wait(COMMIT_GAP_MS + 1);
    store.update(setSteps(2));
    wait(WRITE_DELAY_MS);
    go(-1);
    expect(store.get().spec.steps).toBe(1);
    go(-1);
    expect(store.get().spec.steps).toBe(500);
    go(2);
    expect(store.get().spec.steps).toBe(2);
    wait(10 * WRITE_DELAY_MS);
    expect(hashes()).toHaveLength(3);
  });

  it('does not overwrite the future with a change that was still waiting', () => {
    const { store, go, hashes } = connected();
    store.update(setSteps(1));
    wait(COMMIT_GAP_MS + 1);
    store.update((state) => editView(state, { trails: 3 }));
    go(-1);
    wait(10 * WRITE_DELAY_MS);
    expect(store.get().view.trails).not.toBe(3);
    expect(hashes()).toEqual(['#surface=rosenbrock', '#surface=rosenbrock&steps=1']);
  });

  it('takes in an address that a person typed and reports what is wrong with it', () => {
    const { store, type, problems, hashes } = connected();
    type('#surface=ackley&steps=-1');
    expect(store.get().spec.surface).toEqual({ id: 'ackley', params: {} });
    expect(problems).toHaveBeenCalledWith([expect.stringContaining('steps')]);
    wait(10 * WRITE_DELAY_MS);
    expect(hashes().at(-1)).toBe('#surface=ackley');
  });

  it('keeps with the entry what does not fit into the address', () => {
    const { store, go, problems } = connected();
    const points = Array.from({ length: 300 }, (_, i): [number, number] => [i, 0]);
    store.update((state) => addPoints(state, points));
    wait(COMMIT_GAP_MS + 1);
    const before = store.get();
    store.update(setSteps(1));
    wait(WRITE_DELAY_MS);
    go(-1);
    expect(store.get()).toEqual(before);
    expect(problems).not.toHaveBeenCalled();
  });

  it('corrects a bad address on load, so that a link copied from it shows what is seen', () => {
    const browser = fakeBrowser('#surface=beale&steps=-5');
    const { state } = readState(browser.port);
    connectHistory(createStore(state), browser.port, () => {});
    expect(browser.hashes()).toEqual(['#surface=beale']);
  });

  it('completes the view of an entry that an older version of the page wrote', () => {
    const browser = fakeBrowser();
    const { colors: _, ...view } = openingScene().view;
    browser.port.write('replace', '', { spec: openingScene().spec, view: { ...view, trails: 7 } });
    expect(readState(browser.port).state.view).toEqual({ ...openingScene().view, trails: 7 });
  });

  it('finds after a reload what did not fit into the address', () => {
    const browser = fakeBrowser();
    const store = createStore(readState(browser.port).state);
    connectHistory(store, browser.port, () => {});
    store.update(
      addPoints(
        store.get(),
        Array.from({ length: 300 }, (_, i) => [i, -i]),
      ),
    );
    wait(WRITE_DELAY_MS);
    const { state, problems } = readState(browser.port);
    expect(problems).toEqual([]);
    expect(state).toEqual(store.get());
  });

  it('writes at once when asked to, and nothing once disposed', () => {
    const { store, history, hashes } = connected();
    store.update(setSteps(1));
    history.flush();
    expect(hashes().at(-1)).toBe(`#${encodeState(store.get())}`);
    store.update(setSteps(2));
    history.dispose();
    history.dispose();
    wait(10 * WRITE_DELAY_MS);
    expect(hashes().at(-1)).toContain('steps=1');
  });
});
