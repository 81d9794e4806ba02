import { RavineError } from '../core/errors.ts';
import type { Engine, Evaluation } from '../engine/engine.ts';
import type { Plan, PlannedSurface } from '../engine/plan.ts';
import type { Domain } from '../engine/run-spec.ts';
import { extent } from '../engine/starts.ts';
import type { GpuDevice } from './device.ts';
import { dispatchThreads, stepCost, stepsPerDispatch } from './dispatch.ts';
import { createGpuRun, type GpuRun, packSurfaceParams, type RunKernels } from './gpu-run.ts';
import {
  descendKernel,
  evaluateKernel,
  evaluationLayout,
  gridLayout,
  landscapeKernel,
  paramsLayout,
  rulesOf,
  type ShaderText,
  startsKernel,
  summarizeKernel,
  trailsKernel,
} from './kernels.ts';
import { createPipelines } from './pipelines.ts';
import { createReadback } from './readback.ts';
import { createScope, type Scope } from './scope.ts';
import { assertTeamFits } from './team.ts';
import { INPUT_USAGE, SWARM_USAGE, UNIFORM_USAGE } from './usage.ts';
import { wgslFiles } from './wgsl-files.ts';

export interface GpuEngine extends Engine {
  createRun(plan: Plan): Promise<GpuRun>;
  /**
   * The grid of losses and gradients that a surface is drawn from. Caller disposes.
   * @param size vertices along each side, at least 2
   * @param domain the surface's own unless given
   */
  landscape(surface: PlannedSurface, size: number, domain?: Domain): Promise<GpuLandscape>;
  /** Bytes of all buffers that are alive. */
  readonly liveBytes: number;
}

export interface GpuLandscape {
  size: number;
  domain: Domain;
  /** vec4f (loss, ∂x, ∂y, 0) per vertex, row by row from (xmin, ymin), x fastest, edges included. */
  buffer: GPUBuffer;
  /** [size²], the same read back. */
  loss: Float32Array;
  /** [size² × 2], interleaved. */
  gradient: Float32Array;
  dispose(): void;
}

export interface GpuEngineOptions {
  /** Replaces shader files by path, such as 'optimizers/adam.wgsl': how a test plants a fault. */
  shaders?: Partial<Record<string, string>>;
  /** Steps fused into one dispatch; otherwise as many as keep it short. At most 1024. */
  fusedSteps?: number;
}

/** The engine on a device, which is borrowed: it must outlive the engine. Caller disposes. */
export function createGpuEngine(gpu: GpuDevice, options: GpuEngineOptions = {}): GpuEngine {
  const { device } = gpu;
  const scope = createScope(gpu, 'engine');
  const pipelines = createPipelines(gpu);
  const readback = createReadback(gpu, scope);
  const text = shaderText(options.shaders ?? {});

  const kernelsOf = async (plan: Plan): Promise<RunKernels> => {
    const [starts, countDigits, pickDigits, trails, ...descend] = await Promise.all([
      pipelines.get(startsKernel(text), 'generateStarts'),
      pipelines.get(summarizeKernel(text), 'countDigits'),
      pipelines.get(summarizeKernel(text), 'pickDigits'),
      pipelines.get(trailsKernel(text), 'recordTrails'),
      ...plan.teams.map(({ optimizer }) =>
        pipelines.get(descendKernel(text, plan.surface.compiled, optimizer, rulesOf(plan.spec)), 'descend'),
      ),
    ]);
    return { starts, countDigits, pickDigits, trails, descend };
  };

  const upload = (into: Scope, label: string, data: ArrayBuffer, usage: GPUBufferUsageFlags): GPUBuffer => {
    const buffer = into.buffer(label, data.byteLength, usage);
    device.queue.writeBuffer(buffer, 0, data);
    return buffer;
  };
  const uploadParams = (into: Scope, { compiled, params }: PlannedSurface): GPUBuffer =>
    upload(
      into,
      'parameters',
      packSurfaceParams(compiled.parameters, params, paramsLayout(compiled)),
      UNIFORM_USAGE,
    );

  return {
    kind: 'gpu',
    description: gpu.adapterName,
    get liveBytes() {
      return scope.liveBytes;
    },

    async createRun(plan) {
      scope.assertAlive();
      for (const { optimizer } of plan.teams) assertTeamFits(device.limits, optimizer, plan.count);
      const kernels = await kernelsOf(plan);
      const fused =
        options.fusedSteps ?? stepsPerDispatch(plan.count, stepCost(plan.surface.compiled), gpu.isSoftware);
      return withinMemory(device, scope.child('run'), (runScope) =>
        createGpuRun(gpu, runScope, readback, kernels, plan, fused),
      );
    },

    async evaluate({ surface }, points) {
      scope.assertAlive();
      const n = points.length / 2;
      if (n === 0) return unpackEvaluations(new ArrayBuffer(0), 0);
      const kernel = await pipelines.get(evaluateKernel(text, surface.compiled), 'evaluate');
      return withScope(scope.child('evaluation'), async (own) => {
        const output = own.buffer('output', n * evaluationLayout.bytes, SWARM_USAGE);
        const group = kernel.bind('evaluate', [
          uploadParams(own, surface),
          upload(own, 'points', new Float32Array(points).buffer, INPUT_USAGE),
          output,
        ]);
        const encoder = device.createCommandEncoder({ label: 'evaluate' });
        const pass = encoder.beginComputePass({ label: 'evaluate' });
        pass.setPipeline(kernel.pipeline);
        pass.setBindGroup(0, group);
        dispatchThreads(pass, n);
        pass.end();
        device.queue.submit([encoder.finish()]);
        const [evaluations] = await readback.read([{ buffer: output }]);
        return unpackEvaluations(evaluations, n);
      });
    },

    async landscape(surface, size, domain = surface.domain) {
      scope.assertAlive();
      assertGridSize(size);
      const kernel = await pipelines.get(landscapeKernel(text, surface.compiled), 'landscape');
      const own = scope.child('landscape');
      try {
        const buffer = own.buffer('vertices', size * size * VERTEX_FLOATS * 4, SWARM_USAGE);
        const [originX, width, originY, height] = extent(domain);
        const grid = gridLayout.pack({ size, originX, originY, width, height });
        const gridUniform = upload(own, 'grid', grid, UNIFORM_USAGE);
        const params = uploadParams(own, surface);
        const encoder = device.createCommandEncoder({ label: 'landscape' });
        const pass = encoder.beginComputePass({ label: 'landscape' });
        pass.setPipeline(kernel.pipeline);
        pass.setBindGroup(0, kernel.bind('landscape', [gridUniform, params, buffer]));
        dispatchThreads(pass, size * size);
        pass.end();
        device.queue.submit([encoder.finish()]);
        const [vertices] = await readback.read([{ buffer }]);
        own.release(gridUniform);
        own.release(params);
        return { size, domain, buffer, ...unpackVertices(vertices), dispose: () => own.dispose() };
      } catch (error) {
        own.dispose();
        throw error;
      }
    },

    dispose: () => scope.dispose(),
  };
}

function assertGridSize(size: number): void {
  if (Number.isInteger(size) && size >= 2) return;
  throw new RavineError('bad-input', `A landscape cannot have ${size} vertices along each side.`, {
    field: 'size',
    cure: 'Take a whole number, at least 2.',
  });
}

function shaderText(replaced: Partial<Record<string, string>>): ShaderText {
  for (const path of Object.keys(replaced)) {
    if (!(path in wgslFiles)) throw new RavineError('internal', `There is no shader file '${path}'.`);
  }
  return (path) => {
    const text = replaced[path] ?? wgslFiles[path];
    if (text === undefined) throw new RavineError('shader', `The file shaders/${path} is missing.`);
    return text;
  };
}

async function withScope<T>(scope: Scope, work: (scope: Scope) => Promise<T>): Promise<T> {
  try {
    return await work(scope);
  } finally {
    scope.dispose();
  }
}

/** Runs `make`, and turns the device's running out of memory into an error with a cure. */
async function withinMemory<T>(device: GPUDevice, scope: Scope, make: (scope: Scope) => T): Promise<T> {
  device.pushErrorScope('out-of-memory');
  let made: T;
  try {
    made = make(scope);
  } catch (error) {
    void device.popErrorScope().catch(() => null);
    scope.dispose();
    throw error;
  }
  const error = await device.popErrorScope();
  if (error === null) return made;
  scope.dispose();
  throw new RavineError('device-limit', 'The graphics device has not enough free memory for this run.', {
    field: 'starts.count',
    cure: 'Lower the trajectory count or the number of teams.',
    cause: error,
  });
}

const VERTEX_FLOATS = 4;

function unpackVertices(buffer: ArrayBuffer): { loss: Float32Array; gradient: Float32Array } {
  const vertices = new Float32Array(buffer);
  const n = vertices.length / VERTEX_FLOATS;
  const loss = new Float32Array(n);
  const gradient = new Float32Array(2 * n);
  for (let i = 0; i < n; i++) {
    loss[i] = vertices[VERTEX_FLOATS * i];
    gradient[2 * i] = vertices[VERTEX_FLOATS * i + 1];
    gradient[2 * i + 1] = vertices[VERTEX_FLOATS * i + 2];
  }
  return { loss, gradient };
}

function unpackEvaluations(buffer: ArrayBuffer, n: number): Evaluation {
  const words = new Float32Array(buffer);
  const { fields, words: stride } = evaluationLayout;
  const columns = fields.map(({ name }, column) => {
    const values = new Float64Array(n);
    for (let i = 0; i < n; i++) values[i] = words[i * stride + column];
    return [name, values] as const;
  });
  return Object.fromEntries(columns) as Record<keyof Evaluation, Float64Array>;
}
