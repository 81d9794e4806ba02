import { describe, expect, it } from 'vitest';
import { type BenchWord, benchSections, parseBenchOptions } from '../../../src/bench/options.ts';
import { tournamentsOf } from '../../../src/bench/tournaments.ts';
import { RavineError } from '../../../src/core/errors.ts';

describe('options of the bench', () => {
  it('are a selection of cases where nothing is said', () => {
    const options = parseBenchOptions({});
    expect(options.product).toBeNull();
    expect(options.sections).toEqual(benchSections);
  });

  it('measure what is named, with the rest as usual', () => {
    const { sections, product } = parseBenchOptions({ trajectories: '1024, 4096,1024' });
    expect(sections).toEqual(['speed']);
    expect(product).toEqual({
      optimizers: ['adam'],
      surfaces: ['rosenbrock'],
      trajectories: [1024, 4096],
      stepsPerDispatch: [64],
    });
  });

  it.each<[BenchWord, string, string]>([
    ['sections', 'sped', 'speed'],
    ['optimizers', 'adam,adamx', 'adamw'],
    ['surfaces', '', 'rosenbrock'],
    ['trajectories', '0', '1 to 10000000'],
    ['trajectories', '1e3', '1 to 10000000'],
    ['steps-per-dispatch', '2048', '1 to 1024'],
    ['repetitions', '-1', '1 to 1000'],
    ['repetitions', '3,5', '1 to 1000'],
    ['seconds', '0', 'above 0'],
    ['seconds', '', 'above 0'],
  ])('refuse %s %j, naming it and what is allowed', (word, text, allowed) => {
    let error: unknown;
    try {
      parseBenchOptions({ [word]: text }, (name) => `--${name}`);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(RavineError);
    const { code, field, advice } = error as RavineError;
    expect(code).toBe('bad-input');
    expect(field).toBe(`--${word}`);
    expect(advice).toContain(allowed);
  });
});

describe('cases', () => {
  const fusedOf = (words: Partial<Record<BenchWord, string>>) =>
    tournamentsOf(parseBenchOptions(words)).flatMap(({ fused }) => fused);

  it('in full are every optimizer, surface, size and number of steps with each', () => {
    const names = fusedOf({ full: 'true' }).map((one) => Object.values(one).join(' '));
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(5 * 4 * 5 * 4);
    expect(Math.max(...fusedOf({ full: 'true' }).map(({ trajectories }) => trajectories))).toBe(10_000_000);
  });

  it('as usual hold what the targets speak of', () => {
    const cases = fusedOf({});
    const adam = cases.filter(({ optimizer, surface }) => optimizer === 'adam' && surface === 'rosenbrock');
    for (const stepsPerDispatch of [1, 16, 64, 256]) {
      expect(adam).toContainEqual(expect.objectContaining({ trajectories: 131_072, stepsPerDispatch }));
    }
    for (const trajectories of [2 ** 14, 2 ** 16, 2 ** 18, 2 ** 20, 2 ** 22]) {
      expect(adam).toContainEqual(expect.objectContaining({ trajectories }));
    }
    expect(new Set(cases.map(({ optimizer, surface }) => `${optimizer} ${surface}`)).size).toBe(5 * 4);
  });
});
