import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPipelines } from '../../src/gpu/pipelines.ts';
import { createReadback } from '../../src/gpu/readback.ts';
import { createScope, type Scope } from '../../src/gpu/scope.ts';
import { createTiming, type Stopwatch, type Timing } from '../../src/gpu/timing.ts';
import { Usage } from '../../src/gpu/usage.ts';
import { sharedGpu } from '../support/gpu.ts';

let device: GPUDevice;
let scope: Scope;
let timing: Timing;
let work: (stopwatch: Stopwatch | null, rounds: readonly number[]) => void;

beforeAll(async () => {
  const gpu = await sharedGpu();
  device = gpu.device;
  scope = createScope(gpu, 'timing');
  timing = createTiming(gpu, scope, createReadback(gpu, scope));
  const kernel = await createPipelines(gpu).get(
    {
      label: 'spin',
      sections: [
        {
          name: 'spin.wgsl',
          text: `@group(0) @binding(0) var<storage, read_write> out: array<u32>;
            @compute @workgroup_size(64) fn spin(@builtin(global_invocation_id) id: vec3u) {
              var x = id.x;
              for (var i = 0u; i < 1000u; i++) { x = x * 1664525u + 1013904223u; }
              out[id.x] = x;
            }`,
        },
      ],
      bindings: ['write'],
    },
    'spin',
  );
  const group = kernel.bind('spin', [scope.buffer('out', 4 * 64 * 256, Usage.storage)]);
  work = (stopwatch, rounds) => {
    const encoder = device.createCommandEncoder();
    rounds.forEach((dispatches, index) => {
      const pass = encoder.beginComputePass({ ...stopwatch?.around(index) });
      pass.setPipeline(kernel.pipeline);
      pass.setBindGroup(0, group);
      for (let k = 0; k < dispatches; k++) pass.dispatchWorkgroups(256);
      pass.end();
    });
    stopwatch?.encode(encoder);
    device.queue.submit([encoder.finish()]);
  };
});
afterAll(() => scope.dispose());

test('tells passes apart, and no more than passed on the clock of this side', async () => {
  work(null, [1, 1]); // the first time has more to do
  await device.queue.onSubmittedWorkDone();
  const stopwatch = timing.begin(2)!;
  const began = performance.now();
  work(stopwatch, [1, 16]);
  const [short, long] = await stopwatch.read();
  const elapsed = performance.now() - began;
  expect(short).toBeGreaterThan(0);
  expect(long! / short!, 'sixteen times the work').toBeGreaterThan(3);
  expect(short! + long!).toBeLessThan(elapsed);
});

test('gives no third stopwatch before one of two was read, and takes no new memory then', async () => {
  const one = timing.begin(1)!;
  expect(timing.begin(1)).not.toBeNull();
  expect(timing.begin(1)).toBeNull();
  work(one, [1]);
  await one.read();
  const bytes = scope.liveBytes;
  for (let i = 0; i < 5; i++) {
    const next = timing.begin(1)!;
    work(next, [1]);
    expect((await next.read())[0]).toBeGreaterThanOrEqual(0);
  }
  expect(scope.liveBytes).toBe(bytes);
});

test('is null where the device has no clock', async () => {
  const gpu = { device, features: new Set<string>() };
  const without = createTiming(gpu, scope, createReadback(await sharedGpu(), scope));
  expect(without.begin(1)).toBeNull();
});
