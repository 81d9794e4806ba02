import {
  clamp,
  Discard,
  Fn,
  float,
  int,
  max,
  mix,
  select,
  smoothstep,
  varyingProperty,
  vec3,
  vertexIndex,
} from 'three/tsl';
import { BufferGeometry, DoubleSide, Mesh, type Node, NodeMaterial } from 'three/webgpu';
import { rampNode } from './color-map.ts';
import { BLOCK_DEPTH, SURFACE_HEIGHT } from './domain-frame.ts';
import type { HeightField } from './height-field.ts';
import { CLIPPED, encoded, project, type Shading } from './shading.ts';
import { contourStrength, drawnSize } from './surface-mesh.ts';

/** The four cut faces below the surface's edges, which make it a block, like a terrain model; contours run on as strata. */
export interface BlockWalls {
  readonly object: Mesh;
  setSize(size: number): void;
  dispose(): void;
}

/** Two triangles for each edge cell: (cell end, top or bottom) by corner. */
const CORNER_END = [0, 1, 0, 0, 1, 1];
const CORNER_TOP = [0, 0, 1, 1, 0, 1];

export function createBlockWalls(field: HeightField, shading: Shading): BlockWalls {
  const height = varyingProperty('float', 'wallHeight');
  const top = varyingProperty('float', 'wallTop');
  const hole = varyingProperty('float', 'wallHole');
  const sun = varyingProperty('float', 'wallSun');

  const material = new NodeMaterial();
  material.name = 'block walls';
  material.side = DoubleSide;
  material.vertexNode = Fn(() => {
    const last = int(field.sizeNode).sub(1).toVar();
    const cells = last
      .add(field.step - 1)
      .div(field.step)
      .toVar();
    const corner = int(vertexIndex).mod(6).toVar();
    const cell = int(vertexIndex).div(6).toVar();
    const side = cell.div(cells).toVar();
    const along = field.drawn(cell.sub(side.mul(cells)).add(pick(corner, CORNER_END))).toVar();
    const isTop = pick(corner, CORNER_TOP).equal(1);
    // Sides 0 and 1 run along x at the front and the back, 2 and 3 along y at the left and the right.
    const far = side.bitAnd(1).mul(last).toVar();
    const alongX = side.lessThan(2).toVar();
    const i = select(alongX, along, far).toVar();
    const j = select(alongX, far, along).toVar();
    const edge = field.vertexAt(i, j).height.toVar();
    const spacing = field.half.mul(2).div(float(last));
    const outward = float(side.bitAnd(1)).mul(2).sub(1).toVar();
    const normal = select(alongX, vec3(0, 0, outward.negate()), vec3(outward, 0, 0));
    const y = select(isTop, max(edge, 0), float(-BLOCK_DEPTH)).toVar();
    height.assign(y.div(SURFACE_HEIGHT));
    top.assign(max(edge, 0).div(SURFACE_HEIGHT));
    hole.assign(select(field.isHole(edge), float(1), float(0)));
    sun.assign(max(normal.dot(shading.sun), 0));
    const position = vec3(
      float(i).mul(spacing.x).sub(field.half.x),
      y,
      field.half.y.sub(float(j).mul(spacing.y)),
    ).toVar();
    // Walls on the far side are behind the surface and the near walls.
    const facesEye = normal.dot(shading.eye.sub(position)).greaterThan(0);
    return select(facesEye, project(shading, position), CLIPPED);
  })();
  material.fragmentNode = Fn(() => {
    Discard(hole.greaterThan(1e-4));
    const paint = rampNode(shading.ramp, clamp(height, 0, 1));
    const lit = shading.ambient.mul(0.8).add(sun.mul(shading.sunlight));
    // Darker towards the ground, so that the block stands in its own shadow; a thin light edge where it was cut.
    const depth = smoothstep(-BLOCK_DEPTH / SURFACE_HEIGHT - 0.05, 0.6, height)
      .mul(0.55)
      .add(0.45);
    const edge = float(1)
      .sub(smoothstep(0, 0.012, top.sub(height)))
      .mul(0.35);
    const color = paint.mul(lit).mul(shading.wallShade).mul(depth.add(edge));
    const strata = contourStrength(field, shading, height).mul(0.3);
    return encoded(mix(color, shading.contourColor, select(height.greaterThan(0), strata, float(0))));
  })();

  const geometry = new BufferGeometry();
  const object = new Mesh(geometry, material);
  object.name = 'block walls';
  object.frustumCulled = false;
  object.visible = false;
  return {
    object,
    setSize(size) {
      geometry.setDrawRange(0, 4 * (drawnSize(field, size) - 1) * CORNER_END.length);
      object.visible = true;
    },
    dispose() {
      geometry.dispose();
      material.dispose();
    },
  };
}

/** `table[index]` for a table of zeros and ones. */
export function pick(index: Node<'int'>, table: readonly number[]): Node<'int'> {
  const bits = table.reduce((sum, bit, i) => sum + bit * 2 ** i, 0);
  return int(bits).shiftRight(index).bitAnd(1) as Node<'int'>;
}
