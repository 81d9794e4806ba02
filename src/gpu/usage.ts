/**
 * Bits of `GPUBufferUsage` as the WebGPU specification fixes them. The global of that name exists only where WebGPU
 * does, and these modules must load elsewhere too, if only to say that it is missing.
 */
export const Usage = {
  mapRead: 0x1,
  copySrc: 0x4,
  copyDst: 0x8,
  vertex: 0x20,
  uniform: 0x40,
  storage: 0x80,
  queryResolve: 0x200,
} as const;

/** Written by a kernel, drawn from, copied in and out. */
export const SWARM_USAGE = Usage.storage | Usage.vertex | Usage.copySrc | Usage.copyDst;
export const UNIFORM_USAGE = Usage.uniform | Usage.copyDst;
/** Read by a kernel, written by the CPU. */
export const INPUT_USAGE = Usage.storage | Usage.copyDst;
