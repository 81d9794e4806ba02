import type { Node, Renderer } from 'three/webgpu';
import { RavineError } from '../core/errors.ts';
import { createTextureSlot } from './texture-slot.ts';
import { createBufferSlot } from './three-bridge.ts';

/** What is drawn from: a buffer of the device or, where WebGL2 draws, an array. Elements follow each other without gaps. */
export type Lent = GPUBuffer | Float32Array | Uint32Array;

export type DataType = 'float' | 'uint' | 'vec2' | 'vec4';

/** A place in shaders for data that somebody else has and changes. */
export interface DataSlot<T extends DataType> {
  /** Number `index` of what is lent at the time of drawing. */
  element(index: Node<'int'> | Node<'uint'>): Node<T>;
  /** Borrows until the next `lend` or `dispose`. */
  lend(data: Lent): void;
  /** The contents of what is lent have changed. */
  refresh(): void;
  /** Gives back. What reads it must not be drawn after. */
  dispose(): void;
}

/** @param renderer initialised: its backend decides what the slot takes, a GPUBuffer (usage STORAGE) or an array */
export function createDataSlot<T extends DataType>(renderer: Renderer, type: T): DataSlot<T> {
  return isWebGl(renderer) ? createTextureSlot(type) : bufferDataSlot(renderer, type);
}

function bufferDataSlot<T extends DataType>(renderer: Renderer, type: T): DataSlot<T> {
  const slot = createBufferSlot(renderer, type);
  return {
    element: (index) => slot.node.element(index) as unknown as Node<T>,
    lend(data) {
      if (ArrayBuffer.isView(data)) throw new RavineError('internal', 'WebGPU draws from buffers only.');
      slot.lend(data);
    },
    // The buffer itself is read.
    refresh() {},
    dispose: slot.dispose,
  };
}

const isWebGl = ({ backend }: Renderer): boolean => 'isWebGLBackend' in backend;
