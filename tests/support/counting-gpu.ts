import type { GpuDevice } from '../../src/gpu/device.ts';

/** How often a device was asked for what costs. */
export interface Asked {
  /** Buffers made so far. */
  buffers: number;
  /** Buffers that are not destroyed yet. */
  live: number;
  pipelines: number;
}

/** The same device, which counts. @param limits that it claims instead of its own */
export function countingGpu(
  gpu: GpuDevice,
  limits: Partial<Record<keyof GPUSupportedLimits, number>> = {},
): { gpu: GpuDevice; asked: Asked } {
  const asked: Asked = { buffers: 0, live: 0, pipelines: 0 };
  const counted: Record<string, unknown> = {
    createBuffer(descriptor: GPUBufferDescriptor) {
      const buffer = gpu.device.createBuffer(descriptor);
      asked.buffers++;
      asked.live++;
      const destroy = buffer.destroy.bind(buffer);
      buffer.destroy = () => {
        asked.live--;
        return destroy();
      };
      return buffer;
    },
    createComputePipelineAsync(descriptor: GPUComputePipelineDescriptor) {
      asked.pipelines++;
      return gpu.device.createComputePipelineAsync(descriptor);
    },
  };
  counted.limits = new Proxy(gpu.device.limits, {
    get: (real, limit) => Reflect.get(limits, limit) ?? Reflect.get(real, limit, real),
  });
  const device = new Proxy(gpu.device, {
    get(target, name) {
      const own = counted[String(name)];
      if (own !== undefined) return own;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { gpu: { ...gpu, device }, asked };
}
