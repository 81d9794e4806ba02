import { describe, expect, it } from 'vitest';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { planRun } from '../../../src/engine/plan-run.ts';
import { race } from '../../../src/engine/race.ts';
import { generateStarts } from '../../../src/engine/starts.ts';
import { createCpuEngine } from '../../../src/reference/cpu-engine.ts';
import { crampedEngine } from '../../support/cramped-engine.ts';

const engine = createCpuEngine();
const raceOf = (spec: object, chosen: number | null = null) => race(engine, parseRunSpec(spec), chosen);

/** L = x² + y², so that gradient descent multiplies the position by 1 − 2 lr and the loss by its square. */
const bowl = {
  surface: { formula: 'x^2 + y^2', params: {}, domain: [-2, 2, -2, 2] },
  optimizers: [{ id: 'sgd', hyper: { lr: 0.05 } }],
  starts: { kind: 'uniform', count: 501 },
  steps: 60,
};

/** Steps of gradient descent from a loss to a target on that bowl, in closed form. */
const stepsInTheory = (loss: number, target: number, lr: number): number =>
  Math.max(0, Math.ceil(Math.log(target / loss) / (2 * Math.log(Math.abs(1 - 2 * lr)))));

const startLosses = (spec: object): number[] => {
  const starts = generateStarts(planRun(parseRunSpec(spec)));
  return Array.from({ length: starts.length / 2 }, (_, k) => starts[2 * k]! ** 2 + starts[2 * k + 1]! ** 2);
};

describe('a race', () => {
  it('finds the steps to a target that gradient descent on a bowl takes in theory', async () => {
    const target = Math.fround(0.01);
    const result = await raceOf(bowl, 0.01);
    const theory = startLosses(bowl)
      .map((loss) => stepsInTheory(loss, target, 0.05))
      .sort((a, b) => a - b);
    const [team] = result.teams;
    expect(result.target).toEqual({ loss: target, by: 'choice' });
    expect(team!.reached).toBe(501);
    // 501 values: ranks 25, 250 and 475 are whole.
    expect(team!.steps).toEqual({ p5: theory[25], median: theory[250], p95: theory[475] });
    expect(theory[475]! > theory[250]! && theory[250]! > theory[25]!).toBe(true);
  });

  it('counts who reaches the target with the very last step, and nobody after that', async () => {
    const target = Math.fround(0.01);
    const steps = startLosses(bowl).map((loss) => stepsInTheory(loss, target, 0.05));
    const last = 25;
    expect(steps.filter((t) => t === last).length).toBeGreaterThan(5);
    const result = await raceOf({ ...bowl, steps: last }, 0.01);
    expect(result.teams[0]!.reached).toBe(steps.filter((t) => t <= last).length);
    expect(result.teams[0]!.share.low).toBeLessThan(result.teams[0]!.share.share);
  });

  it('tells where all end beside who reached the target: a rest at the target does not hide the end', async () => {
    const [team] = (await raceOf(bowl, 0.01)).teams;
    const ends = startLosses(bowl)
      .map((loss) => loss * (1 - 2 * 0.05) ** (2 * 60))
      .sort((a, b) => a - b);
    expect(team!.best).toBeCloseTo(ends[0]!, 12);
    expect(team!.loss.median).toBeCloseTo(ends[250]!, 12);
    expect(team!.atMinimum).toBeNull(); // none is known of a typed formula
  });

  it('counts who diverges, who is lost, and who ends at a known minimum', async () => {
    const spec = {
      surface: { id: 'bowl' },
      optimizers: [
        { id: 'sgd', hyper: { lr: 0.1 } },
        { id: 'sgd', hyper: { lr: 3 } },
      ],
      starts: { kind: 'grid', count: 100 },
      steps: 100,
    };
    const [good, bad] = (await raceOf(spec)).teams;
    expect(good).toMatchObject({ reached: 100, atMinimum: 100, diverged: 0, nonFinite: 0 });
    expect(bad).toMatchObject({ reached: 0, atMinimum: 0, diverged: 100 });
    expect(bad!.steps.p5).toBe(Number.POSITIVE_INFINITY);
    expect(bad!.best).toBe(Number.POSITIVE_INFINITY); // nobody is in the domain
  });

  it('takes for a minimum’s place 1 % of the domain to each side', async () => {
    const points = [
      [0.099, 0],
      [0, -0.099],
      [0.101, 0],
      [0.08, 0.08],
    ];
    const [team] = (await raceOf({ surface: { id: 'bowl' }, starts: { kind: 'points', points }, steps: 0 }))
      .teams;
    expect(team!.atMinimum).toBe(2);
  });

  it('chooses a target a thousandth of the way from the lowest loss to the median start', async () => {
    const spec = { ...bowl, surface: { id: 'bowl' } };
    const losses = (await raceOf({ ...spec, steps: 0 })).teams[0]!.loss;
    const { target } = await raceOf(spec);
    expect(target).toEqual({ loss: Math.fround(losses.median / 1000), by: 'known minimum' });
    // Of a formula the lowest is looked up: x² + y² + 3 has it in the middle of its grid.
    const raised = await raceOf({ ...bowl, surface: { ...bowl.surface, formula: 'x^2 + y^2 + 3' } });
    const typed = await raceOf(bowl);
    expect(raised.target.by).toBe('grid');
    expect(raised.target.loss - 3).toBeCloseTo(typed.target.loss, 6);
  });

  it('takes the run’s own stop rule for the target, unless one is chosen', async () => {
    const spec = { ...bowl, stop: { loss: 0.5 } };
    expect((await raceOf(spec)).target).toEqual({ loss: 0.5, by: 'stop rule' });
    expect((await raceOf(spec, 0.25)).target).toEqual({ loss: 0.25, by: 'choice' });
  });

  it('does not take a fall out of the domain for success where a minimum is known', async () => {
    // Schwefel's lowest loss in the domain is 0; beyond it goes lower without end.
    const spec = {
      surface: { id: 'schwefel' },
      optimizers: [{ id: 'sign-sgd', hyper: { lr: 100 } }],
      starts: { kind: 'grid', count: 400 },
      steps: 100,
    };
    const plan = planRun(parseRunSpec({ ...spec, stop: { loss: 0 } }));
    const run = await engine.createRun(plan);
    run.advance(100);
    const [summary] = await run.summarize();
    expect(summary!.counts[1], 'some do fall').toBeGreaterThan(0);
    expect((await raceOf(spec, 0)).teams[0]!.reached).toBe(0);
  });

  it('says so where there is nothing to race for', async () => {
    const spec = { ...bowl, surface: { ...bowl.surface, formula: 'log(-1 - x^2)' } };
    await expect(raceOf(spec)).rejects.toMatchObject({ code: 'bad-input', field: 'starts' });
  });
});

describe('a race on an engine with little room', () => {
  const spec = parseRunSpec({
    surface: { id: 'himmelblau' },
    optimizers: [
      { id: 'adam', hyper: { lr: 0.05 } },
      { id: 'momentum', hyper: { lr: 0.001 } },
      { id: 'sgd', hyper: { lr: 0.001 } },
    ],
    gradient: { noise: 3 },
    starts: { kind: 'uniform', count: 3000 },
    steps: 50,
  });
  it.each([
    ['two teams at a time', 6000, 4],
    ['one at a time', 3000, 6],
    ['and half of its trajectories', 1500, 12],
  ])('comes to the same, %s', async (_, room, runs) => {
    const roomy = { ...engine, batch: 1e6 };
    const cramped = crampedEngine(roomy, room);
    const whole = await race(roomy, spec, 1);
    const pieces = await race(cramped, spec, 1);
    expect(pieces).toEqual({ ...whole, runs });
    expect(whole.runs).toBe(2);
    expect(cramped.given).toBe(runs);
  });
  it('comes to the same on one that is quicker with few', async () => {
    const whole = await race({ ...engine, batch: 1e6 }, spec, 1);
    expect(await race({ ...engine, batch: 3000 }, spec, 1)).toEqual({ ...whole, runs: 6 });
  });
  it('gives up where there is no room at all', async () => {
    const cramped = crampedEngine(engine, 10);
    await expect(race(cramped, spec, 1)).rejects.toMatchObject({ code: 'device-limit' });
    expect(cramped.asked).toBeLessThan(10);
    expect(cramped.given).toBe(0);
  });
});

describe('whoever waits for a race', () => {
  it('hears how far it is, and can end it', async () => {
    const spec = parseRunSpec({ ...bowl, starts: { kind: 'uniform', count: 5000 }, steps: 2000 });
    const seen: number[] = [];
    const abort = new AbortController();
    // All in one run, so that it has to end in the midst of it.
    const racing = race({ ...engine, batch: 1e6 }, spec, 1e-30, {
      signal: abort.signal,
      onProgress(fraction) {
        seen.push(fraction);
        if (fraction > 0.05) abort.abort();
      },
    });
    await expect(racing).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBeLessThan(0.4);
  });
  it('does not wait for steps that nobody takes', async () => {
    const reached: (() => number)[] = [];
    const watched: typeof engine = {
      ...engine,
      async createRun(plan) {
        const run = await engine.createRun(plan);
        reached.push(() => run.step);
        return run;
      },
    };
    // All begin at the minimum, and rest there.
    const points = [
      [0, 0],
      [0, 0],
    ];
    const starts = { kind: 'points', points };
    const spec = parseRunSpec({ ...bowl, starts, steps: 1_000_000, stop: { gradientNorm: 1e-6 } });
    await race(watched, spec, 0.01);
    expect(reached.map((step) => step())).toEqual([1, 1]);
  });
  it('hears of its end last', async () => {
    const seen: number[] = [];
    await race(engine, parseRunSpec(bowl), null, { onProgress: (fraction) => seen.push(fraction) });
    expect(seen.at(-1)).toBe(1);
  });
});
