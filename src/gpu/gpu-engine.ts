import { RavineError } from '../core/errors.ts';
import type { Engine } from '../engine/engine.ts';
import type { Plan, PlannedSurface } from '../engine/plan.ts';
import type { Domain } from '../engine/run-spec.ts';
import { createDensity, type Density, densitySize } from './density.ts';
import { compileDensity } from './density-kernels.ts';
import type { GpuDevice } from './device.ts';
import { mostSteps, stepCost, stepsPerDispatch } from './dispatch.ts';
import { evaluatePoints } from './evaluate-points.ts';
import { createGpuRun, type GpuRun } from './gpu-run.ts';
import type { ShaderText } from './kernels.ts';
import { createLandscape, type GpuLandscape } from './landscape.ts';
import { createPipelines } from './pipelines.ts';
import { createReadback } from './readback.ts';
import { compileRun } from './run-kernels.ts';
import { createScope } from './scope.ts';
import { createTiming } from './timing.ts';
import { wgslFiles } from './wgsl-files.ts';
import type { Workbench } from './workbench.ts';

export type { GpuLandscape } from './landscape.ts';

export interface GpuEngine extends Engine {
  createRun(plan: Plan): Promise<GpuRun>;
  /** Begins to compile what a run of the plan will need, while something else is waited for. Tells of no error: that run will. */
  warm(plan: Plan): void;
  /**
   * The grid of losses and gradients that a surface is drawn from. Caller disposes.
   * @param size vertices along each side, at least 2
   * @param domain the surface's own unless given
   */
  landscape(surface: PlannedSurface, size: number, domain?: Domain): Promise<GpuLandscape>;
  /**
   * Shows a swarm of very many as a density. Caller disposes.
   * @param size cells along a side, a multiple of 16; otherwise what suits the device
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
  /** Steps fused into every dispatch; otherwise as many as were seen to keep it short. At most 1024. */
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
  const readback = createReadback(gpu, scope);
  const bench: Workbench = {
    device,
    isSoftware: gpu.isSoftware,
    scope,
    pipelines: createPipelines(gpu),
    readback,
    timing: createTiming(gpu, scope, readback),
    text: shaderText(options.shaders ?? {}),
  };
  const fusedSteps = (plan: Plan): number => {
    const { count, surface, teams, spec } = plan;
    const costs = teams.map(({ optimizer }) => stepCost(surface.compiled, optimizer, spec.gradient));
    const atFirst = stepsPerDispatch(count, Math.max(...costs), gpu.isSoftware);
    return options.fusedSteps ?? Math.min(mostSteps(plan), atFirst);
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
      const own = scope.child('run');
      try {
        return await createGpuRun(bench, own, plan, {
          fusedSteps,
          isFixed: options.fusedSteps !== undefined,
        });
      } catch (error) {
        own.dispose();
        throw error;
      }
    },
    async createDensity(size = densitySize(gpu.isSoftware)) {
      scope.assertAlive();
      const kernels = await compileDensity(bench.pipelines, bench.text);
      return createDensity(device, scope.child('density'), bench.readback, kernels, size);
    },
    warm(plan) {
      compileRun(bench, plan).catch(() => null);
    },
    evaluate: ({ surface }, points) => evaluatePoints(bench, surface, points),
    read: (buffers) => readback.read(buffers.map((buffer) => ({ buffer }))),
    landscape: (surface, size, domain = surface.domain) => createLandscape(bench, surface, size, domain),
    dispose: () => scope.dispose(),
  };
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
