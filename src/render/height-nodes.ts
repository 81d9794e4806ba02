import {
  clamp,
  float,
  floatBitsToUint,
  floor,
  int,
  log,
  max,
  min,
  mix,
  select,
  uint,
  uniform,
} from 'three/tsl';
import { type Node, type Renderer, Vector2, Vector4 } from 'three/webgpu';
import { createDataSlot } from './data-slot.ts';
import { SURFACE_HEIGHT } from './domain-frame.ts';
import { type HeightMap, RANK_ENTRIES } from './height-scale.ts';
import { contourTable, lossLevels } from './loss-levels.ts';
import { createMemory } from './memory.ts';

/** `height-scale.ts` for shaders: the same formula from the same numbers. */
export interface HeightNodes {
  /** Height in scene units of a finite loss. */
  heightOf(loss: Node<'float'>): Node<'float'>;
  /** Contour coordinate of a target height in [0, 1], whose whole numbers are lines, and its rate per height. */
  contourAt(height: Node<'float'>): { coordinate: Node<'float'>; rate: Node<'float'> };
  readonly majorEvery: Node<'float'>;
  setMap(map: HeightMap): void;
  dispose(): void;
}

const CONTOUR_ENTRIES = 1024;

/** @param device null where WebGL2 draws */
export function createHeightNodes(renderer: Renderer, device: GPUDevice | null): HeightNodes {
  const tables = createDataSlot(renderer, 'float');
  const memory = createMemory(device, 'rank and contour tables', RANK_ENTRIES + 2 * CONTOUR_ENTRIES);
  tables.lend(memory.lent);
  const majorEvery = uniform(1);
  /** floor, 1 / span, 1 / knee, 1 / log1p(span / knee); see `height-scale.ts`. */
  const map = uniform(new Vector4());
  /** 1 where the log is taken; 1 where the rank table is read. */
  const mode = uniform(new Vector2());

  const lookUp = (offset: number, entries: number, t: Node<'float'>): Node<'float'> => {
    const at = t.mul(entries - 1).toVar();
    const index = min(floor(at), float(entries - 2)).toVar();
    const low = tables.element(int(index).add(offset)).toVar();
    const high = tables.element(int(index).add(offset + 1));
    return mix(low, high, at.sub(index));
  };

  return {
    heightOf(loss) {
      const excess = max(loss.sub(map.x), 0).toVar();
      const linear = excess.mul(map.y);
      const logarithmic = log(excess.mul(map.z).add(1)).mul(map.w);
      const t = clamp(select(mode.x.greaterThan(0.5), logarithmic, linear), 0, 1).toVar();
      return select(mode.y.greaterThan(0.5), lookUp(0, RANK_ENTRIES, t), t).mul(SURFACE_HEIGHT);
    },
    contourAt: (height) => ({
      coordinate: lookUp(RANK_ENTRIES, CONTOUR_ENTRIES, clamp(height, 0, 1)),
      rate: lookUp(RANK_ENTRIES + CONTOUR_ENTRIES, CONTOUR_ENTRIES, clamp(height, 0, 1)),
    }),
    majorEvery,
    setMap(next) {
      const levels = lossLevels(next);
      majorEvery.value = levels.majorEvery;
      const contours = contourTable(levels, CONTOUR_ENTRIES);
      memory.write(next.rank);
      memory.write(contours, RANK_ENTRIES);
      memory.write(ratesOf(contours), RANK_ENTRIES + CONTOUR_ENTRIES);
      tables.refresh();
      const { floor: low, span, knee } = next;
      // Reciprocals of what float32 cannot hold would be 0 or ∞; the clamp in heightOf makes these harmless.
      if (span === 0) map.value.set(low, 0, 0, 0);
      else map.value.set(low, bounded(1 / span), bounded(1 / knee), 1 / Math.log1p(span / knee));
      mode.value.set(next.scale === 'linear' ? 0 : 1, next.scale === 'rank' ? 1 : 0);
    },
    dispose() {
      tables.dispose();
      memory.dispose();
    },
  };
}

/** How fast a table rises per unit of its argument. */
const ratesOf = (table: Float32Array): Float32Array =>
  table.map((_, i) => {
    const [before, after] = [Math.max(0, i - 1), Math.min(table.length - 1, i + 1)];
    return ((table[after]! - table[before]!) / (after - before)) * (table.length - 1);
  });

/** By bits: `x != x` may be folded to false. */
export const isFiniteNode = (value: Node<'float'>): Node<'bool'> =>
  (floatBitsToUint(value) as unknown as Node<'uint'>).bitAnd(uint(0x7f800000)).notEqual(uint(0x7f800000));

const bounded = (value: number): number => Math.min(value, 1e37);
