import { describe, expect, test } from 'vitest';
import { createNodeGpuDevice } from '../../src/cli/node-gpu.ts';
import { RavineError } from '../../src/core/errors.ts';
import { parseRunSpec } from '../../src/engine/parse-run-spec.ts';
import { planRun } from '../../src/engine/plan-run.ts';
import type { GpuDevice } from '../../src/gpu/device.ts';
import { createGpuEngine } from '../../src/gpu/gpu-engine.ts';
import { createPipelines } from '../../src/gpu/pipelines.ts';
import { createScope } from '../../src/gpu/scope.ts';
import { Usage } from '../../src/gpu/usage.ts';
import { wgslFiles } from '../../src/gpu/wgsl-files.ts';
import { sharedGpu } from '../support/gpu.ts';

const plan = planRun(
  parseRunSpec({ starts: { kind: 'grid', count: 100 }, optimizers: [{ id: 'adam' }, { id: 'sgd' }] }),
);

/** A device that claims smaller limits than it has. */
async function smaller(limits: Partial<Record<keyof GPUSupportedLimits, number>>): Promise<GpuDevice> {
  const gpu = await sharedGpu();
  const device = new Proxy(gpu.device, {
    get(target, name) {
      if (name === 'limits')
        return new Proxy(target.limits, {
          get: (real, limit) => Reflect.get(limits, limit) ?? Reflect.get(real, limit, real),
        });
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { ...gpu, device };
}

describe('scope', () => {
  test('counts live bytes, children included, and gives back in reverse order', async () => {
    const scope = createScope(await sharedGpu(), 'outer');
    const order: string[] = [];
    scope.onDispose(() => order.push('first'));
    const a = scope.buffer('a', 256, Usage.storage);
    const child = scope.child('inner');
    child.buffer('b', 64, Usage.uniform);
    child.onDispose(() => order.push('child'));
    scope.onDispose(() => order.push('last'));
    expect(a.label).toBe('outer a');
    expect(scope.liveBytes).toBe(320);
    scope.release(a);
    scope.release(a);
    expect(scope.liveBytes).toBe(64);
    scope.dispose();
    scope.dispose();
    expect(order).toEqual(['last', 'child', 'first']);
    expect(scope.liveBytes).toBe(0);
    expect(child.disposed).toBe(true);
    expect(() => scope.buffer('c', 4, Usage.storage)).toThrow(expect.objectContaining({ code: 'disposed' }));
  });

  test('a child disposed of first is forgotten', async () => {
    const scope = createScope(await sharedGpu(), 'outer');
    const child = scope.child('inner');
    child.buffer('b', 64, Usage.storage);
    child.dispose();
    expect(scope.liveBytes).toBe(0);
    scope.dispose();
  });

  test('refuses a buffer that the device does not allow, with both figures', async () => {
    const scope = createScope(await smaller({ maxStorageBufferBindingSize: 2 ** 20 }), 'swarm');
    expect(() => scope.buffer('positions', 2 ** 21 + 4, Usage.storage)).toThrow(
      'The buffer "swarm positions" needs 2.0 MiB, this device allows 1 MiB.',
    );
    expect(scope.liveBytes).toBe(0);
    scope.dispose();
  });
});

describe('runs', () => {
  test('every byte of a run comes back', async () => {
    const engine = createGpuEngine(await sharedGpu());
    const first = await engine.createRun(plan);
    const bytes = first.liveBytes;
    // Two teams of position, observe, status; Adam's two slots.
    expect(bytes).toBeGreaterThan(100 * (2 * 20 + 16));
    await first.summarize();
    first.dispose();
    first.dispose();
    const idle = engine.liveBytes;
    for (let i = 0; i < 5; i++) {
      const run = await engine.createRun(plan);
      expect(run.liveBytes).toBe(bytes);
      run.advance(10);
      await run.summarize();
      await run.read(0);
      run.dispose();
    }
    expect(engine.liveBytes - idle, 'at most the staging ring grows').toBeLessThan(2 ** 16);
    engine.dispose();
    expect(engine.liveBytes).toBe(0);
  });

  test('use after disposal is an error with a name', async () => {
    const engine = createGpuEngine(await sharedGpu());
    const run = await engine.createRun(plan);
    const other = await engine.createRun(plan);
    run.dispose();
    const disposed = expect.objectContaining({ code: 'disposed' });
    expect(() => run.advance(1)).toThrow(disposed);
    expect(() => run.restart()).toThrow(disposed);
    await expect(run.read(0)).rejects.toThrow(disposed);
    await expect(run.summarize()).rejects.toThrow(disposed);
    await expect(run.settle()).rejects.toThrow(disposed);
    other.advance(1);
    expect((await other.read(1)).step).toBe(1);
    engine.dispose();
    expect(() => other.advance(1)).toThrow(disposed);
    await expect(engine.createRun(plan)).rejects.toThrow(disposed);
  });

  test('too many trajectories: how many would fit', async () => {
    const gpu = await smaller({ maxStorageBufferBindingSize: 2 ** 20 });
    const engine = createGpuEngine(gpu);
    const large = planRun(parseRunSpec({ starts: { kind: 'grid', count: 70_000 } }));
    const error = await engine.createRun(large).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(RavineError);
    expect(error).toMatchObject({
      code: 'device-limit',
      field: 'starts.count',
      message: '70,000 trajectories need 1.1 MiB in one storage buffer, this device allows 1 MiB.',
      cure: 'Lower the trajectory count to 65,536.',
    });
    expect(engine.liveBytes).toBe(0);
    const fitting = planRun(parseRunSpec({ starts: { kind: 'grid', count: 65_536 } }));
    (await engine.createRun(fitting)).dispose();
    engine.dispose();
  });

  test('a snapshot of another size is refused by name', async () => {
    const engine = createGpuEngine(await sharedGpu());
    const run = await engine.createRun(plan);
    const snapshot = await run.read(0);
    expect(() => run.load(0, { ...snapshot, position: new Float64Array(3) })).toThrow(
      'position has 3 values, this run 200',
    );
    expect(() => run.load(0, { ...snapshot, state: {} })).toThrow('state.m has no values');
    expect(() => run.load(0, { ...snapshot, status: new Uint32Array(1) })).toThrow('status has 1 values');
    expect(() => run.load(2, snapshot)).toThrow('There is no team 2');
    engine.dispose();
  });

  test('loss and gradient norm are those of the loaded position', async () => {
    const engine = createGpuEngine(await sharedGpu());
    const bowl = planRun(parseRunSpec({ surface: { formula: 'x^2' }, starts: { kind: 'grid', count: 2 } }));
    const run = await engine.createRun(bowl);
    run.load(0, { ...(await run.read(0)), position: Float64Array.of(3, 0, -5, 1) });
    const { loss, gradientNorm } = await run.read(0);
    expect([...loss, ...gradientNorm]).toEqual([9, 25, 6, 10]);
    engine.dispose();
  });

  test('a large reading leaves no staging memory behind', async () => {
    const engine = createGpuEngine(await sharedGpu());
    const large = planRun(parseRunSpec({ starts: { kind: 'grid', count: 2 ** 18 } }));
    const run = await engine.createRun(large);
    const before = engine.liveBytes;
    expect((await run.read(0)).position.length).toBe(2 ** 19);
    expect(engine.liveBytes).toBe(before);
    engine.dispose();
  });

  test('load and read are inverse', async () => {
    const engine = createGpuEngine(await sharedGpu());
    const run = await engine.createRun(plan);
    run.advance(5);
    const snapshot = await run.read(0);
    const state = {
      m: snapshot.state.m.map((v) => Math.fround(v + 1)),
      v: snapshot.state.v.map((_, i) => i),
    };
    run.load(0, { ...snapshot, step: 40, state });
    expect(await run.read(0)).toEqual({ ...snapshot, step: 40, state });
    engine.dispose();
  });
});

describe('shaders', () => {
  test('an error names its file and line', async () => {
    const text = wgslFiles['optimizers/adam.wgsl'];
    const broken = text.replace('return theta', 'return thetta');
    expect(broken).not.toBe(text);
    const line = 1 + broken.slice(0, broken.indexOf('thetta')).split('\n').length - 1;
    const engine = createGpuEngine(await sharedGpu(), { shaders: { 'optimizers/adam.wgsl': broken } });
    const error = await engine.createRun(plan).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'shader', field: 'shaders/optimizers/adam.wgsl' });
    expect((error as Error).message).toContain(
      `shaders/optimizers/adam.wgsl:${line}:10: unresolved value 'thetta'`,
    );
    engine.dispose();
  });

  test('a binding that the layout lacks is an error, not a wrong result', async () => {
    const pipelines = createPipelines(await sharedGpu());
    const text = `@group(0) @binding(0) var<storage, read_write> a: array<f32>;
@group(0) @binding(1) var<storage, read_write> b: array<f32>;
@compute @workgroup_size(1) fn main() { a[0] = b[0]; }`;
    const source = { label: 'unbound', sections: [{ name: 'unbound', text }], bindings: ['write' as const] };
    await expect(pipelines.get(source, 'main')).rejects.toMatchObject({ code: 'shader' });
    expect(pipelines.size).toBe(0);
  });

  test('compiled once per text', async () => {
    const pipelines = createPipelines(await sharedGpu());
    const source = (text: string) => ({ label: 'x', sections: [{ name: 'x', text }], bindings: [] });
    const text = '@compute @workgroup_size(1) fn main() {}';
    const [a, b, c] = await Promise.all(
      [text, text, `${text} `].map((t) => pipelines.get(source(t), 'main')),
    );
    expect(a).toBe(b);
    expect(a).not.toBe(c);
    expect(pipelines.size).toBe(2);
  });

  test('an unknown shader file is refused', async () => {
    const gpu = await sharedGpu();
    expect(() => createGpuEngine(gpu, { shaders: { 'optimizers/nobody.wgsl': '' } })).toThrow('nobody');
  });
});

describe('a lost device', () => {
  test('is named, by everything that needs it', async () => {
    const gpu = await createNodeGpuDevice();
    const engine = createGpuEngine(gpu);
    const run = await engine.createRun(plan);
    gpu.device.destroy();
    await gpu.lost;
    const lost = expect.objectContaining({ code: 'device-lost' });
    expect(() => run.advance(1)).toThrow(lost);
    await expect(run.summarize()).rejects.toThrow(lost);
    await expect(engine.createRun(plan)).rejects.toThrow(lost);
    run.dispose();
    engine.dispose();
    gpu.dispose();
  });
});
