import { type PerspectiveCamera, Vector3 } from 'three/webgpu';
import type { Palette } from './palette.ts';

/** A scene position in CSS pixels of the canvas; null behind the eye. */
export type Projector = (x: number, y: number, z: number) => [number, number] | null;

/** The drawing that lies over the canvas: text and hairlines are sharper and cheaper as SVG than as pixels of ours. */
export interface Overlay {
  readonly root: SVGSVGElement;
  /** A group of the drawing, above the earlier ones. */
  layer(name: string): SVGGElement;
  setPalette(palette: Palette): void;
  resize(width: number, height: number): void;
  dispose(): void;
}

const SVG = 'http://www.w3.org/2000/svg';

export function createOverlay(host: HTMLElement): Overlay {
  const root = svgElement('svg', { class: 'scene-overlay', 'aria-hidden': 'true' });
  root.style.cssText =
    'position:absolute;inset:0;width:100%;height:100%;overflow:hidden;pointer-events:none;user-select:none;' +
    'font:500 11px/1 inherit;font-family:inherit;font-variant-numeric:tabular-nums;';
  host.append(root);
  return {
    root,
    layer(name) {
      const group = svgElement('g', { class: `scene-${name}` });
      root.append(group);
      return group;
    },
    setPalette({ ink }) {
      for (const [name, color] of Object.entries(ink)) root.style.setProperty(`--ink-${name}`, color);
    },
    resize(width, height) {
      root.setAttribute('viewBox', `0 0 ${width} ${height}`);
    },
    dispose() {
      root.remove();
    },
  };
}

export function svgElement<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | number> = {},
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  setAttributes(element, attributes);
  return element;
}

export function setAttributes(element: SVGElement, attributes: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

export function createProjector(camera: PerspectiveCamera, width: number, height: number): Projector {
  const point = new Vector3();
  return (x, y, z) => {
    point.set(x, y, z).applyMatrix4(camera.matrixWorldInverse);
    if (point.z > -camera.near) return null;
    point.applyMatrix4(camera.projectionMatrix);
    return [((point.x + 1) / 2) * width, ((1 - point.y) / 2) * height];
  };
}
