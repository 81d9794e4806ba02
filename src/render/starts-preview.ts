import type { Renderer, Scene as ThreeScene } from 'three/webgpu';
import { FLOAT32_MAX } from '../core/float32.ts';
import type { HeightField } from './height-field.ts';
import { createPointLayer, type PointLayer, type PointStyle } from './point-layer.ts';
import type { Shading } from './shading.ts';

/** Starts that are being placed, before they are a run. */
export interface StartsPreview {
  /** @param points [n × 2] interleaved, domain units; copied. Null or empty hides. */
  setPoints(points: Float32Array | null): void;
  setColor(css: string): void;
  dispose(): void;
}

/** Bytes per point of (position, observe, status). */
const STRIDES = [8, 8, 4] as const;

export function createStartsPreview(
  renderer: Renderer,
  device: GPUDevice,
  scene: ThreeScene,
  field: HeightField,
  shading: Shading,
  style: PointStyle,
): StartsPreview {
  let layer: PointLayer | null = null;
  let buffers: GPUBuffer[] = [];
  let capacity = 0;
  let color = '#ffffff';

  const create = (): PointLayer => {
    const created = createPointLayer(renderer, field, shading, style);
    scene.add(...created.objects);
    created.setColor(color);
    return created;
  };
  const grow = (count: number): void => {
    for (const buffer of buffers) buffer.destroy();
    capacity = 2 ** Math.ceil(Math.log2(count));
    buffers = STRIDES.map((stride) =>
      device.createBuffer({
        label: 'render: starts preview',
        size: capacity * stride,
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
      }),
    );
    // The lowest loss there is: the surface itself then decides how high the point lies.
    device.queue.writeBuffer(buffers[1]!, 0, new Float32Array(capacity * 2).fill(-FLOAT32_MAX));
  };
  return {
    setPoints(points) {
      if (points === null || points.length === 0) {
        layer?.clear();
        return;
      }
      const count = points.length / 2;
      layer ??= create();
      if (count > capacity) grow(count);
      device.queue.writeBuffer(buffers[0]!, 0, points as Float32Array<ArrayBuffer>);
      layer.setPoints({ position: buffers[0]!, observe: buffers[1]!, status: buffers[2]! }, count, 0, 1);
    },
    setColor(css) {
      color = css;
      layer?.setColor(css);
    },
    dispose() {
      layer?.dispose();
      for (const buffer of buffers) buffer.destroy();
      buffers = [];
    },
  };
}
