import { RavineError } from '../core/errors.ts';
import type { Engine } from '../engine/engine.ts';
import type { Plan, PlannedSurface } from '../engine/plan.ts';
import type { Domain } from '../engine/run-spec.ts';
import { createDensity, type Density, densitySize } from './density.ts';
import { compileDensity } from './density-kernels.ts';
import type { GpuDevice } from './device.ts';
import { scalarRowsOf, stepCost, stepsPerDispatch } from './dispatch.ts';
import { evaluatePoints } from './evaluate-points.ts';
import { createGpuRun, type GpuRun, type RunKernels } from './gpu-run.ts';
import {
  descendKernel,
  rulesOf,
  type ShaderText,
  startsKernel,
  summarizeKernel,
  trailsKernel,
} from './kernels.ts';
import { createLandscape, type GpuLandscape } from './landscape.ts';
import { createPipelines } from './pipelines.ts';
import { createReadback } from './readback.ts';
import { createScope, type Scope } from './scope.ts';
import { assertTeamFits } from './team.ts';
import { wgslFiles } from './wgsl-files.ts';
import type { Workbench } from './workbench.ts';

export type { GpuLandscape } from './landscape.ts';

export interface GpuEngine extends Engine {
  createRun(plan: Plan): Promise<GpuRun>;
  /**
   * The grid of losses and gradients that a surface is drawn from. Caller disposes.
   * @param size vertices along each side, at least 2
   * @param domain the surface's own unless given
   */
  landscape(surface: PlannedSurface, size: number, domain?: Domain): Promise<GpuLandscape>;
  /**
   * Shows a swarm of very many as a density. Caller disposes.
   * @param size cells along a side, a multiple of 4; otherwise what suits the device
   */
  createDensity(size?: number): Promise<Density>;
  /** Copies of buffers of its runs, as they are once everything submitted before is done. */
  read(buffers: readonly GPUBuffer[]): Promise<ArrayBuffer[]>;
  /** Bytes of all buffers that are alive. */
  readonly liveBytes: number;
}

export interface GpuEngineOptions {
  /** Replaces shader files by path, such as 'optimizers/adam.wgsl': how a test plants a fault. */
  shaders?: Partial<Record<string, string>>;
  /** Steps fused into one dispatch; otherwise as many as keep it short. At most 1024. */
  fusedSteps?: number;
}

/**
 * A card has work for as many as fit; a processor that does its work slows down to a third once their memory leaves its cache,
 * and takes the fewer steps per dispatch the more they are.
 */
const BATCH = { hardware: 2 ** 24, software: 2 ** 14 };

/** The engine on a device, which is borrowed: it must outlive the engine. Caller disposes. */
export function createGpuEngine(gpu: GpuDevice, options: GpuEngineOptions = {}): GpuEngine {
  const { device } = gpu;
  const scope = createScope(gpu, 'engine');
  const bench: Workbench = {
    device,
    scope,
    pipelines: createPipelines(gpu),
    readback: createReadback(gpu, scope),
    text: shaderText(options.shaders ?? {}),
  };
  const fusedSteps = ({ count, surface, teams, spec }: Plan): number => {
    const costs = teams.map(({ optimizer }) => stepCost(surface.compiled, optimizer, spec.gradient));
    return options.fusedSteps ?? stepsPerDispatch(count, Math.max(...costs), gpu.isSoftware);
  };

  return {
    kind: 'gpu',
    description: gpu.adapterName,
    batch: gpu.isSoftware ? BATCH.software : BATCH.hardware,
    get liveBytes() {
      return scope.liveBytes;
    },
    async createRun(plan) {
      scope.assertAlive();
      for (const { optimizer } of plan.teams) assertTeamFits(device.limits, optimizer, plan.count);
      const kernels = await compileKernels(bench, plan);
      return withinMemory(device, scope.child('run'), (own) =>
        createGpuRun(gpu, own, bench.readback, kernels, plan, fusedSteps(plan)),
      );
    },
    async createDensity(size = densitySize(gpu.isSoftware)) {
      scope.assertAlive();
      const kernels = await compileDensity(bench.pipelines, bench.text);
      return createDensity(device, scope.child('density'), bench.readback, kernels, size);
    },
    evaluate: ({ surface }, points) => evaluatePoints(bench, surface, points),
    read: (buffers) => bench.readback.read(buffers.map((buffer) => ({ buffer }))),
    landscape: (surface, size, domain = surface.domain) => createLandscape(bench, surface, size, domain),
    dispose: () => scope.dispose(),
  };
}

async function compileKernels({ pipelines, text }: Workbench, plan: Plan): Promise<RunKernels> {
  const { teams, surface } = plan;
  const rules = rulesOf(plan, scalarRowsOf(plan));
  const [starts, countDigits, pickDigits, trails, ...descend] = await Promise.all([
    pipelines.get(startsKernel(text), 'generateStarts'),
    pipelines.get(summarizeKernel(text), 'countDigits'),
    pipelines.get(summarizeKernel(text), 'pickDigits'),
    pipelines.get(trailsKernel(text), 'recordTrails'),
    ...teams.map(({ optimizer }) =>
      pipelines.get(descendKernel(text, surface.compiled, optimizer, rules), 'descend'),
    ),
  ]);
  return { starts, countDigits, pickDigits, trails, descend };
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
  const error = await device.popErrorScope().catch((cause: unknown) => {
    scope.dispose();
    throw new RavineError('device-lost', 'The graphics device was lost while a run was made.', { cause });
  });
  if (error === null) return made;
  scope.dispose();
  throw new RavineError('device-limit', 'The graphics device has not enough free memory for this run.', {
    field: 'starts.count',
    cure: 'Lower the trajectory count or the number of teams.',
    cause: error,
  });
}
