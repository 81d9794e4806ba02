import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Numbers } from '../../../src/core/numbers.ts';
import { completeHyper } from '../../../src/engine/complete-values.ts';
import { optimizers } from '../../../src/optimizers/index.ts';
import { initialState } from '../../../src/optimizers/initial-state.ts';
import type { Columns, Optimizer } from '../../../src/optimizers/optimizer.ts';
import { equivalences } from './equivalences.ts';
import { publishedPaths } from './published-paths.ts';

/** Numbers or columns that remember which of their names were read. */
function recording<T extends object>(values: T): { values: T; read: Set<string> } {
  const read = new Set<string>();
  const proxy = new Proxy(values, {
    get(target, name, receiver) {
      if (typeof name === 'string') read.add(name);
      return Reflect.get(target, name, receiver);
    },
  });
  return { values: proxy, read };
}

/** What one step, and the preparation of the first two, look at. */
function namesRead(optimizer: Optimizer) {
  const hyper = recording<Numbers>({ ...completeHyper(optimizer, {}), lr: 0.1 });
  const prepared = [1, 2].map((t) => optimizer.prepare(hyper.values, 0.1, t, null));
  const inPrepare = new Set(hyper.read);
  hyper.read.clear();
  const scalars = recording<Numbers>(prepared[0]);
  const slots = Object.fromEntries(optimizer.state.map((slot) => [slot.name, Float64Array.of(0.5, 0.5)]));
  const columns = recording<Columns>({
    ...slots,
    theta: Float64Array.of(1, 2),
    g: Float64Array.of(3, 4),
  });
  // Both branches of a flag: a hyperparameter may matter in one only.
  const flags = optimizer.hyper.filter((h) => h.kind === 'boolean');
  for (const flag of [0, 1]) {
    const flagged = Object.fromEntries(flags.map((h) => [h.name, flag]));
    const values = recording<Numbers>({ ...completeHyper(optimizer, {}), ...flagged });
    optimizer.step(columns.values, values.values, scalars.values, 2);
    for (const name of values.read) hyper.read.add(name);
  }
  return { inPrepare, hyper: hyper.read, scalars: scalars.read, columns: columns.read };
}

const wgslOf = (id: string): string => readFileSync(`shaders/optimizers/${id}.wgsl`, 'utf8');

describe('registry', () => {
  it('lists the optimizers in the order of their history', () => {
    const years = optimizers.map((o) => o.year);
    expect(years).toEqual(years.toSorted((a, b) => a - b));
    expect(optimizers[0].id).toBe('sgd');
  });

  it('has no id twice, and each in the file of that name', () => {
    const ids = optimizers.map((o) => o.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(existsSync(`src/optimizers/${id}.ts`), id).toBe(true);
  });

  it('has for every optimizer a path or an equivalence that does not come from itself', () => {
    const golden: { cases: { optimizer: string }[] } = JSON.parse(
      readFileSync('tests/golden/optimizers.json', 'utf8'),
    );
    const judged = new Set([
      ...golden.cases.map(({ optimizer }) => optimizer),
      ...publishedPaths.map(({ id }) => id),
      ...equivalences.map(({ one: [id] }) => id),
    ]);
    for (const { id } of optimizers) expect(judged, id).toContain(id);
  });

  it('has a shader for every optimizer and no other', () => {
    const shaders = readdirSync('shaders/optimizers').map((name) => name.replace(/\.wgsl$/, ''));
    expect(shaders.sort()).toEqual(optimizers.map((o) => o.id).sort());
  });
});

describe.each(optimizers)('$id', (optimizer) => {
  const { inPrepare, hyper, scalars, columns } = namesRead(optimizer);
  const wgsl = wgslOf(optimizer.id);

  it('uses every hyperparameter, scalar and slot that it declares', () => {
    for (const { name } of optimizer.hyper) {
      expect(name === 'lr' || inPrepare.has(name) || hyper.has(name), `hyperparameter ${name}`).toBe(true);
    }
    for (const { name } of optimizer.state) expect(columns.has(name), `slot ${name}`).toBe(true);
    // What a step does not read can only be the learning rate, which the charts show.
    const unread = optimizer.scalars.filter((name) => !scalars.has(name));
    expect(unread.every((name) => name === 'lr')).toBe(true);
  });

  it('prepares exactly the scalars it declares, lr first', () => {
    const prepared = optimizer.prepare(completeHyper(optimizer, {}), 0.125, 1, null);
    expect(Object.keys(prepared)).toEqual([...optimizer.scalars]);
    expect(optimizer.scalars[0]).toBe('lr');
    expect(prepared.lr).toBe(0.125);
  });

  it('has a twin that reads the same names', () => {
    const named = (prefix: string) =>
      new Set([...wgsl.matchAll(new RegExp(`\\b${prefix}\\.(\\w+)`, 'g'))].map((m) => m[1]));
    expect(named('h')).toEqual(new Set([...hyper]));
    expect(named('s')).toEqual(new Set([...scalars]));
    const written = new Set([...wgsl.matchAll(/\(\*state\)\.(\w+) =/g)].map((m) => m[1]));
    expect(written).toEqual(new Set(optimizer.state.map((slot) => slot.name)));
  });

  it('has defaults within their own bounds, and a slider that holds them or zero', () => {
    for (const spec of optimizer.hyper) {
      if (spec.kind !== 'number') continue;
      const value = spec.default as number;
      const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, slider } = spec;
      expect(value >= min && value <= max, `${spec.name} default`).toBe(true);
      expect(slider !== undefined, `${spec.name} slider`).toBe(true);
      expect(slider!.min >= min && slider!.max <= max, `${spec.name} slider range`).toBe(true);
      expect(value >= slider!.min && value <= slider!.max, `${spec.name} on its slider`).toBe(true);
      expect(slider!.scale === 'linear' || slider!.min > 0, `${spec.name} log slider`).toBe(true);
    }
  });

  it('steps only the elements it is told to', () => {
    const slots = Object.fromEntries(
      optimizer.state.map((slot) => [slot.name, initialState(slot, new Float64Array(4).fill(1))]),
    );
    const theta = new Float64Array(4).fill(1);
    const g = new Float64Array(4).fill(2);
    const h = completeHyper(optimizer, { lr: 0.1 });
    // Two steps, since some take the first to look around.
    const first = optimizer.prepare(h, 0.1, 1, null);
    for (const scalars of [first, optimizer.prepare(h, 0.1, 2, first)]) {
      optimizer.step({ ...slots, theta, g }, h, scalars, 2);
    }
    expect(theta[0]).not.toBe(1);
    expect([theta[2], theta[3]]).toEqual([1, 1]);
  });
});
