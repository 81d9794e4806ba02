import { clamp } from '../core/numbers.ts';
import { BLOCK_DEPTH, type DomainFrame, SURFACE_HEIGHT } from './domain-frame.ts';
import type { HeightMap } from './height-scale.ts';
import { lossTicks } from './loss-levels.ts';
import { type Overlay, type Projector, setAttributes, svgElement } from './overlay.ts';
import type { Vec3 } from './picking.ts';
import { formatTicks, niceTicks } from './ticks.ts';

/** Numbers and hairlines along the two near edges of the block and its left silhouette. */
export interface AxesOverlay {
  setScales(frame: DomainFrame, map: HeightMap): void;
  setVisible(visible: boolean): void;
  /** @param eye camera position, scene units. */
  update(project: Projector, eye: Vec3): void;
}

export const AXIS_TICKS = 6;
/** Outward lengths, scene units. */
const TICK = 0.028;
const LABEL = 0.085;
const TITLE = 0.2;
/** The loss axis' tick and label, CSS pixels. */
const LOSS_TICK = 5;
const LOSS_LABEL = 9;
/**
 * Sines of elevations. From the first on the frame of x and y rises from the foot of the block, until at the second it
 * lies level with the top and frames the map; the loss axis is too short to read by then.
 */
const RISING = Math.sin((64 * Math.PI) / 180);
const STEEP = Math.sin((75 * Math.PI) / 180);

export function createAxesOverlay(overlay: Overlay): AxesOverlay {
  const layer = overlay.layer('axes');
  const lines = svgElement('path', {
    fill: 'none',
    stroke: 'var(--ink-axis)',
    'stroke-width': 1,
    'stroke-linecap': 'round',
  });
  layer.append(lines);
  const labels = createLabelPool(layer);
  let frame: DomainFrame | null = null;
  let map: HeightMap | null = null;

  return {
    setScales(nextFrame, nextMap) {
      frame = nextFrame;
      map = nextMap;
    },
    setVisible(visible) {
      layer.style.display = visible ? '' : 'none';
    },
    update(project, eye) {
      if (frame === null || map === null || layer.style.display === 'none') return;
      const { domain, half, toScene } = frame;
      const [halfX, halfZ] = half;
      // The edges nearer to the eye; from straight above, the lower and the left one.
      const nearZ = eye[2] >= -0.02 ? 1 : -1;
      const nearX = eye[0] > 0.02 ? 1 : -1;
      const steepness = eye[1] / Math.hypot(...eye);
      const rise = clamp((steepness - RISING) / (STEEP - RISING), 0, 1);
      const base = -BLOCK_DEPTH + (SURFACE_HEIGHT + BLOCK_DEPTH) * rise;
      let path = '';
      labels.begin();

      const line = (from: Vec3, to: Vec3): void => {
        const a = project(...from);
        const b = project(...to);
        if (a !== null && b !== null) path += `M${xy(a)}L${xy(b)}`;
      };
      const outside = (from: Vec3, outward: Vec3, text: string, title: boolean): void => {
        const reach = title ? TITLE : LABEL;
        const edge = project(...from);
        const there = project(...moved(from, outward, reach));
        if (edge !== null && there !== null) labels.place(text, edge, there, title);
      };
      line([-halfX, base, nearZ * halfZ], [halfX, base, nearZ * halfZ]);
      const columns = niceTicks(domain[0], domain[1], AXIS_TICKS);
      const columnTexts = formatTicks(columns);
      for (const [i, x] of columns.entries()) {
        const at: Vec3 = [toScene(x, 0)[0], base, nearZ * halfZ];
        line(at, moved(at, [0, 0, nearZ], TICK));
        outside(at, [0, 0, nearZ], columnTexts[i]!, false);
      }
      outside([0, base, nearZ * halfZ], [0, 0, nearZ], 'x', true);

      line([nearX * halfX, base, -halfZ], [nearX * halfX, base, halfZ]);
      const rows = niceTicks(domain[2], domain[3], AXIS_TICKS);
      const rowTexts = formatTicks(rows);
      for (const [i, y] of rows.entries()) {
        const at: Vec3 = [nearX * halfX, base, toScene(0, y)[1]];
        line(at, moved(at, [nearX, 0, 0], TICK));
        outside(at, [nearX, 0, 0], rowTexts[i]!, false);
      }
      outside([nearX * halfX, base, 0], [nearX, 0, 0], 'y', true);

      if (rise === 0) {
        const corners: [number, number][] = [
          [-nearX * halfX, nearZ * halfZ],
          [nearX * halfX, -nearZ * halfZ],
        ];
        const leftmost = corners
          .map(([x, z]) => ({ x, z, foot: project(x, base, z) }))
          .filter((corner) => corner.foot !== null)
          .sort((a, b) => a.foot![0] - b.foot![0])[0];
        if (leftmost !== undefined) {
          const { x, z } = leftmost;
          line([x, base, z], [x, SURFACE_HEIGHT, z]);
          for (const { height, label } of lossTicks(map)) {
            const at = project(x, height * SURFACE_HEIGHT, z);
            if (at === null) continue;
            path += `M${xy(at)}h${-LOSS_TICK}`;
            labels.place(label, at, [at[0] - LOSS_LABEL, at[1]], false);
          }
          const top = project(x, SURFACE_HEIGHT, z);
          if (top !== null) {
            const title = map.scale === 'linear' ? 'loss' : `loss, ${map.scale} scale`;
            labels.place(title, top, [top[0], top[1] - 16], true);
          }
        }
      }
      lines.setAttribute('d', path);
      labels.end();
    },
  };
}

interface LabelPool {
  begin(): void;
  /** Text that grows away from `from` at `at`; left out where it would overlap an earlier one. */
  place(text: string, from: [number, number], at: [number, number], title: boolean): void;
  /** Hides what was not placed. */
  end(): void;
}

/** Width of a digit and height of a line at 11 px, for keeping labels apart without asking the browser's layout. */
const DIGIT = 6.4;
const LINE = 12;

function createLabelPool(layer: SVGGElement): LabelPool {
  const pool: SVGTextElement[] = [];
  let used = 0;
  let taken: [number, number, number, number][] = [];
  return {
    begin() {
      used = 0;
      taken = [];
    },
    place(text, from, at, title) {
      const length = Math.hypot(at[0] - from[0], at[1] - from[1]);
      const sideways = length > 0 ? (at[0] - from[0]) / length : 0;
      const anchor = sideways > 0.5 ? 'start' : sideways < -0.5 ? 'end' : 'middle';
      const width = text.length * DIGIT;
      const left = anchor === 'start' ? at[0] : anchor === 'end' ? at[0] - width : at[0] - width / 2;
      const box: [number, number, number, number] = [left, at[1] - LINE / 2, left + width, at[1] + LINE / 2];
      if (taken.some((other) => overlaps(box, other))) return;
      taken.push(box);
      const element = (pool[used] ??= layer.appendChild(
        svgElement('text', { 'dominant-baseline': 'central' }),
      ));
      used += 1;
      if (element.textContent !== text) element.textContent = text;
      setAttributes(element, {
        x: at[0].toFixed(1),
        y: at[1].toFixed(1),
        'text-anchor': anchor,
        fill: title ? 'var(--ink-title)' : 'var(--ink-label)',
        'font-style': title && text.length === 1 ? 'italic' : 'normal',
        'font-size': title && text.length === 1 ? 13 : 11,
      });
      element.style.display = '';
    },
    end() {
      for (const element of pool.slice(used)) element.style.display = 'none';
    },
  };
}

const overlaps = (a: readonly number[], b: readonly number[]): boolean =>
  a[0]! < b[2]! && b[0]! < a[2]! && a[1]! < b[3]! && b[1]! < a[3]!;

const moved = (from: Vec3, direction: Vec3, length: number): Vec3 => [
  from[0] + direction[0] * length,
  from[1] + direction[1] * length,
  from[2] + direction[2] * length,
];

const xy = ([x, y]: readonly [number, number]): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
