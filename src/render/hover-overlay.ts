import type { DomainFrame } from './domain-frame.ts';
import { type Overlay, type Projector, setAttributes, svgElement } from './overlay.ts';
import type { HeightGrid } from './picking.ts';

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
/** Points along an arrow, enough to follow a ridge. */
const SEGMENTS = 14;
/** CSS pixels. */
const CROSS = 5;
const HEAD = 7;

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
      const steepness = Math.hypot(...hover.gradient);
      if (!(steepness > 0) || !Number.isFinite(steepness)) {
        setAttributes(halo, { d: crossPath });
        setAttributes(cross, { d: crossPath });
        for (const path of [arrow, tail]) path.removeAttribute('d');
        return;
      }
      // The way a step along the gradient would go, drawn through the domain's own proportions.
      const [x0, z0] = frame.toScene(0, 0);
      const [x1, z1] = frame.toScene(hover.gradient[0] / steepness, hover.gradient[1] / steepness);
      const perUnit = Math.hypot(x1 - x0, z1 - z0);
      const length = SHORTEST + (LONGEST - SHORTEST) * (steepness / (steepness + slope));
      const direction: [number, number] = [(x1 - x0) / perUnit, (z1 - z0) / perUnit];
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

function alongSurface(
  project: Projector,
  frame: DomainFrame,
  grid: HeightGrid,
  from: readonly [number, number],
  direction: readonly [number, number],
  length: number,
): [number, number][] {
  const points: [number, number][] = [];
  for (let i = 0; i <= SEGMENTS; i += 1) {
    const reach = (length * i) / SEGMENTS;
    const sceneX = from[0] + direction[0] * reach;
    const sceneZ = from[1] + direction[1] * reach;
    const [x, y] = frame.toDomain(sceneX, sceneZ);
    const height = frame.contains(x, y) ? grid.heightAt(x, y) : Number.NaN;
    const point = Number.isFinite(height) ? project(sceneX, height, sceneZ) : null;
    if (point === null) break;
    points.push(point);
  }
  return points;
}

function arrowHead(points: readonly [number, number][]): string {
  const tip = points[points.length - 1];
  const before = points[points.length - 3] ?? points[0];
  if (tip === undefined || before === undefined || tip === before) return '';
  const angle = Math.atan2(tip[1] - before[1], tip[0] - before[0]);
  const barb = (turn: number): string =>
    `${(tip[0] - HEAD * Math.cos(angle + turn)).toFixed(1)} ${(tip[1] - HEAD * Math.sin(angle + turn)).toFixed(1)}`;
  return `M${barb(0.45)}L${tip[0].toFixed(1)} ${tip[1].toFixed(1)}L${barb(-0.45)}`;
}

const polyline = (points: readonly [number, number][]): string =>
  points.length < 2 ? '' : `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;
