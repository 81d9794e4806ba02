import { clamp, floor, int, mix, uniform, vec2 } from 'three/tsl';
import type { Node, Renderer } from 'three/webgpu';
import { createDataSlot, type Lent } from './data-slot.ts';

/** A picture over the domain, cell by cell, for the surface to be painted with. */
export interface DensitySheet {
  /** Colour in sRGB times opacity, and opacity, between the middles of cells; `at` in [0, 1]², from (xmin, ymin). */
  colorAt(at: Node<'vec2'>): Node<'vec4'>;
  /** Borrows `cells`, a vec4f for each of `size`² cells, x fastest. */
  lend(cells: Lent, size: number): void;
  dispose(): void;
}

export function createDensitySheet(renderer: Renderer): DensitySheet {
  const cells = createDataSlot(renderer, 'vec4');
  const size = uniform(1);
  return {
    colorAt(at) {
      const last = int(size).sub(1).toVar();
      const place = at.mul(size).sub(0.5).toVar();
      const corner = floor(place).toVar();
      const t = place.sub(corner).toVar();
      const low = clampCell(corner, last).toVar();
      const high = clampCell(corner.add(1), last).toVar();
      const cell = (x: Node<'float'>, y: Node<'float'>) => cells.element(int(y).mul(last.add(1)).add(int(x)));
      const near = mix(cell(low.x, low.y), cell(high.x, low.y), t.x);
      const far = mix(cell(low.x, high.y), cell(high.x, high.y), t.x);
      return mix(near, far, t.y);
    },
    lend(next, nextSize) {
      cells.lend(next);
      size.value = nextSize;
    },
    dispose: cells.dispose,
  };
}

const clampCell = (cell: Node<'vec2'>, last: Node<'int'>): Node<'vec2'> =>
  clamp(cell, vec2(0, 0), vec2(last));
