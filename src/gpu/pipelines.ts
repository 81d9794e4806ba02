import { RavineError } from '../core/errors.ts';
import { type ComposedShader, composeShader, type Section, shaderError } from './compose.ts';
import type { GpuDevice } from './device.ts';

/** How a kernel sees a binding; 'dynamic' is a uniform whose offset is given at each dispatch. */
export type Binding = 'uniform' | 'dynamic' | 'read' | 'write';

export interface KernelSource {
  label: string;
  sections: readonly Section[];
  /** Of group 0, in the order of their numbers. */
  bindings: readonly Binding[];
  /** What one thread works on, such as trajectories (default 1). */
  perThread?: number;
}

/** A pipeline and what its bind groups must look like; shared, so nobody disposes of it. */
export interface Kernel {
  readonly label: string;
  readonly pipeline: GPUComputePipeline;
  readonly perThread: number;
  /** @param resources one per binding, in order; a dynamic binding is given with its size. */
  bind(label: string, resources: readonly (GPUBuffer | GPUBufferBinding)[]): GPUBindGroup;
}

export interface Pipelines {
  /**
   * The kernel of this source and entry point, compiled at most once.
   * @throws 'shader' naming file and line where it does not compile
   */
  get(source: KernelSource, entryPoint: string): Promise<Kernel>;
  readonly size: number;
}

/** Typing a formula makes a pipeline per keystroke; the oldest are forgotten beyond this many. */
const MOST_PIPELINES = 256;

/** `GPUShaderStage.COMPUTE`, see usage.ts. */
const STAGE_COMPUTE = 4;

export function createPipelines(gpu: Pick<GpuDevice, 'device'>): Pipelines {
  const { device } = gpu;
  const kernels = new Map<string, Promise<Kernel>>();
  const layouts = new Map<string, GPUBindGroupLayout>();

  const layoutOf = (bindings: readonly Binding[]): GPUBindGroupLayout => {
    const key = bindings.join(' ');
    const known = layouts.get(key);
    if (known) return known;
    const made = device.createBindGroupLayout({ label: key, entries: bindings.map(layoutEntry) });
    layouts.set(key, made);
    return made;
  };

  const make = async (source: KernelSource, shader: ComposedShader, entryPoint: string): Promise<Kernel> => {
    const { label, bindings, perThread = 1 } = source;
    const layout = layoutOf(bindings);
    const pipeline = await compile(
      device,
      shader,
      label,
      entryPoint,
      device.createPipelineLayout({ label, bindGroupLayouts: [layout] }),
    );
    return {
      label,
      pipeline,
      perThread,
      bind: (name, resources) =>
        device.createBindGroup({
          label: name,
          layout,
          entries: resources.map((resource, binding) => ({
            binding,
            resource: 'buffer' in resource ? resource : { buffer: resource },
          })),
        }),
    };
  };

  return {
    get size() {
      return kernels.size;
    },
    get(source, entryPoint) {
      const shader = composeShader(source.sections);
      const key = `${entryPoint}\n${source.bindings.join(' ')}\n${shader.code}`;
      const known = kernels.get(key);
      if (known) {
        kernels.delete(key); // and to the end: the first in the map is the one not used for longest
        kernels.set(key, known);
        return known;
      }
      const made = make(source, shader, entryPoint);
      kernels.set(key, made);
      made.catch(() => kernels.delete(key));
      if (kernels.size > MOST_PIPELINES) kernels.delete(kernels.keys().next().value!);
      return made;
    },
  };
}

function layoutEntry(binding: Binding, index: number): GPUBindGroupLayoutEntry {
  const buffer: GPUBufferBindingLayout = {
    uniform: { type: 'uniform' as const },
    dynamic: { type: 'uniform' as const, hasDynamicOffset: true },
    read: { type: 'read-only-storage' as const },
    write: { type: 'storage' as const },
  }[binding];
  return { binding: index, visibility: STAGE_COMPUTE, buffer };
}

async function compile(
  device: GPUDevice,
  shader: ComposedShader,
  label: string,
  entryPoint: string,
  layout: GPUPipelineLayout,
): Promise<GPUComputePipeline> {
  // A shader that does not compile is also an error of the device, which would be reported as uncaught.
  device.pushErrorScope('validation');
  const module = device.createShaderModule({ label, code: shader.code });
  const invalid = device.popErrorScope();
  let failure: unknown;
  const pipeline = await device
    .createComputePipelineAsync({ label, layout, compute: { module, entryPoint } })
    .catch((cause: unknown) => {
      failure = cause;
      return null;
    });
  await invalid;
  if (pipeline) return pipeline;
  const located = shaderError(shader, (await module.getCompilationInfo()).messages, failure);
  if (located) throw located;
  const reason = failure instanceof Error ? failure.message : String(failure);
  throw new RavineError('shader', `The kernel "${label}" could not be made: ${reason}`, { cause: failure });
}
