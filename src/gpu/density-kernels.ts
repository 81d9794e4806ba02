import { countWgsl, developWgsl } from './density-layout.ts';
import { files, prelude, type ShaderText } from './kernels.ts';
import type { Kernel, KernelSource, Pipelines } from './pipelines.ts';

/** Everything compiled that a density needs. */
export interface DensityKernels {
  count: Kernel;
  sumBlocks: Kernel;
  sumDistricts: Kernel;
  expose: Kernel;
  develop: Kernel;
}

export async function compileDensity(pipelines: Pipelines, text: ShaderText): Promise<DensityKernels> {
  const [count, sumBlocks, sumDistricts, expose, develop] = await Promise.all([
    pipelines.get(countSource(text), 'countTrajectories'),
    pipelines.get(developSource(text), 'sumBlocks'),
    pipelines.get(developSource(text), 'sumDistricts'),
    pipelines.get(developSource(text), 'expose'),
    pipelines.get(developSource(text), 'develop'),
  ]);
  return { count, sumBlocks, sumDistricts, expose, develop };
}

const countSource = (text: ShaderText): KernelSource => ({
  label: 'density: count',
  sections: [
    prelude([countWgsl]),
    ...files(text, 'lib/finite.wgsl', 'lib/status.wgsl', 'kernels/density-count.wgsl'),
  ],
  bindings: ['uniform', 'read', 'read', 'read', 'write'],
});

const developSource = (text: ShaderText): KernelSource => ({
  label: 'density: develop',
  sections: [prelude([developWgsl]), ...files(text, 'lib/density-tone.wgsl', 'kernels/density-develop.wgsl')],
  bindings: ['uniform', 'read', 'read', 'write', 'write', 'write'],
});
