import { describe, expect, test } from 'vitest';
import { parseRunSpec } from '../../src/engine/parse-run-spec.ts';
import { planRun } from '../../src/engine/plan-run.ts';
import { createGpuEngine } from '../../src/gpu/gpu-engine.ts';
import { createCpuEngine } from '../../src/reference/cpu-engine.ts';
import { asHardware, sharedGpu } from '../support/gpu.ts';

const planOf = (surface: object) => planRun(parseRunSpec({ surface, starts: { kind: 'grid', count: 1 } }));

describe('landscape', () => {
  test('covers the domain, edges included, x fastest', async () => {
    const engine = createGpuEngine(await sharedGpu());
    const { surface } = planOf({ formula: 'x + 100*y^2', domain: [-1, 3, 0, 2] });
    const landscape = await engine.landscape(surface, 5);
    const loss: number[] = [];
    const gradient: number[] = [];
    for (const y of [0, 0.5, 1, 1.5, 2]) {
      for (const x of [-1, 0, 1, 2, 3]) {
        loss.push(x + 100 * y * y);
        gradient.push(1, 200 * y);
      }
    }
    expect(Array.from(landscape.loss)).toEqual(loss);
    expect(Array.from(landscape.gradient)).toEqual(gradient);
    expect(landscape).toMatchObject({ size: 5, domain: [-1, 3, 0, 2] });
    expect(landscape.buffer.size).toBe(25 * 16);
    engine.dispose();
  });

  test.each([2, 3, 5, 67])(
    'of %i vertices along a side is the same in every form of the kernel',
    async (size) => {
      const engines = [await sharedGpu(), await asHardware()].map((gpu) => createGpuEngine(gpu));
      const { surface } = planOf({ id: 'rosenbrock' });
      const [one, other] = await Promise.all(engines.map((engine) => engine.landscape(surface, size)));
      expect(other!.loss).toEqual(one!.loss);
      expect(other!.gradient).toEqual(one!.gradient);
      for (const engine of engines) engine.dispose();
    },
  );

  test('another domain, parameters, and the buffer given back', async () => {
    const engine = createGpuEngine(await sharedGpu());
    const { surface } = planOf({ formula: 'k*x + m', params: { k: 3, m: -1 }, domain: [-1, 1, -1, 1] });
    const before = engine.liveBytes;
    const landscape = await engine.landscape(surface, 3, [10, 30, 0, 1]);
    expect(Array.from(landscape.loss.subarray(0, 3))).toEqual([29, 59, 89]);
    expect(engine.liveBytes - before).toBeGreaterThanOrEqual(9 * 16);
    landscape.dispose();
    landscape.dispose();
    const staging = engine.liveBytes;
    const second = await engine.landscape(surface, 3);
    second.dispose();
    expect(engine.liveBytes, 'only the staging ring is kept').toBe(staging);
    engine.dispose();
  });

  test('becomes that of another surface in the same memory', async () => {
    const engine = createGpuEngine(await sharedGpu());
    const landscape = await engine.landscape(planOf({ id: 'rosenbrock' }).surface, 8);
    const { buffer } = landscape;
    const bytes = engine.liveBytes;
    for (const id of ['himmelblau', 'ackley']) {
      const { surface } = planOf({ id });
      await landscape.renew(surface);
      const fresh = await engine.landscape(surface, 8);
      expect(landscape.domain).toEqual(surface.domain);
      expect(landscape.loss).toEqual(fresh.loss);
      expect(landscape.gradient).toEqual(fresh.gradient);
      fresh.dispose();
    }
    expect(landscape.buffer).toBe(buffer);
    expect(engine.liveBytes).toBe(bytes);
    landscape.dispose();
    await expect(landscape.renew(planOf({ id: 'bowl' }).surface)).rejects.toMatchObject({ code: 'disposed' });
    engine.dispose();
  });

  test.each([0, 1, 2.5, Number.NaN])('refuses a size of %d', async (size) => {
    const engine = createGpuEngine(await sharedGpu());
    const { surface } = planOf({ id: 'bowl' });
    await expect(engine.landscape(surface, size)).rejects.toMatchObject({ code: 'bad-input', field: 'size' });
    engine.dispose();
  });
});

describe('evaluate', () => {
  test.each(['rosenbrock', 'ackley', 'himmelblau', 'beale'])('%s like the reference', async (id) => {
    const engine = createGpuEngine(await sharedGpu());
    const plan = planOf({ id });
    const points = Float64Array.from({ length: 2000 }, (_, i) => Math.fround(3 * Math.sin(i * 1.7 + 0.3)));
    const gpu = await engine.evaluate(plan, points);
    const cpu = await createCpuEngine().evaluate(plan, points);
    for (const [name, exact] of Object.entries(cpu)) {
      const got = gpu[name as keyof typeof gpu];
      // A smoke test of layout and binding; the consistency check computes what rounding allows at each point.
      const scale = exact.reduce((most: number, value: number) => Math.max(most, Math.abs(value)), 1e-3);
      exact.forEach((value: number, i: number) => {
        expect(Math.abs(got[i] - value), `${name} at ${points[2 * i]}, ${points[2 * i + 1]}`).toBeLessThan(
          1e-5 * scale,
        );
      });
    }
    engine.dispose();
  });

  test('no points', async () => {
    const engine = createGpuEngine(await sharedGpu());
    const { loss } = await engine.evaluate(planOf({ id: 'bowl' }), new Float64Array(0));
    expect(loss.length).toBe(0);
    engine.dispose();
  });
});
