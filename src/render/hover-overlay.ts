import type { DomainFrame } from './domain-frame.ts';
import { type Overlay, type Projector, setAttributes, svgElement } from './overlay.ts';
import type { HeightGrid } from './picking.ts';
import { alongSurface, arrowHead, polyline, sceneDirection } from './surface-arrow.ts';

export interface Hover {
  /** Domain units. */
  x: number;
  y: number;
  gradient: readonly [number, number];
}

/** A small cross where the pointer is, the gradient as an arrow lying on the surface, and its opposite as a dashed tail. */
export interface HoverOverlay {
  /** @param typicalSlope a gradient norm that gets an arrow of middle length, loss per domain unit. */
  setHover(hover: Hover | null, typicalSlope: number): void;
  update(project: Projector, frame: DomainFrame, grid: HeightGrid): void;
}

/** Scene units: arrows are never too short to see nor longer than a fifth of the block. */
const SHORTEST = 0.1;
const LONGEST = 0.42;
const TAIL = 0.75;
/** CSS pixels. */
const CROSS = 5;

export function createHoverOverlay(overlay: Overlay): HoverOverlay {
  const layer = overlay.layer('hover');
  const stroke = { fill: 'none', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' };
  const halo = svgElement('path', { ...stroke, stroke: 'var(--ink-halo)', 'stroke-width': 4 });
  const tail = svgElement('path', {
    ...stroke,
    stroke: 'var(--ink-marker)',
    'stroke-width': 1.2,
    'stroke-dasharray': '1 4',
  });
  const arrow = svgElement('path', { ...stroke, stroke: 'var(--ink-marker)', 'stroke-width': 1.7 });
  const cross = svgElement('path', { ...stroke, stroke: 'var(--ink-marker)', 'stroke-width': 1.4 });
  layer.append(halo, tail, arrow, cross);
  let hover: Hover | null = null;
  let slope = 1;

  return {
    setHover(next, typicalSlope) {
      hover = next;
      slope = typicalSlope;
      layer.style.display = next === null ? 'none' : '';
    },
    update(project, frame, grid) {
      if (hover === null) return;
      const [x, y] = frame.toScene(hover.x, hover.y);
      const center = project(x, Math.max(0, grid.heightAt(hover.x, hover.y)), y);
      if (center === null) {
        layer.style.display = 'none';
        return;
      }
      const [cx, cy] = center;
      const crossPath = `M${cx - CROSS} ${cy}H${cx + CROSS}M${cx} ${cy - CROSS}V${cy + CROSS}`;
      // The way a step along the gradient would go, drawn through the domain's own proportions.
      const direction = sceneDirection(frame, hover.gradient);
      if (direction === null) {
        setAttributes(halo, { d: crossPath });
        setAttributes(cross, { d: crossPath });
        for (const path of [arrow, tail]) path.removeAttribute('d');
        return;
      }
      const steepness = Math.hypot(...hover.gradient);
      const length = SHORTEST + (LONGEST - SHORTEST) * (steepness / (steepness + slope));
      const uphill = alongSurface(project, frame, grid, [x, y], direction, length);
      const downhill = alongSurface(project, frame, grid, [x, y], direction, -length * TAIL);
      const arrowPath = polyline(uphill) + arrowHead(uphill);
      setAttributes(halo, { d: crossPath + arrowPath });
      setAttributes(cross, { d: crossPath });
      setAttributes(arrow, { d: arrowPath });
      setAttributes(tail, { d: polyline(downhill) });
    },
  };
}
