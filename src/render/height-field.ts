import { clamp, float, floor, int, max, min, mix, select, uniform } from 'three/tsl';
import { type Node, type Renderer, Vector2, Vector4 } from 'three/webgpu';
import type { Domain } from '../engine/run-spec.ts';
import { createDataSlot, type Lent } from './data-slot.ts';
import type { DomainFrame } from './domain-frame.ts';
import { createHeightLoop } from './height-loop.ts';
import { createHeightNodes, type HeightNodes } from './height-nodes.ts';
import { createHeightPass, HOLE_EDGE } from './height-pass.ts';
import type { HeightMap } from './height-scale.ts';
import type { SceneLandscape } from './scene-types.ts';

/**
 * The heights the picture is made of: one pass turns the landscape's losses into heights whenever the landscape or the
 * scale changes, and all that is drawn reads those. Keeps the heights before and after the last change of scale, so that
 * one scale can flow into the next.
 */
export interface HeightField extends Pick<HeightNodes, 'contourAt' | 'majorEvery'> {
  readonly size: number;
  /** Scene half-extents (x, y), and the domain as (xmin, ymin, width, height). */
  readonly half: Node<'vec2'>;
  readonly domain: Node<'vec4'>;
  /** Number of vertices along a side, and of those from one drawn vertex to the next. */
  readonly sizeNode: Node<'float'>;
  readonly step: number;
  /** Where drawn vertex number `i` of a side is among all. */
  drawn(i: Node<'int'>): Node<'int'>;
  /** Vertex (i, j) of the surface. */
  vertexAt(i: Node<'int'>, j: Node<'int'>): SurfaceVertex;
  isHole(height: Node<'float'>): Node<'bool'>;
  /** Height in scene units of a point (x, y, loss) of the domain: on the drawn surface or, where its loss is higher, above. */
  pointHeight(x: Node<'float'>, y: Node<'float'>, loss: Node<'float'> | null): Node<'float'>;
  /** @param landscape borrowed until the next one */
  setLandscape(landscape: SceneLandscape, frame: DomainFrame, map: HeightMap): void;
  /** Flows to another scale of the same landscape over `setBlend` 0 → 1. */
  setScale(map: HeightMap): void;
  setBlend(blend: number): void;
  dispose(): void;
}

export interface SurfaceVertex {
  /** Where it is drawn, scene units: mid-flow while one scale flows into another. */
  height: Node<'float'>;
  /** Where it flows to. */
  target: Node<'float'>;
  /** Of the target, along the scene's x and z. */
  slope: Node<'vec2'>;
}

/**
 * @param device null where WebGL2 draws
 * @param step see `HeightField.step`; the last drawn step of a side may be shorter
 */
export function createHeightField(renderer: Renderer, device: GPUDevice | null, step: number): HeightField {
  const nodes = createHeightNodes(renderer, device);
  const pass = device === null ? createHeightLoop() : createHeightPass(renderer, device, nodes);
  const heights = createDataSlot(renderer, 'vec4');
  let lent: Lent | null = null;
  let shown: { landscape: SceneLandscape; frame: DomainFrame } | null = null;

  const domain = uniform(new Vector4(0, 0, 1, 1));
  const half = uniform(new Vector2(1, 1));
  const size = uniform(2);
  const blend = uniform(1);

  const vertexAt = (i: Node<'int'>, j: Node<'int'>) => heights.element(j.mul(int(size)).add(i));
  const drawn = (i: Node<'int'>): Node<'int'> => (step === 1 ? i : int(min(float(i.mul(step)), size.sub(1))));
  const flowing = (vertex: Node<'vec4'>): Node<'float'> => mix(vertex.x, vertex.y, blend);

  const run = (map: HeightMap, flowed: number | null): void => {
    if (shown === null) return;
    nodes.setMap(map);
    const next = pass.run({ ...shown, map, flowed });
    if (next === lent) heights.refresh();
    else heights.lend((lent = next));
  };

  const field: HeightField & { size: number } = {
    size: 0,
    half,
    domain,
    sizeNode: size,
    step,
    drawn,
    majorEvery: nodes.majorEvery,
    contourAt: nodes.contourAt,
    vertexAt(i, j) {
      const vertex = vertexAt(i, j).toVar();
      return { height: flowing(vertex), target: vertex.y, slope: vertex.zw };
    },
    isHole: (height) => height.lessThan(HOLE_EDGE),
    pointHeight(x, y, loss) {
      const gridX = clamp(x.sub(domain.x).div(domain.z), 0, 1).mul(size.sub(1)).toVar();
      const gridY = clamp(y.sub(domain.y).div(domain.w), 0, 1).mul(size.sub(1)).toVar();
      // The drawn cell it lies in: its first and last vertices, and the way between them.
      const across = (grid: Node<'float'>) => {
        const first = min(floor(grid.div(step)), floor(size.sub(2).div(step)))
          .mul(step)
          .toVar();
        const last = min(first.add(step), size.sub(1)).toVar();
        return { first, last, t: grid.sub(first).div(last.sub(first)).toVar() };
      };
      const along = across(gridX);
      const up = across(gridY);
      // The cell's two triangles meet on the diagonal from (1, 0) to (0, 1), as in `grid-index.ts` and `picking.ts`.
      const upper = along.t.add(up.t).greaterThan(1).toVar();
      const nearX = int(select(upper, along.last, along.first)).toVar();
      const nearY = int(select(upper, up.last, up.first)).toVar();
      const farX = int(select(upper, along.first, along.last));
      const farY = int(select(upper, up.first, up.last));
      const corner = flowing(vertexAt(nearX, nearY)).toVar();
      const weightX = select(upper, along.t.oneMinus(), along.t);
      const weightY = select(upper, up.t.oneMinus(), up.t);
      const ground = corner
        .add(flowing(vertexAt(farX, nearY)).sub(corner).mul(weightX))
        .add(flowing(vertexAt(nearX, farY)).sub(corner).mul(weightY))
        .toVar();
      if (loss === null) return max(ground, 0);
      // While one scale flows into another only the ground knows the way.
      return max(ground, select(blend.lessThan(1), float(0), nodes.heightOf(loss)));
    },
    setLandscape(landscape, frame, map) {
      shown = { landscape, frame };
      field.size = size.value = landscape.size;
      const [xMin, xMax, yMin, yMax]: Domain = frame.domain;
      domain.value.set(xMin, yMin, xMax - xMin, yMax - yMin);
      half.value.set(frame.half[0], frame.half[1]);
      blend.value = 1;
      run(map, null);
    },
    setScale(next) {
      const flowed = blend.value;
      blend.value = 0;
      run(next, flowed);
    },
    setBlend(next) {
      blend.value = next;
    },
    dispose() {
      for (const part of [heights, pass, nodes]) part.dispose();
    },
  };
  return field;
}
