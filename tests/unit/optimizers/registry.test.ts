import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completeHyper, standardValue } from '../../../src/engine/complete-values.ts';
import { offeredHyper, optimizers } from '../../../src/optimizers/index.ts';
import { initialState } from '../../../src/optimizers/initial-state.ts';
import { type HyperSpec, type Optimizer, readings } from '../../../src/optimizers/optimizer.ts';
import { equivalences } from './equivalences.ts';
import { finishOf, namesUsed, stepOf } from './probe.ts';
import { publishedPaths } from './published-paths.ts';
import { wrappers } from './wrappers.ts';

/** Without the hyperparameters of what every optimizer can be wrapped in. */
const plain: readonly Optimizer[] = optimizers.map((optimizer) => ({
  ...optimizer,
  hyper: optimizer.hyper.filter((spec) => !offeredHyper.includes(spec)),
}));

const wgslOf = (folder: string, id: string): string => readFileSync(`shaders/${folder}/${id}.wgsl`, 'utf8');
const namesIn = (folder: string, ending: RegExp) =>
  readdirSync(folder)
    .filter((name) => ending.test(name))
    .map((name) => name.replace(ending, ''));

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

  it('has a shader for every optimizer and wrapper, and no other', () => {
    const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id).sort();
    expect(namesIn('shaders/optimizers', /\.wgsl$/).sort()).toEqual(ids(optimizers));
    expect(namesIn('shaders/wrappers', /\.wgsl$/).sort()).toEqual(ids(wrappers));
    expect(namesIn('src/optimizers/wrappers', /\.ts$/).sort()).toEqual(ids(wrappers));
  });
});

describe.each(plain)('$id', (optimizer) => {
  const used = namesUsed(optimizer, stepOf(optimizer));
  const wgsl = wgslOf('optimizers', optimizer.id);
  const { hyper, state, scalars, reads = [] } = optimizer;

  it('uses every hyperparameter, scalar, slot and reading that it declares', () => {
    // A convention may be about the defaults of the others alone.
    const choosesDefaults = hyper.some(({ defaultBy }) => typeof defaultBy === 'object');
    for (const { name } of hyper) {
      const isUsed = name === 'lr' || used.prepared.has(name) || used.hyper.has(name);
      expect(isUsed || (name === 'convention' && choosesDefaults), `hyperparameter ${name}`).toBe(true);
    }
    for (const { name } of state) expect(used.columns.has(name), `slot ${name}`).toBe(true);
    for (const name of readings) expect(used.columns.has(name), `reads ${name}`).toBe(reads.includes(name));
    const unread = scalars.filter((name) => !(used.scalars.has(name) || used.carried.has(name)));
    expect(unread, 'scalars, each of which costs a load in every step').toEqual([]);
  });

  it('prepares the learning rate, and exactly the scalars it declares', () => {
    const first = optimizer.prepare(completeHyper(optimizer, {}), 0.125, 1, null);
    const second = optimizer.prepare(completeHyper(optimizer, {}), 0.25, 2, first);
    const names = [...new Set(['lr', ...scalars])].sort();
    for (const prepared of [first, second]) expect(Object.keys(prepared).sort()).toEqual(names);
    expect([first.lr, second.lr]).toEqual([0.125, 0.25]);
  });

  it('has a twin that reads and writes the same names', () => {
    expectSameNames(wgsl, used, state);
    const [signature] = wgsl.match(/fn step\([^)]*(?:<[^>]*>[^)]*)*\)/) ?? [''];
    expect(signature.includes('at: Readings'), 'readings in the signature').toBe(reads.length > 0);
    expect(/\bfn gradientAt\(/.test(wgsl), 'gradientAt').toBe(optimizer.gradientAt !== undefined);
  });

  it('has a twin for any number of parameters, unless it couples two', () => {
    if (optimizer.couples) return;
    expect(wgsl).not.toMatch(/\bvec2|\.[xy]+\b|\b(dot|length|normalize|mathHypot)\(/);
  });

  it('has defaults within their own bounds, and a slider that holds them or zero', () =>
    expectSoundBounds(hyper));

  it('steps only the elements it is told to', () => {
    const columns = (value: number) => new Float64Array(4).fill(value);
    const slots = Object.fromEntries(state.map((slot) => [slot.name, initialState(slot, columns(1))]));
    const surface = Object.fromEntries(readings.map((name) => [name, columns(1)]));
    const all = { ...slots, ...surface, theta: columns(1), g: columns(2) };
    const h = completeHyper(optimizer, { lr: 0.1 });
    // Two steps, since some take the first to look around.
    const first = optimizer.prepare(h, 0.1, 1, null);
    for (const s of [first, optimizer.prepare(h, 0.1, 2, first)]) optimizer.step(all, h, s, 2);
    expect(all.theta[0]).not.toBe(1);
    expect([all.theta[2], all.theta[3]]).toEqual([1, 1]);
    for (const slot of state) {
      const [initial] = initialState(slot, columns(1));
      expect([...slots[slot.name].subarray(2)], slot.name).toEqual([initial, initial]);
    }
  });
});

describe.each(wrappers)('$id, around any optimizer', (wrapper) => {
  const used = namesUsed(wrapper, finishOf(wrapper));
  const { hyper, state, scalars, reads = [] } = wrapper;

  it('uses every hyperparameter, scalar, slot and reading that it declares', () => {
    for (const { name } of hyper) {
      expect(used.prepared.has(name) || used.hyper.has(name), `hyperparameter ${name}`).toBe(true);
    }
    for (const { name } of state) expect(used.columns.has(name), `slot ${name}`).toBe(true);
    for (const name of readings) expect(used.columns.has(name), `reads ${name}`).toBe(reads.includes(name));
    expect(scalars.filter((name) => !used.scalars.has(name))).toEqual([]);
  });

  it('prepares exactly the scalars it declares', () => {
    const first = wrapper.prepare(completeHyper(wrapper, {}), 0.125, 1, null);
    const second = wrapper.prepare(completeHyper(wrapper, {}), 0.125, 2, first);
    for (const prepared of [first, second]) expect(Object.keys(prepared)).toEqual([...scalars]);
  });

  it('has a twin of its name that reads and writes the same names', () => {
    const wgsl = wgslOf('wrappers', wrapper.id);
    expectSameNames(wgsl, used, state);
    const camelCase = wrapper.id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    expect(wgsl).toMatch(new RegExp(`\\bfn ${camelCase}\\(before: T, next: T,`));
    expect(wgsl.includes('at: Readings'), 'readings in the signature').toBe(reads.length > 0);
  });

  it('has names of its own', () => {
    for (const optimizer of plain) {
      const names = (key: 'state' | 'hyper') => optimizer[key].map(({ name }) => name);
      const taken = [...names('state'), ...optimizer.scalars];
      for (const name of [...state.map((slot) => slot.name), ...scalars]) {
        expect(taken, optimizer.id).not.toContain(name);
      }
      for (const spec of hyper) expect(names('hyper'), optimizer.id).not.toContain(spec.name);
    }
  });

  it('has defaults within their own bounds, and a slider that holds them or zero', () =>
    expectSoundBounds(hyper));
});

/** A twin's text against what its other half was seen to touch. */
function expectSameNames(wgsl: string, used: ReturnType<typeof namesUsed>, state: Optimizer['state']): void {
  const named = (pattern: string) => new Set([...wgsl.matchAll(new RegExp(pattern, 'g'))].map((m) => m[1]));
  expect(named('\\bh\\.(\\w+)')).toEqual(used.hyper);
  expect(named('\\bs\\.(\\w+)')).toEqual(used.scalars);
  expect(named('\\bat\\.(\\w+)')).toEqual(new Set(readings.filter((name) => used.columns.has(name))));
  expect(named('\\(\\*state\\)\\.(\\w+)(?:\\.[xy])? [-+*/]?= ')).toEqual(used.written);
  expect(named('\\bstate\\)?\\.(\\w+)')).toEqual(new Set(state.map(({ name }) => name)));
}

function expectSoundBounds(specs: readonly HyperSpec[]): void {
  for (const spec of specs) {
    if (spec.kind !== 'number') continue;
    const { name, slider, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = spec;
    expect(slider !== undefined, `${name} slider`).toBe(true);
    expect(slider!.min >= min && slider!.max <= max, `${name} slider range`).toBe(true);
    expect(slider!.scale === 'linear' || slider!.min > 0, `${name} log slider`).toBe(true);
    for (const value of defaultsOf(spec, specs)) {
      expect(value >= min && value <= max, `${name} default`).toBe(true);
      expect(value > min || spec.exclusiveMin !== true, `${name} default`).toBe(true);
      expect(value < max || spec.exclusiveMax !== true, `${name} default`).toBe(true);
      const isOnSlider = (value >= slider!.min && value <= slider!.max) || value === 0;
      expect(isOnSlider, `${name} on its slider`).toBe(true);
    }
  }
}

/** Every default that a number has: one for each convention, where it depends on that. */
function defaultsOf(spec: HyperSpec, specs: readonly HyperSpec[]): number[] {
  const conventions = specs.find(({ name }) => name === 'convention')?.choices ?? [''];
  if (typeof spec.defaultBy === 'object') {
    for (const convention of Object.keys(spec.defaultBy.convention)) {
      expect(conventions, `${spec.name} by convention`).toContain(convention);
    }
  }
  return conventions.map((convention) => standardValue(spec, specs, { convention }) as number);
}
