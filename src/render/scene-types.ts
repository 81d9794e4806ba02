import type { Domain } from '../engine/run-spec.ts';
import type { CameraState, HeightScale } from '../state/app-state.ts';
import type { Minimum } from '../surfaces/surface.ts';
import type { Insets } from './camera-rig.ts';
import type { SceneDensity } from './density-layer.ts';
import type { Hover } from './hover-overlay.ts';
import type { Finder } from './nearest.ts';
import type { SelectionMark } from './selection-overlay.ts';
import type { SceneTeam } from './team-layers.ts';

export type { Finder, Hover, Insets, SceneDensity, SceneTeam };

/** The picture: surface, swarm, trails, axes, markers and the camera. Everything takes effect at the next `render`. */
export interface Scene {
  setLandscape(landscape: SceneLandscape): void;
  /** One scale flows into the next. */
  setHeightScale(scale: HeightScale): void;
  /** @param density of the same teams, drawn in place of their points; borrowed until the next teams */
  setTeams(teams: readonly SceneTeam[], density?: SceneDensity | null): void;
  setTeamVisible(index: number, visible: boolean): void;
  /** Newest slot of the ring of trails, and the number of slots filled. */
  setTrailHead(head: number, filled: number): void;
  /** Steps taken so far: what ended badly fades over the steps after. Without it, it is gone at once. */
  setStep(step: number): void;
  setMinima(minima: readonly Minimum[]): void;
  setView(view: SceneView): void;
  setTheme(theme: 'dark' | 'light'): void;
  /** A cross at a point of the domain, the gradient as an arrow on the surface; null hides both. */
  setHover(hover: Hover | null): void;
  /** A trajectory's path and where it is; null hides both. */
  setSelection(selection: SceneSelection | null): void;
  /** [n × 2] interleaved, domain units; null hides. */
  setStartsPreview(points: Float32Array | null): void;
  /** The point of the domain under a point of the window (CSS pixels); null beside the surface. */
  pick(clientX: number, clientY: number): { x: number; y: number } | null;
  /** Looks for what is drawn within `reach` CSS pixels of a point of the window; null before the first landscape. */
  finder(clientX: number, clientY: number, reach: number): Finder | null;
  readonly camera: {
    get(): CameraState;
    /** null is the default view. Goes there smoothly, except before the first frame. */
    set(state: CameraState | null): void;
    top(): void;
    /** The person, or a preset, moved the camera; returns the way to stop listening. */
    onChange(listener: () => void): () => void;
  };
  setControlsEnabled(enabled: boolean): void;
  /** Centres the picture in what cards leave free of the canvas, CSS pixels from each side. */
  setInsets(insets: Insets): void;
  /** The contents of borrowed buffers changed: the swarm moved. */
  invalidate(): void;
  /** Whether `render` would show anything else than the last time. */
  readonly needsRender: boolean;
  /** Takes the canvas' size on the page and the pixel ratio. */
  resize(): void;
  render(): void;
  /** Twice does nothing. Borrowed buffers and the device stay alive. */
  dispose(): void;
}

export interface SceneOptions {
  canvas: HTMLCanvasElement;
  /** For axis labels and markers; absolutely positioned over the canvas, same size. */
  overlay: HTMLElement;
  /** Borrowed. Null where WebGL2 draws: then everything lent is an array. */
  device: GPUDevice | null;
  /** Called at whatever makes `needsRender` true. */
  onInvalidate?(): void;
  /** Four samples a pixel; default true. Leave out on software adapters. */
  antialias?: boolean;
  /**
   * A triangle's sides in vertices of the landscape, a whole number; default 1. On software adapters 2: triangles of a
   * few pixels cost more than what is in them. Colours, lines and points keep the landscape's own resolution of light.
   */
  meshStep?: number;
}

export interface SceneLandscape {
  /** Vertices along a side, at least 2. */
  size: number;
  domain: Domain;
  /**
   * vec4f (loss, gx, gy, unused) per vertex, row-major, x fastest, edges included. Borrowed until the next landscape.
   * Null where WebGL2 draws.
   */
  buffer: GPUBuffer | null;
  /** [size²], the same losses in memory. Borrowed likewise. */
  loss: Float32Array;
}

export interface SceneSelection extends SelectionMark {
  /** [n × 3] x, y, loss at every step, oldest first; copied. */
  path: Float32Array;
}

export interface SceneView {
  /** Diameter of a point, CSS pixels. */
  pointSize: number;
  contours: boolean;
  axes: boolean;
  minima: boolean;
}
