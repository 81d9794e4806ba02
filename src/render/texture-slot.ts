import { int, ivec2, texture } from 'three/tsl';
import {
  DataTexture,
  FloatType,
  type Node,
  type PixelFormat,
  RedFormat,
  RedIntegerFormat,
  RGBAFormat,
  RGFormat,
  type TextureDataType,
  UnsignedIntType,
} from 'three/webgpu';
import { RavineError } from '../core/errors.ts';
import type { DataSlot, DataType } from './data-slot.ts';

/**
 * Texels in a row of the textures that stand in for buffers: the width that every WebGL2 has (MAX_TEXTURE_SIZE is at
 * least this), and a power of two, so that a place is found by shifts.
 */
const ROW_BITS = 11;
const ROW = 2 ** ROW_BITS;

/** That an array may have to be drawn. @param maxTextureSize of WebGL2, texels */
export const mostElements = (maxTextureSize: number): number => ROW * maxTextureSize;

interface Layout {
  items: number;
  format: PixelFormat;
  type: TextureDataType;
  part: 'x' | 'xy' | 'xyzw';
}

const layouts: Record<DataType, Layout> = {
  float: { items: 1, format: RedFormat, type: FloatType, part: 'x' },
  uint: { items: 1, format: RedIntegerFormat, type: UnsignedIntType, part: 'x' },
  vec2: { items: 2, format: RGFormat, type: FloatType, part: 'xy' },
  vec4: { items: 4, format: RGBAFormat, type: FloatType, part: 'xyzw' },
};

/** Where WebGL2 draws: shaders have no buffers there, and read arrays out of textures. */
export function createTextureSlot<T extends DataType>(type: T): DataSlot<T> {
  const layout = layouts[type];
  let lent: Float32Array | Uint32Array | null = null;
  let current = createTexture(layout, 1);
  const base = texture(current);

  const refresh = (): void => {
    if (lent === null) return;
    (current.image.data as Float32Array | Uint32Array).set(lent);
    current.needsUpdate = true;
  };
  return {
    element(index) {
      const at = int(index).toVar();
      const texel = base.load(ivec2(at.bitAnd(ROW - 1), at.shiftRight(ROW_BITS)));
      return texel[layout.part] as unknown as Node<T>;
    },
    lend(data) {
      if (!ArrayBuffer.isView(data)) throw new RavineError('internal', 'WebGL2 draws from arrays only.');
      lent = data;
      const rows = Math.max(1, Math.ceil(data.length / (layout.items * ROW)));
      if (rows !== current.image.height) {
        const old = current;
        current = createTexture(layout, rows);
        base.value = current;
        old.dispose();
      }
      refresh();
    },
    refresh,
    dispose() {
      lent = null;
      current.dispose();
    },
  };
}

function createTexture({ items, format, type }: Layout, rows: number): DataTexture {
  const Values = type === UnsignedIntType ? Uint32Array : Float32Array;
  const created = new DataTexture(new Values(items * ROW * rows), ROW, rows, format, type);
  created.needsUpdate = true;
  return created;
}
