import {
  abs,
  exp,
  Fn,
  float,
  fract,
  fwidth,
  int,
  length,
  max,
  min,
  smoothstep,
  uniform,
  varyingProperty,
  vec2,
  vec3,
  vertexIndex,
} from 'three/tsl';
import { BufferGeometry, Mesh, NodeMaterial, Vector4 } from 'three/webgpu';
import { pick } from './block-walls.ts';
import { BLOCK_DEPTH } from './domain-frame.ts';
import type { HeightField } from './height-field.ts';
import { encoded, project, type Shading } from './shading.ts';

/** The table the block stands on: its contact shadow, and the axes' grid running out and fading. */
export interface Floor {
  readonly object: Mesh;
  /** Distances of the grid lines, domain units. */
  setSteps(x: number, y: number): void;
  setGridVisible(visible: boolean): void;
  dispose(): void;
}

/** Half-width of the square drawn; everything has faded before. */
const REACH = 2.15;
/** Length over which the shadow falls to 1/e, and the grid to nothing, scene units. */
const SHADOW_REACH = 0.16;
const GRID_REACH = 1.1;

export function createFloor(field: HeightField, shading: Shading): Floor {
  const place = varyingProperty('vec2', 'floorPlace');
  const steps = uniform(new Vector4(1, 1, 1, 0));
  const material = new NodeMaterial();
  material.name = 'floor';
  material.transparent = true;
  material.depthWrite = false;
  material.vertexNode = Fn(() => {
    const corner = int(vertexIndex);
    const x = float(pick(corner, [0, 0, 1, 1, 0, 1]))
      .mul(2)
      .sub(1)
      .mul(REACH);
    const z = float(pick(corner, [0, 1, 0, 0, 1, 1]))
      .mul(2)
      .sub(1)
      .mul(REACH);
    place.assign(vec2(x, z));
    return project(shading, vec3(x, -BLOCK_DEPTH - 0.002, z));
  })();
  material.fragmentNode = Fn(() => {
    const outside = length(max(abs(place).sub(field.half), 0)).toVar();
    const shadow = exp(outside.div(-SHADOW_REACH)).mul(shading.shadow).toVar();
    const inDomain = vec2(place.x.div(field.half.x), place.y.div(field.half.y).negate()).mul(0.5).add(0.5);
    const coordinate = inDomain.mul(field.domain.zw).add(field.domain.xy).div(steps.xy).toVar();
    const perPixel = max(fwidth(coordinate), 1e-6);
    const distance = abs(fract(coordinate.add(0.5)).sub(0.5)).div(perPixel);
    const line = float(1).sub(smoothstep(0, 1, min(distance.x, distance.y).div(shading.pixelRatio)));
    const fade = float(1).sub(smoothstep(0, GRID_REACH, outside));
    const grid = line.mul(fade).mul(fade).mul(shading.gridStrength).mul(steps.z).toVar();
    const alpha = shadow.add(grid.mul(float(1).sub(shadow)));
    return encoded(shading.gridColor.mul(grid.div(max(alpha, 1e-4))), alpha);
  })();
  const geometry = new BufferGeometry();
  geometry.setDrawRange(0, 6);
  const object = new Mesh(geometry, material);
  object.name = 'floor';
  object.frustumCulled = false;
  return {
    object,
    setSteps(x, y) {
      steps.value.set(x, y, steps.value.z, 0);
    },
    setGridVisible(visible) {
      steps.value.z = visible ? 1 : 0;
    },
    dispose() {
      geometry.dispose();
      material.dispose();
    },
  };
}
