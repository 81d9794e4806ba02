import { RavineError } from '../core/errors.ts';
import type { GpuDevice } from './device.ts';
import { Usage } from './usage.ts';

/**
 * Owns GPU resources and gives them back in reverse order. Disposing twice does nothing; use after that is an error
 * with code 'disposed'. A child is disposed of with its parent and counts towards its bytes.
 */
export interface Scope {
  readonly label: string;
  /** Bytes of all live buffers here and in children. */
  readonly liveBytes: number;
  readonly disposed: boolean;
  /** @throws 'device-limit' before anything is allocated that the device cannot hold. */
  buffer(label: string, size: number, usage: GPUBufferUsageFlags): GPUBuffer;
  /** Destroys one buffer of this scope early. */
  release(buffer: GPUBuffer): void;
  child(label: string): Scope;
  /** Runs when the scope is disposed of. */
  onDispose(action: () => void): void;
  /** @throws 'disposed', or 'device-lost' */
  assertAlive(): void;
  dispose(): void;
}

export function createScope(gpu: Pick<GpuDevice, 'device' | 'lostReason'>, label: string): Scope {
  return makeScope(gpu, label, () => {});
}

function makeScope(
  gpu: Pick<GpuDevice, 'device' | 'lostReason'>,
  label: string,
  detach: (scope: Scope) => void,
): Scope {
  /** What to do on disposal, by what it is for, in order of creation. */
  const owned = new Map<GPUBuffer | Scope | symbol, () => void>();
  let disposed = false;

  const scope: Scope = {
    label,
    get liveBytes() {
      let total = 0;
      for (const thing of owned.keys()) {
        if (typeof thing !== 'symbol') total += 'liveBytes' in thing ? thing.liveBytes : thing.size;
      }
      return total;
    },
    get disposed() {
      return disposed;
    },
    buffer(name, size, usage) {
      scope.assertAlive();
      assertBufferFits(gpu.device.limits, `${label} ${name}`, size, usage);
      const buffer = gpu.device.createBuffer({ label: `${label} ${name}`, size, usage });
      owned.set(buffer, () => buffer.destroy());
      return buffer;
    },
    release(buffer) {
      if (owned.delete(buffer)) buffer.destroy();
    },
    child(name) {
      scope.assertAlive();
      const made = makeScope(gpu, `${label} ${name}`, (gone) => owned.delete(gone));
      owned.set(made, () => made.dispose());
      return made;
    },
    onDispose(action) {
      scope.assertAlive();
      owned.set(Symbol('action'), action);
    },
    assertAlive() {
      if (disposed) throw new RavineError('disposed', `The ${label} has been disposed of.`);
      const reason = gpu.lostReason();
      if (reason !== null) {
        throw new RavineError('device-lost', `The graphics device was lost (${reason}).`, {
          cure: 'Build everything on the device again from the run specification.',
        });
      }
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      const actions = [...owned.values()].reverse();
      owned.clear();
      for (const action of actions) action();
      detach(scope);
    },
  };
  return scope;
}

/** "512 MiB"; limits are powers of two, so binary units read best. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = value >= 100 || Number.isInteger(value) ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

/** Most bytes that one storage buffer may have. */
export const storageLimit = (
  limits: Pick<GPUSupportedLimits, 'maxBufferSize' | 'maxStorageBufferBindingSize'>,
): number => Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);

function assertBufferFits(
  limits: GPUSupportedLimits,
  name: string,
  size: number,
  usage: GPUBufferUsageFlags,
): void {
  const most = usage & Usage.storage ? storageLimit(limits) : limits.maxBufferSize;
  if (size <= most) return;
  throw new RavineError(
    'device-limit',
    `The buffer "${name}" needs ${formatBytes(size)}, this device allows ${formatBytes(most)}.`,
    { cure: 'Lower the number of trajectories or of vertices.' },
  );
}
