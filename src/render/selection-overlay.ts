import type { DomainFrame } from './domain-frame.ts';
import { type Overlay, type Projector, setAttributes, svgElement } from './overlay.ts';
import type { HeightGrid } from './picking.ts';
import { alongSurface, arrowHead, polyline, sceneDirection } from './surface-arrow.ts';

/** What is marked of a trajectory; points and directions in domain units. */
export interface SelectionMark {
  /** CSS colour of the ring. */
  color: string;
  /** Where it is. */
  at: readonly [number, number];
  /** Where its last step began: where the arrows start. */
  from: readonly [number, number];
  arrows: readonly SelectionArrow[];
}

/** A direction; only that, all arrows of a kind are equally long. */
export interface SelectionArrow {
  direction: readonly [number, number];
  /** CSS colour. */
  color: string;
  /** Each rank is shorter and thicker than the one before, so that arrows of one direction show one in the other. */
  rank: 0 | 1 | 2;
}

/** A ring around the selected trajectory and arrows that lie on the surface. */
export interface SelectionOverlay {
  setMark(mark: SelectionMark | null): void;
  update(project: Projector, frame: DomainFrame, grid: HeightGrid): void;
}

/** Scene units, by rank. */
const LENGTHS = [0.4, 0.32, 0.24] as const;
/** CSS pixels. */
const WIDTHS = [1.8, 2.4, 3.2] as const;
const HALO = 2.4;
const RING = 9;

export function createSelectionOverlay(overlay: Overlay): SelectionOverlay {
  const layer = overlay.layer('selection');
  const stroke = { fill: 'none', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' };
  const arrows = LENGTHS.map((length, rank) => {
    const width = WIDTHS[rank]!;
    const halo = svgElement('path', { ...stroke, stroke: 'var(--ink-halo)', 'stroke-width': width + HALO });
    const line = svgElement('path', { ...stroke, 'stroke-width': width });
    layer.append(halo, line);
    return { length, halo, line };
  });
  const ringHalo = svgElement('circle', {
    r: RING,
    fill: 'none',
    stroke: 'var(--ink-halo)',
    'stroke-width': 5,
  });
  const ring = svgElement('circle', { r: RING, fill: 'none', 'stroke-width': 2.4 });
  layer.append(ringHalo, ring);
  layer.style.display = 'none';
  let mark: SelectionMark | null = null;

  return {
    setMark(next) {
      mark = next;
      layer.style.display = next === null ? 'none' : '';
    },
    update(project, frame, grid) {
      if (mark === null) return;
      const placeOf = ([x, y]: readonly [number, number]) => {
        const height = frame.contains(x, y) ? grid.heightAt(x, y) : Number.NaN;
        const [sceneX, sceneZ] = frame.toScene(x, y);
        return Number.isFinite(height) ? project(sceneX, height, sceneZ) : null;
      };
      const center = placeOf(mark.at);
      for (const circle of [ringHalo, ring]) circle.style.display = center === null ? 'none' : '';
      if (center !== null) {
        const [cx, cy] = center.map((value) => value.toFixed(1));
        for (const circle of [ringHalo, ring]) setAttributes(circle, { cx: cx!, cy: cy! });
        setAttributes(ring, { stroke: mark.color });
      }
      const tail = frame.toScene(...mark.from);
      const starts = placeOf(mark.from) !== null;
      arrows.forEach(({ length, halo, line }, rank) => {
        const arrow = mark?.arrows.find((candidate) => candidate.rank === rank);
        const direction = arrow && starts ? sceneDirection(frame, arrow.direction) : null;
        const points = direction ? alongSurface(project, frame, grid, tail, direction, length) : [];
        const d = polyline(points) + arrowHead(points);
        setAttributes(halo, { d });
        setAttributes(line, { d, stroke: arrow?.color ?? 'none' });
      });
    },
  };
}
