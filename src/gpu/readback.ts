import { RavineError } from '../core/errors.ts';
import type { GpuDevice } from './device.ts';
import type { Scope } from './scope.ts';
import { Usage } from './usage.ts';

/** A range of a buffer; the whole of it where only the buffer is given. */
export interface ReadRange {
  buffer: GPUBuffer;
  offset?: number;
  size?: number;
}

/** Copies buffers out through a few staging buffers that are used again and again. */
export interface Readback {
  /**
   * Copies of the ranges as they are once everything submitted before this call is done.
   * @throws 'device-lost'
   */
  read(ranges: readonly ReadRange[]): Promise<ArrayBuffer[]>;
  /**
   * The same as part of work that is submitted anyway: encodes the copies.
   * @returns what gives them, to be called once, after `encoder`'s commands were submitted
   */
  encode(encoder: GPUCommandEncoder, ranges: readonly ReadRange[]): () => Promise<ArrayBuffer[]>;
}

/** `GPUMapMode.READ`, see usage.ts. */
const MAP_MODE_READ = 1;
/** Idle staging buffers that are kept: as many readings may be under way in a frame, of two clocks, a summary and a landscape. */
const MOST_IDLE = 4;
/**
 * A larger one is used once: no swarm's worth of memory should lie around for the sake of the next reading. A landscape of
 * 512 vertices along a side just fits, which is read for every notch of a slider of its surface.
 */
const LARGEST_IDLE = 2 ** 22;
const SMALLEST = 2 ** 10;

export function createReadback(gpu: Pick<GpuDevice, 'device' | 'lostReason'>, scope: Scope): Readback {
  const { device } = gpu;
  const idle: GPUBuffer[] = [];

  const acquire = (size: number): GPUBuffer => {
    // The smallest that will do: large ones are for what needs them.
    const fitting = idle.filter((buffer) => buffer.size >= size).sort((a, b) => a.size - b.size)[0];
    if (fitting) return idle.splice(idle.indexOf(fitting), 1)[0]!;
    // Powers of two, so that readings of similar size share; large ones as they are.
    const rounded = size > LARGEST_IDLE ? size : Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(size)));
    return scope.buffer('staging', rounded, Usage.mapRead | Usage.copyDst);
  };
  const giveBack = (buffer: GPUBuffer): void => {
    if (scope.disposed) return;
    if (idle.length < MOST_IDLE && buffer.size <= LARGEST_IDLE) idle.push(buffer);
    else scope.release(buffer);
  };

  const encode: Readback['encode'] = (encoder, ranges) => {
    scope.assertAlive();
    const sizes = ranges.map(({ buffer, offset = 0, size }) => size ?? buffer.size - offset);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const staging = acquire(total);
    let at = 0;
    ranges.forEach(({ buffer, offset = 0 }, index) => {
      encoder.copyBufferToBuffer(buffer, offset, staging, at, sizes[index]!);
      at += sizes[index]!;
    });
    return async () => {
      try {
        await staging.mapAsync(MAP_MODE_READ, 0, total);
      } catch (cause) {
        const reason = gpu.lostReason();
        const code = scope.disposed ? 'disposed' : reason === null ? 'internal' : 'device-lost';
        throw new RavineError(code, 'The graphics device did not give its results back.', { cause });
      }
      const mapped = staging.getMappedRange(0, total);
      let from = 0;
      const copies = sizes.map((size) => mapped.slice(from, (from += size)));
      staging.unmap();
      giveBack(staging);
      return copies;
    };
  };

  return {
    encode,
    async read(ranges) {
      scope.assertAlive();
      const encoder = device.createCommandEncoder({ label: 'read back' });
      const collect = encode(encoder, ranges);
      device.queue.submit([encoder.finish()]);
      return collect();
    },
  };
}
