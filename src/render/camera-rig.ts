import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import { type CoordinateSystem, PerspectiveCamera, Vector3 } from 'three/webgpu';
import { clamp } from '../core/numbers.ts';
import type { CameraState } from '../state/app-state.ts';
import { cameraAfterKey } from './camera-keys.ts';
import {
  blendCameras,
  DEFAULT_CAMERA,
  easeInOut,
  FARTHEST,
  LOWEST_ELEVATION,
  NEAREST,
  placeCamera,
  readCamera,
  STEEPEST_ELEVATION,
  TOP_CAMERA,
} from './camera-state.ts';
import type { Vec3 } from './picking.ts';

/** Parts of the canvas that cards cover, CSS pixels: the picture is centred in what they leave free. */
export interface Insets {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The camera with the hand on it (orbit, pan, zoom, touch, and keys while the canvas has the focus) and its smooth ways between views. */
export interface CameraRig {
  /** Matrices are up to date after `update`. */
  readonly camera: PerspectiveCamera;
  readonly target: Vector3;
  /** Whether a further frame would show something else. */
  readonly moving: boolean;
  get(): CameraState;
  /** null is the default view. Jumps before the first frame and where the person prefers less motion. */
  set(state: CameraState | null): void;
  top(): void;
  onChange(listener: () => void): () => void;
  /** The ray from the eye through a point of the picture, each coordinate in [−1, 1], y up. */
  rayThrough(x: number, y: number): { origin: Vec3; direction: Vec3 };
  setEnabled(enabled: boolean): void;
  resize(width: number, height: number, insets: Insets): void;
  /** Takes the camera to where it is now; @param now milliseconds. */
  update(now: number): void;
  dispose(): void;
}

/** Vertical field of view in a free area wide enough, degrees: long, so that the block's verticals stay vertical. */
const FIELD_OF_VIEW = 20;
/** The block seen from the default view is this much wider than high; narrower windows see it smaller, not cut. */
const PICTURE_ASPECT = 1.25;
const TRANSITION_MS = 650;
const PAN_LIMIT = 1.2;
/**
 * Towards straight down (sines of elevations, from the first to the second) the eye moves this many times farther away
 * while its lens grows longer: a map, where what lies low is not displaced against the axes.
 */
const MAP_FROM = Math.sin((64 * Math.PI) / 180);
const MAP_AT = 1;
const MAP_LENS = 12;
/** Nothing is drawn farther than this from the target, scene units. */
const SCENE_REACH = 5;

/** @param coordinates of the renderer, which would say so at its first frame: matrices are needed before */
export function createCameraRig(canvas: HTMLCanvasElement, coordinates: CoordinateSystem): CameraRig {
  /** The camera as the hand moves it … */
  const hand = new PerspectiveCamera(FIELD_OF_VIEW, 1, 0.05, 60);
  const controls = new OrbitControls(hand, canvas);
  /** … and as the picture is taken: from far away through a long lens where the view is steep. */
  const camera = new PerspectiveCamera(FIELD_OF_VIEW, 1);
  for (const each of [hand, camera]) each.coordinateSystem = coordinates;
  controls.enableDamping = true;
  controls.dampingFactor = 0.09;
  controls.zoomToCursor = true;
  controls.minDistance = NEAREST;
  controls.maxDistance = FARTHEST;
  controls.minPolarAngle = ((90 - STEEPEST_ELEVATION) * Math.PI) / 180;
  controls.maxPolarAngle = ((90 - LOWEST_ELEVATION) * Math.PI) / 180;

  const listeners = new Set<() => void>();
  let transition: Transition | null = null;
  let changed = true;
  let shown = false;

  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  controls.addEventListener('change', () => {
    changed = true;
    // Zooming towards the cursor and panning move the target; it stays over the table.
    controls.target.clamp(panLow, panHigh);
    if (transition === null && shown) tell();
  });
  controls.addEventListener('start', () => {
    transition = null;
  });

  const jump = (state: CameraState): void => {
    const { eye, target } = placeCamera(state);
    // What is left of the hand's momentum is spent first, not added to the new place.
    controls.enableDamping = false;
    controls.update();
    controls.enableDamping = true;
    hand.position.set(...eye);
    controls.target.set(...target);
    controls.update();
    changed = true;
  };
  const get = (): CameraState => readCamera(triple(hand.position), triple(controls.target));
  const follow = (): void => {
    const away = hand.position.clone().sub(controls.target);
    const distance = away.length();
    const steepness = clamp((away.y / distance - MAP_FROM) / (MAP_AT - MAP_FROM), 0, 1);
    const farther = 1 + (MAP_LENS - 1) * steepness * steepness;
    camera.position.copy(controls.target).addScaledVector(away, farther);
    camera.quaternion.copy(hand.quaternion);
    camera.near = Math.max(hand.near, distance * farther - SCENE_REACH);
    camera.far = distance * farther + 2 * SCENE_REACH;
    camera.aspect = hand.aspect;
    camera.fov = (2 * Math.atan(Math.tan((hand.fov * Math.PI) / 360) / farther) * 180) / Math.PI;
    camera.view = hand.view;
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld();
  };
  const travel = (to: CameraState): void => {
    if (same(to, transition?.to ?? get())) return;
    if (!shown || prefersLessMotion()) {
      transition = null;
      jump(to);
      if (shown) tell();
      return;
    }
    transition = { from: get(), to, start: null };
    changed = true;
  };
  const advance = ({ from, to, start }: Transition, now: number): void => {
    const begun = start ?? now;
    const t = Math.min(1, (now - begun) / TRANSITION_MS);
    jump(t < 1 ? blendCameras(from, to, easeInOut(t)) : to);
    transition = t < 1 ? { from, to, start: begun } : null;
    if (t === 1) tell();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = cameraAfterKey(transition?.to ?? get(), event.key);
    if (next === null) return;
    event.preventDefault();
    transition = null;
    jump(next);
    tell();
  };
  canvas.addEventListener('keydown', onKey);
  jump(DEFAULT_CAMERA);
  follow();

  return {
    camera,
    target: controls.target,
    get moving() {
      return changed || transition !== null;
    },
    get,
    set: (state) => travel(state ?? DEFAULT_CAMERA),
    top: () => travel(TOP_CAMERA),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    rayThrough(x, y) {
      follow();
      const through = new Vector3(x, y, 0.5).unproject(camera).sub(camera.position).normalize();
      return { origin: triple(camera.position), direction: triple(through) };
    },
    setEnabled(enabled) {
      controls.enabled = enabled;
    },
    resize(width, height, { left, right, top, bottom }) {
      const freeWidth = Math.max(1, width - left - right);
      const freeHeight = Math.max(1, height - top - bottom);
      const picture = Math.min(freeHeight, freeWidth / PICTURE_ASPECT);
      const half = Math.tan((FIELD_OF_VIEW * Math.PI) / 360) * (height / picture);
      hand.fov = (2 * Math.atan(half) * 180) / Math.PI;
      hand.aspect = width / height;
      hand.setViewOffset(width, height, (right - left) / 2, (bottom - top) / 2, width, height);
      changed = true;
    },
    update(now) {
      shown = true;
      changed = false;
      if (transition === null) controls.update();
      else advance(transition, now);
      follow();
    },
    dispose() {
      canvas.removeEventListener('keydown', onKey);
      controls.dispose();
      listeners.clear();
    },
  };
}

interface Transition {
  from: CameraState;
  to: CameraState;
  /** Milliseconds; null until its first frame. */
  start: number | null;
}

const panLow = new Vector3(-PAN_LIMIT, -0.1, -PAN_LIMIT);
const panHigh = new Vector3(PAN_LIMIT, 1, PAN_LIMIT);

const triple = ({ x, y, z }: Vector3): Vec3 => [x, y, z];

const prefersLessMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** To the figures an address keeps. */
function same(a: CameraState, b: CameraState): boolean {
  const figures = (s: CameraState): number[] => [s.azimuth, s.elevation, s.distance, ...s.target];
  const others = figures(b);
  return figures(a).every((figure, i) => Math.abs(figure - others[i]!) < 0.006);
}
