import type { Renderer, Scene as ThreeScene } from 'three/webgpu';
import { FLOAT32_MAX } from '../core/float32.ts';
import type { HeightField } from './height-field.ts';
import { createMemory, type Memory } from './memory.ts';
import { createPointLayer, type PointLayer, type PointStyle } from './point-layer.ts';
import type { Shading } from './shading.ts';

/** Starts that are being placed, before they are a run. */
export interface StartsPreview {
  /** @param points [n × 2] interleaved, domain units; copied. Null or empty hides. */
  setPoints(points: Float32Array | null): void;
  setColor(css: string): void;
  dispose(): void;
}

export function createStartsPreview(
  renderer: Renderer,
  device: GPUDevice | null,
  scene: ThreeScene,
  field: HeightField,
  shading: Shading,
  style: PointStyle,
): StartsPreview {
  let layer: PointLayer | null = null;
  let memory: { position: Memory; observe: Memory; status: Memory } | null = null;
  let capacity = 0;
  let color = '#ffffff';

  const create = (): PointLayer => {
    const created = createPointLayer(renderer, field, shading, style);
    scene.add(...created.objects);
    created.setColor(color);
    return created;
  };
  const release = (): void => {
    for (const part of Object.values(memory ?? {})) part.dispose();
    memory = null;
  };
  const grow = (count: number) => {
    release();
    capacity = 2 ** Math.ceil(Math.log2(count));
    memory = {
      position: createMemory(device, 'previewed positions', 2 * capacity),
      observe: createMemory(device, 'previewed losses', 2 * capacity),
      status: createMemory(device, 'previewed statuses', capacity, 'uint'),
    };
    // The lowest loss there is: the surface itself then decides how high the point lies.
    memory.observe.write(new Float32Array(capacity * 2).fill(-FLOAT32_MAX));
    return memory;
  };
  return {
    setPoints(points) {
      if (points === null || points.length === 0) {
        layer?.clear();
        return;
      }
      const count = points.length / 2;
      layer ??= create();
      const { position, observe, status } = memory !== null && count <= capacity ? memory : grow(count);
      position.write(points);
      layer.setPoints({ position: position.lent, observe: observe.lent, status: status.lent }, count, 0, 1);
    },
    setColor(css) {
      color = css;
      layer?.setColor(css);
    },
    dispose() {
      layer?.dispose();
      release();
    },
  };
}
