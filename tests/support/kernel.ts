import { composeShader, type Section, shaderError } from '../../src/gpu/compose.ts';

/**
 * Runs `expression` (WGSL over `a`, `b`: the i-th inputs) for every element, on a bare device: independent of the
 * engine, so that a fault in the engine cannot hide one in the shaders.
 * @param type what the expression has; `words` 4-byte words each
 */
export async function mapOnGpu(
  device: GPUDevice,
  sections: readonly Section[],
  expression: string,
  type: string,
  words: number,
  a: Float32Array | Uint32Array,
  b: Float32Array | Uint32Array = new Float32Array(a.length),
): Promise<ArrayBuffer> {
  const scalar = (array: Float32Array | Uint32Array): string =>
    array instanceof Float32Array ? 'f32' : 'u32';
  const shader = composeShader([
    ...sections,
    {
      name: 'map',
      text: `
@group(0) @binding(0) var<storage, read> inputA: array<${scalar(a)}>;
@group(0) @binding(1) var<storage, read> inputB: array<${scalar(b)}>;
@group(0) @binding(2) var<storage, read_write> output: array<${type}>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64u;
  if (i >= arrayLength(&inputA)) { return; }
  let a = inputA[i];
  let b = inputB[i];
  output[i] = ${expression};
}`,
    },
  ]);
  const module = device.createShaderModule({ label: 'map', code: shader.code });
  const error = shaderError(shader, (await module.getCompilationInfo()).messages);
  if (error) throw error;
  const pipeline = device.createComputePipeline({ label: 'map', layout: 'auto', compute: { module } });
  const upload = (label: string, data: Float32Array | Uint32Array): GPUBuffer => {
    const buffer = device.createBuffer({
      label,
      size: data.byteLength,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
    });
    device.queue.writeBuffer(buffer, 0, data as Float32Array<ArrayBuffer>);
    return buffer;
  };
  const size = a.length * words * 4;
  const output = device.createBuffer({
    label: 'map output',
    size,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC,
  });
  const staging = device.createBuffer({
    label: 'map staging',
    size,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  const inputs = [upload('map a', a), upload('map b', b)];
  const group = device.createBindGroup({
    label: 'map',
    layout: pipeline.getBindGroupLayout(0),
    entries: [...inputs, output].map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const encoder = device.createCommandEncoder({ label: 'map' });
  const pass = encoder.beginComputePass({ label: 'map' });
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  const workgroups = Math.ceil(a.length / 64);
  const columns = Math.min(workgroups, 65535);
  pass.dispatchWorkgroups(columns, Math.ceil(workgroups / columns));
  pass.end();
  encoder.copyBufferToBuffer(output, 0, staging, 0, size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const copy = staging.getMappedRange().slice(0);
  for (const buffer of [...inputs, output, staging]) buffer.destroy();
  return copy;
}
