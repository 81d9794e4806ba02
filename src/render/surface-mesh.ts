import {
  abs,
  clamp,
  Discard,
  dFdx,
  dFdy,
  dot,
  Fn,
  float,
  fract,
  int,
  length,
  max,
  mix,
  mod,
  normalize,
  round,
  select,
  smoothstep,
  uniform,
  varyingProperty,
  vec2,
  vec3,
  vec4,
  vertexIndex,
} from 'three/tsl';
import { BufferAttribute, BufferGeometry, DoubleSide, Mesh, type Node, NodeMaterial } from 'three/webgpu';
import { rampNode } from './color-map.ts';
import type { DensitySheet } from './density-sheet.ts';
import { SURFACE_HEIGHT } from './domain-frame.ts';
import { createGridIndex } from './grid-index.ts';
import type { HeightField } from './height-field.ts';
import { encoded, project, type Shading } from './shading.ts';

/** The lit surface with its contour lines; vertices come out of the height field by number. */
export interface SurfaceMesh {
  readonly object: Mesh;
  setSize(size: number): void;
  /** Paints the surface with a picture over the domain; null leaves it bare. */
  setSheet(sheet: DensitySheet | null): void;
  dispose(): void;
}

/** How far the light on the surface reaches the ink upon it, and how far contour lines are cut out of it. */
const INK_SHADED = 0.45;
const INK_CUT = 0.75;

export function createSurfaceMesh(field: HeightField, shading: Shading): SurfaceMesh {
  // One vector: what passes from vertices to fragments is most of a triangle's cost on software adapters.
  const passed = varyingProperty('vec4', 'surface');
  const place = varyingProperty('vec2', 'surfacePlace');
  const stride = uniform(1);

  const createMaterial = (sheet: DensitySheet | null): NodeMaterial => {
    const material = new NodeMaterial();
    material.name = sheet === null ? 'surface' : 'surface with density';
    material.side = DoubleSide;
    material.vertexNode = Fn(() => {
      const row = int(vertexIndex).div(int(stride)).toVar();
      const column = int(vertexIndex).sub(row.mul(int(stride)));
      const i = field.drawn(column).toVar();
      const j = field.drawn(row).toVar();
      const vertex = field.vertexAt(i, j);
      const along = vec2(float(i), float(j)).div(field.sizeNode.sub(1)).toVar();
      passed.assign(vec4(vec2(vertex.height, vertex.target).div(SURFACE_HEIGHT), vertex.slope));
      if (sheet !== null) place.assign(along);
      return project(
        shading,
        vec3(
          along.x.mul(2).sub(1).mul(field.half.x),
          max(vertex.height, 0),
          float(1).sub(along.y.mul(2)).mul(field.half.y),
        ),
      );
    })();
    material.fragmentNode = Fn(() => {
      // A hole's height is far below zero, and so is what lies between it and its neighbours, but for a sliver.
      Discard(passed.y.lessThan(-1e-3));
      const facing = normalize(vec3(passed.z.negate(), 1, passed.w.negate())).toVar();
      const sun = max(dot(facing, shading.sun), 0);
      const gleam = sheenPower(max(dot(facing, shading.gleam), 0)).mul(shading.sheen);
      const sky = facing.y.mul(0.3).add(0.7).mul(shading.ambient);
      const paint = rampNode(shading.ramp, clamp(passed.x, 0, 1));
      const light = sky.add(sun.mul(shading.sunlight)).toVar();
      const lines = contourStrength(field, shading, passed.y).toVar();
      const bare = encoded(mix(paint.mul(light).add(gleam), shading.contourColor, lines));
      if (sheet === null) return bare;
      const ink = sheet.colorAt(place).mul(lines.mul(-INK_CUT).add(1)).toVar();
      const full = shading.ambient.add(shading.sunlight);
      const lit = mix(float(1), light.div(full), INK_SHADED);
      return vec4(bare.rgb.mul(ink.a.oneMinus()).add(ink.rgb.mul(lit)), 1);
    })();
    return material;
  };
  const bare = createMaterial(null);
  let inked: { sheet: DensitySheet; material: NodeMaterial } | null = null;

  const geometry = new BufferGeometry();
  const object = new Mesh(geometry, bare);
  object.name = 'surface';
  object.frustumCulled = false;
  object.visible = false;
  return {
    object,
    setSize(size) {
      const index = createGridIndex(drawnSize(field, size));
      geometry.setIndex(new BufferAttribute(index.triangles, 1));
      stride.value = index.stride;
      object.visible = true;
    },
    setSheet(sheet) {
      if (sheet !== null && inked?.sheet !== sheet) {
        inked?.material.dispose();
        inked = { sheet, material: createMaterial(sheet) };
      }
      object.material = sheet === null || inked === null ? bare : inked.material;
    },
    dispose() {
      geometry.dispose();
      bare.dispose();
      inked?.material.dispose();
    },
  };
}

/** Number of drawn vertices along a side of a landscape of that size. */
export const drawnSize = ({ step }: HeightField, size: number): number => Math.ceil((size - 1) / step) + 1;

/** To the sixteenth: a broad sheen, as of matt paper. */
const sheenPower = (cosine: Node<'float'>): Node<'float'> =>
  [1, 2, 3, 4].reduce((power: Node<'float'>) => {
    const kept = power.toVar();
    return kept.mul(kept);
  }, cosine);

/**
 * How much of a fragment a contour line covers: lines of constant width in pixels, from the rate at which height changes
 * across the screen and the contour coordinate with height; where they would crowd together they fade.
 */
export function contourStrength(field: HeightField, shading: Shading, height: Node<'float'>): Node<'float'> {
  const { coordinate: at, rate } = field.contourAt(height);
  const coordinate = at.toVar();
  const perPixel = max(length(vec2(dFdx(height), dFdy(height))).mul(rate), 1e-6).toVar();
  const nearest = round(coordinate);
  const pixels = abs(fract(coordinate.add(0.5)).sub(0.5))
    .div(perPixel)
    .toVar();
  const isMajor = mod(nearest.add(0.25), field.majorEvery).lessThan(0.5);
  const line = (width: number, strength: Node<'float'>, crowding: Node<'float'>): Node<'float'> => {
    const reach = shading.pixelRatio.mul(width / 2);
    const covered = float(1).sub(smoothstep(reach.sub(0.5), reach.add(0.5), pixels));
    return covered.mul(strength).mul(float(1).sub(smoothstep(0.08, 0.2, crowding)));
  };
  return select(
    isMajor,
    line(1.5, shading.contourMajor, perPixel.div(field.majorEvery)),
    line(1, shading.contourMinor, perPixel),
  );
}
