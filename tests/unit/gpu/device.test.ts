import { describe, expect, test } from 'vitest';
import { createGpuDevice, isSoftwareAdapter, nameAdapter } from '../../../src/gpu/device.ts';

const info = (given: Partial<GPUAdapterInfo>) => ({
  vendor: '',
  architecture: '',
  device: '',
  description: '',
  ...given,
});

describe('adapters', () => {
  test.each([
    [
      { vendor: 'google', architecture: 'swiftshader', description: 'SwiftShader driver 5.0.0' },
      'SwiftShader (software)',
      true,
    ],
    [
      { vendor: 'mesa', description: 'llvmpipe (LLVM 19.1.7, 256 bits)' },
      'llvmpipe (LLVM 19.1.7, 256 bits) (software)',
      true,
    ],
    [{ description: 'Microsoft Basic Render Driver' }, 'Microsoft Basic Render Driver (software)', true],
    [{ vendor: 'acme', isFallbackAdapter: true }, 'Acme (software)', true],
    [
      { vendor: 'nvidia', architecture: 'ampere', description: 'NVIDIA GeForce RTX 3060' },
      'NVIDIA GeForce RTX 3060',
      false,
    ],
    // What browsers tell of a GPU when they are shy.
    [{ vendor: 'apple', architecture: 'metal-3' }, 'Apple Metal-3', false],
    [{ vendor: 'intel', device: '0x9a49' }, 'Intel', false],
    [{}, 'Unnamed adapter', false],
  ])('%o', (given, name, software) => {
    expect(isSoftwareAdapter(info(given))).toBe(software);
    expect(nameAdapter(info(given), software)).toBe(name);
  });
});

describe('createGpuDevice', () => {
  test('no WebGPU: which browsers have it', async () => {
    await expect(createGpuDevice(undefined)).rejects.toMatchObject({
      code: 'no-webgpu',
      cure: expect.stringContaining('Chrome'),
    });
  });

  test('no adapter, also where asking for one throws', async () => {
    for (const requestAdapter of [async () => null, async () => Promise.reject(new Error('blocked'))]) {
      const gpu = { requestAdapter } as unknown as GPU;
      await expect(createGpuDevice(gpu)).rejects.toMatchObject({
        code: 'no-adapter',
        cure: expect.stringContaining('hardware acceleration'),
      });
    }
  });

  test("asks for the adapter's most where it matters, and for timestamps where there are any", async () => {
    const asked: GPUDeviceDescriptor[] = [];
    const device = {
      label: '',
      lost: new Promise(() => {}),
      features: new Set(['timestamp-query']),
      limits: {},
      destroyed: 0,
      destroy() {
        this.destroyed++;
      },
    };
    const adapter = {
      info: info({ vendor: 'nvidia' }),
      features: new Set(['timestamp-query', 'shader-f16']),
      limits: {
        maxStorageBufferBindingSize: 7,
        maxBufferSize: 9,
        maxStorageBuffersPerShaderStage: 12,
        maxBindGroups: 99,
      },
      requestDevice: async (descriptor: GPUDeviceDescriptor) => {
        asked.push(descriptor);
        return device;
      },
    };
    const gpu = await createGpuDevice({ requestAdapter: async () => adapter } as unknown as GPU);
    expect(asked).toEqual([
      {
        requiredLimits: {
          maxStorageBufferBindingSize: 7,
          maxBufferSize: 9,
          maxStorageBuffersPerShaderStage: 12,
        },
        requiredFeatures: ['timestamp-query'],
      },
    ]);
    expect(gpu).toMatchObject({ adapterName: 'Nvidia', isSoftware: false });
    expect(gpu.lostReason()).toBeNull();
    gpu.dispose();
    gpu.dispose();
    expect(device.destroyed).toBe(1);
  });
});
