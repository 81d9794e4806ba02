import type { Lent } from './data-slot.ts';

/** Memory of the picture's own that slots can borrow. The creator disposes. */
export interface Memory {
  readonly lent: Lent;
  /** @param first number of 4-byte words before it; slots that have borrowed this want a `refresh` after. */
  write(values: Float32Array, first?: number): void;
  dispose(): void;
}

/**
 * Zeros at first.
 * @param device null where WebGL2 draws, which reads arrays
 * @param words of 4 bytes
 */
export function createMemory(
  device: GPUDevice | null,
  label: string,
  words: number,
  type: 'float' | 'uint' = 'float',
): Memory {
  if (device === null)
    return arrayMemory(type === 'float' ? new Float32Array(words) : new Uint32Array(words));
  const buffer = device.createBuffer({
    label: `render: ${label}`,
    size: 4 * words,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
  });
  return {
    lent: buffer,
    write(values, first = 0) {
      device.queue.writeBuffer(buffer, 4 * first, values as Float32Array<ArrayBuffer>);
    },
    dispose: () => buffer.destroy(),
  };
}

function arrayMemory(array: Float32Array | Uint32Array): Memory {
  return {
    lent: array,
    write: (values, first = 0) => array.set(values, first),
    dispose() {},
  };
}
