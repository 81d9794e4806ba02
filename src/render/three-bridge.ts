import { storage } from 'three/tsl';
import { type Renderer, StorageBufferAttribute, type StorageBufferNode } from 'three/webgpu';

/**
 * The one place that knows how three.js 0.187 keeps GPU buffers, and lends it ours.
 *
 * three finds the GPUBuffer of an attribute in `renderer.backend.get(attribute).buffer`; filled in before the first use,
 * it is adopted, not created. This is no documented interface, which is why three is pinned exactly. A different buffer
 * needs a different attribute behind the same node: under the same attribute the change would go unnoticed. three
 * destroys an attribute's buffer with the attribute, so a borrowed one is taken out first.
 */
export interface BufferSlot<T extends BufferType> {
  /** What shader nodes read, before and after any `lend`. */
  readonly node: StorageBufferNode<T>;
  /** Borrows `buffer` until the next `lend` or `dispose`; usage STORAGE. */
  lend(buffer: GPUBuffer): void;
  /** Returns the buffer. The node must not be drawn after. */
  dispose(): void;
}

export type BufferType = keyof typeof stubs;

const stubs = {
  float: () => new StorageBufferAttribute(new Float32Array(1), 1),
  uint: () => new StorageBufferAttribute(new Uint32Array(1), 1),
  vec2: () => new StorageBufferAttribute(new Float32Array(2), 2),
  vec4: () => new StorageBufferAttribute(new Float32Array(4), 4),
} as const;

export function createBufferSlot<T extends BufferType>(
  renderer: Renderer,
  type: T,
  access: 'read' | 'read-write' = 'read',
): BufferSlot<T> {
  let attribute = stubs[type]();
  const node = storage(attribute, type, 0);
  if (access === 'read') node.toReadOnly();
  let lent = false;

  const release = (): void => {
    // The backend's own stub buffer, where nothing was lent yet, is its to destroy.
    if (lent) backendEntry(renderer, attribute).buffer = { destroy: () => {} };
    attribute.dispose();
    lent = false;
  };
  return {
    node,
    lend(buffer) {
      const next = stubs[type]();
      backendEntry(renderer, next).buffer = buffer;
      node.value = next;
      release();
      attribute = next;
      lent = true;
    },
    dispose: release,
  };
}

interface BackendEntry {
  buffer?: Pick<GPUBuffer, 'destroy'>;
}

/** The backend's record of an attribute: the undocumented half of the bridge. */
function backendEntry(renderer: Renderer, attribute: StorageBufferAttribute): BackendEntry {
  return (renderer.backend as unknown as { get(key: object): BackendEntry }).get(attribute);
}
