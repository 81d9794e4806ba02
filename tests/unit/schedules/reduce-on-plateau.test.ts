import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeScheduleParams } from '../../../src/engine/complete-values.ts';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { planRun } from '../../../src/engine/plan-run.ts';
import type { HyperValue } from '../../../src/engine/run-spec.ts';
import { optimizers } from '../../../src/optimizers/index.ts';
import type { Columns } from '../../../src/optimizers/optimizer.ts';
import { wrapOptimizer } from '../../../src/optimizers/wrap.ts';
import lookahead from '../../../src/optimizers/wrappers/lookahead.ts';
import wrapper from '../../../src/optimizers/wrappers/reduce-on-plateau.ts';
import { createCpuEngine } from '../../../src/reference/cpu-engine.ts';
import { scheduleById } from '../../../src/schedules/index.ts';

const schedule = scheduleById('reduce-on-plateau')!;
type Params = Record<string, HyperValue>;

/** Fractions of the learning rate that the steps with these losses are taken with: each step is 1 long without it. */
function fractions(losses: readonly number[], params: Params): number[] {
  const h = completeScheduleParams(schedule, params);
  const slots = wrapper.state.map(({ name, initial = 0 }) => [name, Float64Array.of(initial as number)]);
  const columns = { ...Object.fromEntries(slots), loss: new Float64Array(1), theta: new Float64Array(1) };
  return losses.map((loss, k) => {
    columns.loss[0] = loss;
    columns.theta[0] = 1;
    wrapper.finish(columns as Columns, new Float64Array(1), h, wrapper.prepare(h, 0.1, k + 1), 1);
    return columns.theta[0];
  });
}

/** torch.optim.lr_scheduler.ReduceLROnPlateau in mode min, as its source has it; a class with counters, for lr = 1. */
class TorchPlateau {
  lr = 1;
  private best = Number.POSITIVE_INFINITY;
  private numBadEpochs = 0;
  private cooldownCounter = 0;
  private readonly p: Params;

  constructor(p: Params) {
    this.p = p;
  }

  step(metric: number): void {
    const { factor, patience, threshold, relative, cooldown, minFraction } = this.p as Record<string, number>;
    const isBetter = relative ? metric < this.best * (1 - threshold) : metric < this.best - threshold;
    if (isBetter) {
      this.best = metric;
      this.numBadEpochs = 0;
    } else this.numBadEpochs += 1;
    if (this.cooldownCounter > 0) {
      this.cooldownCounter -= 1;
      this.numBadEpochs = 0;
    }
    if (this.numBadEpochs > patience) {
      this.lr = Math.max(this.lr * factor, minFraction);
      this.cooldownCounter = cooldown;
      this.numBadEpochs = 0;
    }
  }
}

/** The rate of a step is what the losses of the steps before it have made of it. */
function fractionsByTorch(losses: readonly number[], params: Params): number[] {
  const torch = new TorchPlateau(params);
  return losses.map((loss) => {
    const { lr } = torch;
    torch.step(loss);
    return lr;
  });
}

describe('reduce on plateau', () => {
  it('has the defaults of torch', () => {
    expect(completeScheduleParams(schedule, {})).toEqual({
      factor: 0.1,
      patience: 10,
      threshold: 1e-4,
      relative: 1,
      cooldown: 0,
      minFraction: 0,
      warmup: 0,
    });
  });

  it('has no name that an optimizer has, or another wrapper, with which it would share a number', () => {
    for (const optimizer of optimizers) {
      const both = wrapOptimizer(optimizer, [wrapper, lookahead]);
      for (const list of [
        both.hyper.map(({ name }) => name),
        both.state.map(({ name }) => name),
        both.scalars,
      ]) {
        expect(new Set(list).size, optimizer.id).toBe(list.length);
      }
      const own = optimizer.hyper.map(({ name }) => name);
      for (const { name } of wrapper.hyper) expect(own, optimizer.id).not.toContain(name);
    }
  });

  it('waits for more than `patience` steps without progress, and acts on the next', () => {
    // Best at once; bad 1, 2; the third is one too many; then again.
    expect(fractions([5, 5, 5, 5, 5, 5, 5, 5], { factor: 0.5, patience: 2 })).toEqual([
      1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25,
    ]);
    expect(fractions([5, 6, 7, 4, 5, 5, 5, 5], { factor: 0.5, patience: 2 })).toEqual([
      1, 1, 1, 1, 1, 1, 1, 0.5,
    ]);
  });

  it('asks for progress of more than the threshold', () => {
    const params = { factor: 0.5, patience: 0, threshold: 0.25 };
    // Three quarters of the best is not below three quarters of it.
    expect(fractions([4, 3, 2.9, 0], { ...params })).toEqual([1, 1, 0.5, 0.5]);
    expect(fractions([4, 3.75, 3.7, 0], { ...params, relative: false })).toEqual([1, 1, 0.5, 0.5]);
  });

  it('with a negative best, a relative threshold takes a little more for progress, as torch’s does', () => {
    const losses = [-1, -1, -1, -1];
    expect(fractions(losses, { patience: 0 })).toEqual([1, 1, 1, 1]);
    expect(fractions(losses, { patience: 0, factor: 0.5, relative: false })).toEqual([1, 1, 0.5, 0.25]);
  });

  it('counts nothing during the cooldown, but keeps the best', () => {
    // Reduced by the second; two of cooldown, the first of which is better; then a bad one counts.
    expect(fractions([5, 5, 4, 4, 4.5, 4], { factor: 0.5, patience: 0, cooldown: 2 })).toEqual([
      1, 1, 0.5, 0.5, 0.5, 0.25,
    ]);
  });

  it('goes no lower than the least fraction', () => {
    const losses = [1, 1, 1, 1];
    expect(fractions(losses, { factor: 0.1, patience: 0, minFraction: 0.05 })).toEqual([1, 1, 0.1, 0.05]);
  });

  it('does what the algorithm of torch does, whatever the losses', () => {
    // Few values, so that there are plateaus, and both signs.
    const losses = fc.array(
      fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -3, max: 3, noNaN: true })),
      { maxLength: 60 },
    );
    const params = fc.record({
      factor: fc.double({ min: 0, max: 1, noNaN: true }),
      patience: fc.integer({ min: 0, max: 4 }),
      // From 1 on, a relative one multiplies torch’s infinity by zero or less, so that nothing is ever better.
      threshold: fc.constantFrom(0, 1e-4, 0.5, 0.999),
      relative: fc.boolean(),
      cooldown: fc.integer({ min: 0, max: 4 }),
      minFraction: fc.constantFrom(0, 0.01, 0.5, 1),
    });
    fc.assert(
      fc.property(losses, params, (values, p) => {
        expect(fractions(values, p)).toEqual(fractionsByTorch(values, p));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('reduce on plateau in a run', () => {
  const pathOf = async (spec: object, steps: number) => {
    const surface = { formula: 'x^2 + y^2' };
    const plan = planRun(parseRunSpec({ surface, steps, ...spec }));
    const run = await createCpuEngine().createRun(plan);
    const path: { position: number[]; reduction: number[] }[] = [];
    for (let step = 0; step <= steps; step++) {
      const { position, state } = await run.read(0);
      path.push({ position: [...position], reduction: [...state.reduction] });
      run.advance(1);
    }
    return path;
  };

  it('acts from the step after the plateau on', async () => {
    // With a learning rate of 1, gradient descent on x² leaps from 1 to −1 and back: a plateau.
    const path = await pathOf(
      {
        optimizers: [{ id: 'sgd', hyper: { lr: 1 } }],
        schedule: { id: 'reduce-on-plateau', params: { patience: 10 } },
        starts: { kind: 'points', points: [[1, 0]] },
      },
      13,
    );
    expect(path[12].position).toEqual([1, 0]);
    // The first loss is the best; those of steps 2 to 12 are eleven without progress.
    expect(path[11].reduction).toEqual([1, 1]);
    expect(path[12].reduction).toEqual([0.1, 0.1]);
    expect(path[13].position[0]).toBeCloseTo(0.8, 12);
  });

  it('scales weight decay with the learning rate, as torch’s SGD does', async () => {
    const params = { factor: 0.5, patience: 1 };
    const [lr, weightDecay, steps] = [0.9, 0.4, 40];
    const path = await pathOf(
      {
        optimizers: [{ id: 'sgd', hyper: { lr, weightDecay } }],
        schedule: { id: 'reduce-on-plateau', params },
        starts: {
          kind: 'points',
          points: [
            [1, -2],
            [0.25, 3],
          ],
        },
      },
      steps,
    );
    const standard = { threshold: 1e-4, relative: true, cooldown: 0, minFraction: 0 };
    for (const k of [0, 1]) {
      const torch = new TorchPlateau({ ...standard, ...params });
      let theta = path[0].position.slice(2 * k, 2 * k + 2);
      for (let step = 1; step <= steps; step++) {
        const loss = theta[0] ** 2 + theta[1] ** 2;
        theta = theta.map((value) => value - lr * torch.lr * (2 * value + weightDecay * value));
        torch.step(loss);
        expect(path[step].reduction.slice(2 * k, 2 * k + 2)).toEqual([torch.lr, torch.lr]);
        for (const axis of [0, 1]) expect(path[step].position[2 * k + axis]).toBeCloseTo(theta[axis], 12);
      }
    }
    // Otherwise the path would say nothing.
    expect(path.at(-1)!.reduction[0]).toBeLessThan(1);
  });

  it('begins after a warm-up, which the whole team has', async () => {
    const path = await pathOf(
      {
        optimizers: [{ id: 'sgd', hyper: { lr: 0.5 } }],
        schedule: { id: 'reduce-on-plateau', params: { warmup: 2 } },
        starts: { kind: 'points', points: [[1, 0]] },
      },
      2,
    );
    expect(path.map(({ position }) => position[0])).toEqual([1, 0.5, 0]);
  });
});
