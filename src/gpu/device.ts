import { RavineError } from '../core/errors.ts';

/** A device and what people and the engine need to know about it. The creator disposes. */
export interface GpuDevice {
  readonly device: GPUDevice;
  /** For people, such as "NVIDIA GeForce RTX 3060" or "SwiftShader (software)". */
  readonly adapterName: string;
  /** The "GPU" is a program on the CPU. */
  readonly isSoftware: boolean;
  readonly features: ReadonlySet<string>;
  readonly limits: GPUSupportedLimits;
  /** Resolves once the device is gone, whether lost or disposed of (`reason` 'destroyed'). */
  readonly lost: Promise<GPUDeviceLostInfo>;
  /** Null while the device lives. */
  readonly lostReason: () => string | null;
  dispose(): void;
}

export interface GpuDeviceOptions {
  powerPreference?: GPUPowerPreference;
}

/** Limits worth having at the adapter's most; everything else stays at WebGPU's guaranteed defaults. */
const RAISED_LIMITS = [
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxStorageBuffersPerShaderStage',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

const WANTED_FEATURES = ['timestamp-query'] as const satisfies readonly GPUFeatureName[];

const SOFTWARE_NAMES = /swiftshader|llvmpipe|lavapipe|softpipe|\bwarp\b|basic render/i;

export async function createGpuDevice(
  gpu: GPU | undefined,
  options: GpuDeviceOptions = {},
): Promise<GpuDevice> {
  if (!gpu) {
    throw new RavineError('no-webgpu', 'This browser has no WebGPU.', {
      cure: 'Use a current Chrome or Edge, Safari 26, or Firefox 141 or newer, over https or on localhost.',
    });
  }
  const adapter = await requestAdapter(gpu, options);
  const device = await requestDevice(adapter);
  device.label = 'ravine device';

  let reason: string | null = null;
  void device.lost.then((info) => {
    reason = info.message === '' ? info.reason : info.message;
  });
  const isSoftware = isSoftwareAdapter(adapter.info);
  let disposed = false;
  return {
    device,
    adapterName: nameAdapter(adapter.info, isSoftware),
    isSoftware,
    features: device.features as ReadonlySet<string>,
    limits: device.limits,
    lost: device.lost,
    lostReason: () => reason,
    dispose() {
      if (disposed) return;
      disposed = true;
      device.destroy();
    },
  };
}

async function requestAdapter(gpu: GPU, options: GpuDeviceOptions): Promise<GPUAdapter> {
  const powerPreference = options.powerPreference ?? 'high-performance';
  let cause: unknown;
  const adapter = await gpu.requestAdapter({ powerPreference }).catch((error: unknown) => {
    cause = error;
    return null;
  });
  if (adapter) return adapter;
  throw new RavineError('no-adapter', 'WebGPU is here, but it found no graphics adapter.', {
    cure: 'Turn on hardware acceleration in the settings of the browser, or update the graphics driver.',
    ...(cause === undefined ? {} : { cause }),
  });
}

async function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const requiredLimits: Record<string, number> = {};
  for (const limit of RAISED_LIMITS) requiredLimits[limit] = adapter.limits[limit];
  const requiredFeatures = WANTED_FEATURES.filter((feature) => adapter.features.has(feature));
  try {
    return await adapter.requestDevice({ requiredLimits, requiredFeatures });
  } catch (cause) {
    throw new RavineError('no-adapter', 'The graphics adapter refused to give a device.', {
      cure: 'Close other pages that use the GPU and reload.',
      cause,
    });
  }
}

export function isSoftwareAdapter(
  info: Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description'> & {
    isFallbackAdapter?: boolean;
  },
): boolean {
  if (info.isFallbackAdapter === true) return true;
  return SOFTWARE_NAMES.test([info.vendor, info.architecture, info.device, info.description].join(' '));
}

/** Browsers hide most of it: what there is, in the order of how much it says to a person. */
export function nameAdapter(
  info: Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description'>,
  isSoftware: boolean,
): string {
  const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
  const pair = [info.vendor, info.architecture].filter((word) => word !== '').map(capitalised);
  if (/swiftshader/i.test(Object.values([info.architecture, info.description]).join(' '))) {
    return 'SwiftShader (software)';
  }
  // A device is often a bare PCI number, which says less than the vendor.
  const device = info.device.startsWith('0x') ? '' : info.device;
  const name = info.description || device || pair.join(' ') || 'Unnamed adapter';
  return isSoftware ? `${name} (software)` : name;
}
