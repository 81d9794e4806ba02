import type { Minimum } from '../surfaces/surface.ts';
import type { DomainFrame } from './domain-frame.ts';
import { type Overlay, type Projector, setAttributes, svgElement } from './overlay.ts';
import type { HeightGrid, Vec3 } from './picking.ts';

/** A ring around each known minimum, open for the points that rest in it; faint where the surface hides it. */
export interface MinimaOverlay {
  setMinima(minima: readonly Minimum[]): void;
  setVisible(visible: boolean): void;
  update(project: Projector, eye: Vec3, frame: DomainFrame, grid: HeightGrid): void;
}

/** CSS pixels. */
const RING = 8.5;
const HIDDEN_OPACITY = 0.22;
/** What lies in front of a marker by less than this part of the way does not hide it (the surface it lies on). */
const SLACK = 0.01;
/** A surface with a whole valley of minima lists a few; more would only clutter. */
const MOST = 64;

export function createMinimaOverlay(overlay: Overlay): MinimaOverlay {
  const layer = overlay.layer('minima');
  let markers: { minimum: Minimum; element: SVGGElement }[] = [];
  return {
    setMinima(minima) {
      markers = minima.slice(0, MOST).map((minimum) => ({ minimum, element: createMarker() }));
      layer.replaceChildren(...markers.map(({ element }) => element));
    },
    setVisible(visible) {
      layer.style.display = visible ? '' : 'none';
    },
    update(project, eye, frame, grid) {
      if (layer.style.display === 'none') return;
      for (const { minimum, element } of markers) {
        const [x, y] = minimum.at;
        const height = grid.heightAt(x, y);
        const [sceneX, sceneZ] = frame.toScene(x, y);
        const at = frame.contains(x, y) && Number.isFinite(height) ? project(sceneX, height, sceneZ) : null;
        if (at === null) {
          element.style.display = 'none';
          continue;
        }
        const ray: Vec3 = [sceneX - eye[0], height - eye[1], sceneZ - eye[2]];
        const hit = grid.intersect(eye, ray);
        const hidden = hit !== null && hit.distance < 1 - SLACK;
        element.style.display = '';
        setAttributes(element, {
          transform: `translate(${at[0].toFixed(1)} ${at[1].toFixed(1)})`,
          opacity: hidden ? HIDDEN_OPACITY : 1,
        });
      }
    },
  };
}

function createMarker(): SVGGElement {
  const group = svgElement('g');
  const ring = { r: RING, fill: 'none' };
  group.append(
    svgElement('circle', { ...ring, stroke: 'var(--ink-halo)', 'stroke-width': 3 }),
    svgElement('circle', { ...ring, stroke: 'var(--ink-marker)', 'stroke-width': 1.2 }),
  );
  return group;
}
