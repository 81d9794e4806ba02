import { describe, expect, it } from 'vitest';
import { RavineError } from '../../../src/core/errors.ts';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { planRun, planSurface } from '../../../src/engine/plan-run.ts';
import { surfaces } from '../../../src/surfaces/index.ts';

describe('planRun', () => {
  it('completes hyperparameters and parameters, as numbers', () => {
    const plan = planRun(
      parseRunSpec({
        optimizers: [
          { id: 'rmsprop', hyper: { centered: true } },
          { id: 'adam', hyper: { lr: 0.5 } },
        ],
        schedule: { id: 'cosine', params: { total: 100 } },
      }),
    );
    expect(plan.teams[0].hyper).toMatchObject({
      lr: 0.01,
      alpha: 0.99,
      eps: 1e-8,
      momentum: 0,
      centered: 1,
      weightDecay: 0,
    });
    for (const { optimizer, hyper } of plan.teams) {
      expect(Object.keys(hyper)).toEqual(optimizer.hyper.map(({ name }) => name));
    }
    expect(plan.teams[1].hyper).toMatchObject({ lr: 0.5, beta1: 0.9, beta2: 0.999 });
    expect(plan.scheduleParams).toMatchObject({ total: 100, final: 0 });
  });

  it('wraps every team in what the schedule does to each trajectory, then in what the team asks for', () => {
    const { teams } = planRun(
      parseRunSpec({
        optimizers: [{ id: 'sgd' }, { id: 'adam', hyper: { lookahead: 5 } }],
        schedule: { id: 'reduce-on-plateau', params: { patience: 3, relative: false } },
      }),
    );
    expect(teams.map(({ optimizer }) => optimizer.wrappers?.map(({ id }) => id))).toEqual([
      ['reduce-on-plateau'],
      ['reduce-on-plateau', 'lookahead'],
    ]);
    for (const { optimizer, hyper } of teams) {
      expect(hyper).toMatchObject({ patience: 3, relative: 0, factor: 0.1 });
      expect(Object.keys(hyper).sort()).toEqual(optimizer.hyper.map(({ name }) => name).sort());
    }
  });

  it('counts the starts', () => {
    expect(planRun(parseRunSpec({})).count).toBe(10_000);
    expect(planRun(parseRunSpec({ starts: { kind: 'points', points: [[1, 2]] } })).count).toBe(1);
  });

  it('plans every surface of the catalogue', () => {
    for (const { id, parameters, domain } of surfaces) {
      const surface = planSurface({ id, params: {} });
      expect(surface.compiled.parameters).toEqual(parameters.map((p) => p.name));
      expect(Object.keys(surface.params)).toEqual(parameters.map((p) => p.name));
      expect(surface.domain).toEqual(domain);
    }
  });

  it('moves the minima with the parameters', () => {
    expect(planSurface({ id: 'rosenbrock', params: { a: 0.5 } })).toMatchObject({
      params: { a: 0.5, b: 100 },
      minima: [{ at: [0.5, 0.25], loss: 0 }],
    });
  });

  it('plans a typed formula', () => {
    const { surface } = planRun(parseRunSpec({ surface: { formula: 'k*x^2 + y^2', params: { k: 3 } } }));
    expect(surface).toMatchObject({ id: null, params: { k: 3 }, domain: [-5, 5, -5, 5], minima: [] });
  });

  it('compiles a formula once', () => {
    const [a, b] = [1, 2].map((k) =>
      planSurface({ formula: 'k*x + y', params: { k }, domain: [0, 1, 0, 1] }),
    );
    expect(a.compiled).toBe(b.compiled);
    expect([a.params, b.params]).toEqual([{ k: 1 }, { k: 2 }]);
  });

  it('calls what bypassed the border an internal error', () => {
    const spec = { ...parseRunSpec({}), optimizers: [{ id: 'nonsense', hyper: {} }] };
    expect(() => planRun(spec)).toThrow(RavineError);
  });
});
