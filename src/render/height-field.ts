import {
  clamp,
  Fn,
  float,
  floatBitsToUint,
  floor,
  instanceIndex,
  int,
  log,
  max,
  min,
  mix,
  select,
  uint,
  uniform,
  vec4,
} from 'three/tsl';
import { type Node, type Renderer, Vector2, Vector4 } from 'three/webgpu';
import type { Domain } from '../engine/run-spec.ts';
import { type DomainFrame, SURFACE_HEIGHT } from './domain-frame.ts';
import { type HeightMap, RANK_ENTRIES } from './height-scale.ts';
import { contourTable, lossLevels } from './loss-levels.ts';
import { createBufferSlot } from './three-bridge.ts';

/** A height this low marks a vertex without a finite loss: a hole. */
const HOLE = -4;
const CONTOUR_ENTRIES = 1024;
const WORKGROUP = 64;

/**
 * The heights the picture is made of, on the GPU: one compute pass turns the landscape's losses into heights whenever
 * the landscape or the scale changes, and all that is drawn reads those. Keeps the heights before and after the last
 * change of scale, so that one scale can flow into the next.
 */
export interface HeightField {
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
  /** Contour coordinate of a target height in [0, 1], whose whole numbers are lines, and its rate per height. */
  contourAt(height: Node<'float'>): { coordinate: Node<'float'>; rate: Node<'float'> };
  readonly majorEvery: Node<'float'>;
  /** @param landscape borrowed; vec4f (loss, …) per vertex. */
  setLandscape(landscape: GPUBuffer, size: number, frame: DomainFrame, map: HeightMap): void;
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

/** @param step see `HeightField.step`; the last drawn step of a side may be shorter. */
export function createHeightField(renderer: Renderer, device: GPUDevice, step: number): HeightField {
  const landscape = createBufferSlot(renderer, 'vec4');
  const heights = createBufferSlot(renderer, 'vec4', 'read-write');
  const heightsRead = createBufferSlot(renderer, 'vec4');
  const tables = createBufferSlot(renderer, 'float');
  const tableBuffer = device.createBuffer({
    label: 'render: rank and contour tables',
    size: (RANK_ENTRIES + 2 * CONTOUR_ENTRIES) * 4,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
  });
  tables.lend(tableBuffer);
  let heightBuffer: GPUBuffer | null = null;

  const domain = uniform(new Vector4(0, 0, 1, 1));
  const half = uniform(new Vector2(1, 1));
  const size = uniform(2);
  const blend = uniform(1);
  /** How far the last flow had come when the scale changed; negative to start from nothing. */
  const flowed = uniform(-1);
  const majorEvery = uniform(1);
  /** floor, 1 / span, 1 / knee, 1 / log1p(span / knee); see `height-scale.ts`. */
  const map = uniform(new Vector4());
  /** 1 where the log is taken; 1 where the rank table is read. */
  const mode = uniform(new Vector2());

  const lookUp = (offset: number, entries: number, t: Node<'float'>): Node<'float'> => {
    const at = t.mul(entries - 1).toVar();
    const index = min(floor(at), float(entries - 2)).toVar();
    const low = tables.node.element(int(index).add(offset)).toVar();
    const high = tables.node.element(int(index).add(offset + 1));
    return mix(low, high, at.sub(index));
  };

  const heightOf = (loss: Node<'float'>): Node<'float'> => {
    const excess = max(loss.sub(map.x), 0).toVar();
    const linear = excess.mul(map.y);
    const logarithmic = log(excess.mul(map.z).add(1)).mul(map.w);
    const t = clamp(select(mode.x.greaterThan(0.5), logarithmic, linear), 0, 1).toVar();
    return select(mode.y.greaterThan(0.5), lookUp(0, RANK_ENTRIES, t), t).mul(SURFACE_HEIGHT);
  };

  const targetAt = (i: Node<'int'>, j: Node<'int'>): Node<'float'> => {
    const loss = landscape.node.element(j.mul(int(size)).add(i)).x.toVar();
    // Branching would save little: holes are few.
    return select(isFiniteNode(loss), heightOf(loss), float(HOLE)).toVar();
  };
  /** Slope of the target heights along one axis, per scene unit; one-sided beside the edge or a hole. */
  const slopeAlong = (
    own: Node<'float'>,
    at: Node<'int'>,
    heightThere: (at: Node<'int'>) => Node<'float'>,
    spacing: Node<'float'>,
  ): Node<'float'> => {
    const last = int(size).sub(1);
    const side = (step: number): [Node<'float'>, Node<'float'>] => {
      const there = at.add(step).toVar();
      const onGrid = there.greaterThanEqual(0).and(there.lessThanEqual(last)).toVar();
      const height = heightThere(select(onGrid, there, at)).toVar();
      const usable = onGrid.and(height.greaterThan(HOLE / 8)).toVar();
      return [select(usable, height, own), select(usable, float(1), float(0))];
    };
    const [after, afterSteps] = side(1);
    const [before, beforeSteps] = side(-1);
    return after.sub(before).div(spacing.mul(max(afterSteps.add(beforeSteps), 1)));
  };

  const pass = Fn(() => {
    const j = int(instanceIndex).div(int(size)).toVar();
    const i = int(instanceIndex)
      .sub(j.mul(int(size)))
      .toVar();
    const target = targetAt(i, j);
    const spacing = half.mul(2).div(size.sub(1)).toVar();
    const slopeX = slopeAlong(target, i, (there) => targetAt(there, j), spacing.x);
    // Rows run away from the viewer, the scene's z towards them.
    const slopeZ = slopeAlong(target, j, (there) => targetAt(i, there), spacing.y).negate();
    const cell = heights.node.element(instanceIndex);
    const previous = select(flowed.lessThan(0), target, mix(cell.x, cell.y, flowed)).toVar();
    cell.assign(vec4(previous, target, slopeX, slopeZ));
  })().compute(1, [WORKGROUP]);

  const vertexAt = (i: Node<'int'>, j: Node<'int'>) => heightsRead.node.element(j.mul(int(size)).add(i));
  const drawn = (i: Node<'int'>): Node<'int'> => (step === 1 ? i : int(min(float(i.mul(step)), size.sub(1))));
  const flowing = (vertex: Node<'vec4'>): Node<'float'> => mix(vertex.x, vertex.y, blend);

  const writeTables = (next: HeightMap): void => {
    const levels = lossLevels(next);
    majorEvery.value = levels.majorEvery;
    device.queue.writeBuffer(tableBuffer, 0, next.rank as Float32Array<ArrayBuffer>);
    const contours = contourTable(levels, CONTOUR_ENTRIES);
    device.queue.writeBuffer(tableBuffer, RANK_ENTRIES * 4, contours as Float32Array<ArrayBuffer>);
    const rates = contours.map((_, i) => {
      const [before, after] = [Math.max(0, i - 1), Math.min(CONTOUR_ENTRIES - 1, i + 1)];
      return ((contours[after]! - contours[before]!) / (after - before)) * (CONTOUR_ENTRIES - 1);
    });
    device.queue.writeBuffer(tableBuffer, (RANK_ENTRIES + CONTOUR_ENTRIES) * 4, rates);
    const { floor: low, span, knee } = next;
    // Reciprocals of what float32 cannot hold would be 0 or ∞; the clamp in heightOf makes these harmless.
    if (span === 0) map.value.set(low, 0, 0, 0);
    else map.value.set(low, bounded(1 / span), bounded(1 / knee), 1 / Math.log1p(span / knee));
    mode.value.set(next.scale === 'linear' ? 0 : 1, next.scale === 'rank' ? 1 : 0);
  };
  const run = (): void => {
    void renderer.compute(pass);
  };

  const field: HeightField & { size: number } = {
    size: 0,
    half,
    domain,
    sizeNode: size,
    step,
    drawn,
    majorEvery,
    vertexAt(i, j) {
      const vertex = vertexAt(i, j).toVar();
      return { height: flowing(vertex), target: vertex.y, slope: vertex.zw };
    },
    isHole: (height) => height.lessThan(HOLE / 8),
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
      return max(ground, select(blend.lessThan(1), float(0), heightOf(loss)));
    },
    contourAt: (height) => ({
      coordinate: lookUp(RANK_ENTRIES, CONTOUR_ENTRIES, clamp(height, 0, 1)),
      rate: lookUp(RANK_ENTRIES + CONTOUR_ENTRIES, CONTOUR_ENTRIES, clamp(height, 0, 1)),
    }),
    setLandscape(buffer, nextSize, frame, next) {
      if (field.size !== nextSize) {
        heightBuffer?.destroy();
        heightBuffer = device.createBuffer({
          label: 'render: heights',
          size: nextSize * nextSize * 16,
          usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
        });
        heights.lend(heightBuffer);
        heightsRead.lend(heightBuffer);
        field.size = nextSize;
        size.value = nextSize;
        pass.count = nextSize * nextSize;
      }
      landscape.lend(buffer);
      const [xMin, xMax, yMin, yMax]: Domain = frame.domain;
      domain.value.set(xMin, yMin, xMax - xMin, yMax - yMin);
      half.value.set(frame.half[0], frame.half[1]);
      flowed.value = -1;
      blend.value = 1;
      writeTables(next);
      run();
    },
    setScale(next) {
      flowed.value = blend.value;
      blend.value = 0;
      writeTables(next);
      run();
    },
    setBlend(next) {
      blend.value = next;
    },
    dispose() {
      pass.dispose();
      for (const slot of [landscape, heights, heightsRead, tables]) slot.dispose();
      heightBuffer?.destroy();
      tableBuffer.destroy();
    },
  };
  return field;
}

/** By bits: `x != x` may be folded to false. */
export const isFiniteNode = (value: Node<'float'>): Node<'bool'> =>
  (floatBitsToUint(value) as unknown as Node<'uint'>).bitAnd(uint(0x7f800000)).notEqual(uint(0x7f800000));

const bounded = (value: number): number => Math.min(value, 1e37);
