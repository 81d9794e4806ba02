import { existsSync, readdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { RavineError } from '../core/errors.ts';
import { createGpuDevice, type GpuDevice } from '../gpu/device.ts';
import { dozeWhileWaiting } from './doze.ts';

/**
 * A GPU device in Node, through Dawn (npm `webgpu`): a real driver where there is one, else the SwiftShader that
 * Chrome and Chromium carry. The caller disposes.
 *
 * The Vulkan loader reads its environment when an instance is made, so each choice gets an instance of its own.
 */
export async function createNodeGpuDevice(): Promise<GpuDevice> {
  // Without a session there is none, and the Vulkan loader complains on standard error although no window is wanted.
  process.env.XDG_RUNTIME_DIR ??= tmpdir();
  const { create, globals } = await importDawn();
  Object.assign(globalThis, globals);
  const attempt = async (): Promise<GpuDevice> => {
    // Coarse clocks guard web pages against each other; here they would only blur measurements.
    const gpu = create(['disable-dawn-features=timestamp_quantization']);
    const gpuDevice = await createGpuDevice(gpu);
    dozeWhileWaiting(gpuDevice.device.queue);
    // Dawn's objects die with the instance that made them, and that is garbage once nothing refers to it.
    keepAlive.set(gpuDevice, gpu);
    return gpuDevice;
  };
  try {
    if (mayHaveRealDriver()) {
      const real = await attempt().catch(ifNoAdapter(() => null));
      if (real) return real;
    }
    useSwiftShader();
    return await attempt();
  } catch (error) {
    return ifNoAdapter((cause): never => {
      throw new RavineError('no-adapter', 'No graphics adapter was found.', {
        cure: 'Install a Vulkan driver, or the Vulkan loader (Debian: apt install libvulkan1) and Chromium or Chrome, whose software renderer then serves.',
        cause,
      });
    })(error);
  }
}

/** What to do about an error that says there is no adapter; any other is thrown on. */
const ifNoAdapter =
  <T>(then: (error: RavineError) => T) =>
  (error: unknown): T => {
    if (error instanceof RavineError && error.code === 'no-adapter') return then(error);
    throw error;
  };

const keepAlive = new WeakMap<GpuDevice, GPU>();

async function importDawn(): Promise<typeof import('webgpu')> {
  try {
    return await import('webgpu');
  } catch (cause) {
    throw new RavineError('no-webgpu', 'The npm package "webgpu" could not be loaded.', {
      cure: 'Run npm install, on an operating system for which the package has a build.',
      cause,
    });
  }
}

/** Software drivers' manifests: lavapipe, which Dawn refuses, and SwiftShader. */
const SOFTWARE_MANIFEST = /^(lvp|vk_swiftshader)_icd/;
const DRIVER_FOLDERS = ['/etc/vulkan/icd.d', '/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'];

const namedByUser = (): boolean => Boolean(process.env.VK_DRIVER_FILES || process.env.VK_ICD_FILENAMES);

/** Worth trying where somebody named a driver, or one is installed and there is a device node for it. */
function mayHaveRealDriver(): boolean {
  if (process.platform !== 'linux' || namedByUser()) return true;
  const installed = DRIVER_FOLDERS.flatMap(namesIn).some(
    (name) => name.endsWith('.json') && !SOFTWARE_MANIFEST.test(name),
  );
  // Mesa's packages bring manifests for every card there is; only the device node says that one is in this machine.
  const present = namesIn('/dev/dri').length > 0 || existsSync('/dev/nvidiactl') || existsSync('/dev/dxg');
  return installed && present;
}

/** What somebody named stays. */
function useSwiftShader(): void {
  const manifest = findSwiftShader();
  if (manifest === null || namedByUser()) return;
  process.env.VK_DRIVER_FILES = manifest;
  process.env.VK_ICD_FILENAMES = manifest; // what loaders before 1.3.207 read
}

const MANIFEST = 'vk_swiftshader_icd.json';

function findSwiftShader(): string | null {
  const folders = browserFolders();
  return folders.map((folder) => join(folder, MANIFEST)).find((path) => existsSync(path)) ?? null;
}

function browserFolders(): string[] {
  const configured = process.env.PUPPETEER_EXECUTABLE_PATH;
  const cache = process.env.PUPPETEER_CACHE_DIR ?? join(homedir(), '.cache', 'puppeteer');
  return [
    ...(configured ? [dirname(configured)] : []),
    '/usr/lib/chromium',
    '/usr/lib/chromium-browser',
    '/usr/lib64/chromium-browser',
    '/opt/google/chrome',
    '/opt/google/chrome-beta',
    '/opt/microsoft/msedge',
    '/snap/chromium/current/usr/lib/chromium-browser',
    // ~/.cache/puppeteer/chrome/linux-131.0.6778.204/chrome-linux64
    ...['chrome', 'chrome-headless-shell'].flatMap((browser) =>
      namesIn(join(cache, browser)).flatMap((version) =>
        namesIn(join(cache, browser, version)).map((build) => join(cache, browser, version, build)),
      ),
    ),
  ];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
