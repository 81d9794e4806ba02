import { describe, expect, it } from 'vitest';
import { surfaces } from '../../../src/surfaces/index.ts';
import { domainOf, formulaOf, paramsOf, surfaceFrom } from '../../../src/ui/panel/formula-box.ts';
import { createHyperMemory } from '../../../src/ui/panel/hyper-memory.ts';

const rosenbrock = { id: 'rosenbrock', params: { b: 50 } };

describe('surfaceFrom', () => {
  it('makes parameters of free names: with the value they had, else 1', () => {
    const result = surfaceFrom('(a - x)^2 + b*(y - x^2)^2 + c*y', rosenbrock);
    expect(result).toEqual({
      ok: true,
      surface: {
        formula: '(a - x)^2 + b*(y - x^2)^2 + c*y',
        params: { a: 1, b: 50, c: 1 },
        domain: domainOf(rosenbrock),
      },
    });
  });

  it('leaves the surface as it is where the text is its own', () => {
    expect(surfaceFrom(` ${formulaOf(rosenbrock)} `, rosenbrock)).toEqual({ ok: true, surface: rosenbrock });
  });

  it('knows every formula of the catalogue again', () => {
    for (const { id, formula } of surfaces) {
      const result = surfaceFrom(formula, { formula: 'x', params: {}, domain: [-1, 1, -1, 1] });
      expect(result).toEqual({ ok: true, surface: { id, params: {} } });
    }
  });

  it.each([
    ['x + * y', 4],
    ['', 0],
    ['sin(x', 5],
  ])('says where “%s” is wrong', (text, position) => {
    const result = surfaceFrom(text, rosenbrock);
    expect(result).toMatchObject({ ok: false, error: { position } });
  });

  it('knows the parameters that are not written down', () => {
    expect(paramsOf(rosenbrock)).toEqual({ a: 1, b: 50 });
  });
});

describe('createHyperMemory', () => {
  const storage = (text: string | null) => {
    let kept = text;
    return {
      getItem: () => kept,
      setItem: (_: string, value: string) => {
        kept = value;
      },
    };
  };

  it('remembers each optimizer, also for the next visit', () => {
    const shelf = storage(null);
    createHyperMemory(shelf).keep({ id: 'adam', hyper: { lr: 0.5 } });
    const memory = createHyperMemory(shelf);
    expect(memory.recall('adam')).toEqual({ id: 'adam', hyper: { lr: 0.5 } });
    expect(memory.recall('sgd')).toBeNull();
  });

  it.each(['nonsense', '[]', 'null', '{"adam":{"lr":-1}}', '{"adam":7}', '{"gone":{"lr":1}}'])(
    'forgets what it cannot use: %s',
    (text) => {
      expect(createHyperMemory(storage(text)).recall('adam')).toBeNull();
    },
  );

  it('works where there is no storage, or it is full', () => {
    const full = {
      getItem: () => {
        throw new Error('forbidden');
      },
      setItem: () => {
        throw new Error('full');
      },
    };
    for (const shelf of [null, full]) {
      const memory = createHyperMemory(shelf);
      memory.keep({ id: 'adam', hyper: { lr: 2 } });
      expect(memory.recall('adam')?.hyper).toEqual({ lr: 2 });
    }
  });
});
