import { Matrix4, Scene as ThreeScene, Vector3 } from 'three/webgpu';
import type { HeightScale } from '../state/app-state.ts';
import { AXIS_TICKS, createAxesOverlay } from './axes-overlay.ts';
import { createBlockWalls } from './block-walls.ts';
import { createCameraRig, type Insets } from './camera-rig.ts';
import { easeInOut } from './camera-state.ts';
import { createDensityLayer } from './density-layer.ts';
import { createDomainFrame, type DomainFrame } from './domain-frame.ts';
import { createFloor } from './floor.ts';
import { createHeightField } from './height-field.ts';
import { createHeightMap, type HeightMap } from './height-scale.ts';
import { createHoverOverlay } from './hover-overlay.ts';
import { createMinimaOverlay } from './minima-overlay.ts';
import { createFinder } from './nearest.ts';
import { createOverlay, createProjector } from './overlay.ts';
import { palettes } from './palette.ts';
import { createHeightGrid, type HeightGrid, type Vec3 } from './picking.ts';
import { createPointStyle } from './point-layer.ts';
import { createRenderer, rest } from './renderer.ts';
import type { Scene, SceneLandscape, SceneOptions, SceneView } from './scene-types.ts';
import { createSelectionOverlay } from './selection-overlay.ts';
import { createSelectionPath } from './selection-path.ts';
import { createShading } from './shading.ts';
import { createStartsPreview } from './starts-preview.ts';
import { createSurfaceMesh } from './surface-mesh.ts';
import { createTeamLayers } from './team-layers.ts';
import { niceStep } from './ticks.ts';

export type {
  Finder,
  Scene,
  SceneDensity,
  SceneLandscape,
  SceneOptions,
  SceneSelection,
  SceneTeam,
  SceneView,
} from './scene-types.ts';

/** More device pixels than this per CSS pixel cannot be told apart, and cost. */
const LARGEST_PIXEL_RATIO = 2;
const FLOW_MS = 450;
/** Of the lamp, over its distance along the ground. */
const LAMP_HEIGHT = 0.95;

/** @returns a scene that the caller disposes. */
export async function createScene(options: SceneOptions): Promise<Scene> {
  const { canvas, device } = options;
  const renderer = await createRenderer({ canvas, device, antialias: options.antialias ?? true });

  const scene = new ThreeScene();
  const shading = createShading();
  const style = createPointStyle();
  const field = createHeightField(renderer, device, options.meshStep ?? 1);
  const surface = createSurfaceMesh(field, shading);
  const walls = createBlockWalls(field, shading);
  const floor = createFloor(field, shading);
  scene.add(floor.object, surface.object, walls.object);
  const teams = createTeamLayers(renderer, scene, field, shading, style);
  const density = createDensityLayer(renderer, surface);
  const preview = createStartsPreview(renderer, device, scene, field, shading, style);
  const path = createSelectionPath(renderer, device, scene, field, shading);
  const rig = createCameraRig(canvas, renderer.coordinateSystem);
  rig.onChange(() => invalidate());
  const overlay = createOverlay(options.overlay);
  const axes = createAxesOverlay(overlay);
  const minima = createMinimaOverlay(overlay);
  const selection = createSelectionOverlay(overlay);
  const hover = createHoverOverlay(overlay);

  let scale: HeightScale = 'linear';
  let landscape: SceneLandscape | null = null;
  let frame: DomainFrame = createDomainFrame([0, 1, 0, 1]);
  let map: HeightMap | null = null;
  let grid: HeightGrid | null = null;
  let theme: 'dark' | 'light' = 'dark';
  let view: SceneView = { pointSize: 4, contours: true, axes: true, minima: true };
  let insets: Insets = { left: 0, right: 0, top: 0, bottom: 0 };
  let size = { width: 1, height: 1 };
  let flowStart: number | null = null;
  let shownStep: number | null = null;
  let dirty = true;
  let disposed = false;
  const invalidate = (): void => {
    dirty = true;
    options.onInvalidate?.();
  };

  /** Made when first asked for: while a slider is dragged nobody picks. */
  const heightGrid = (): HeightGrid | null => {
    if (landscape === null || map === null) return null;
    grid ??= createHeightGrid(landscape.loss, landscape.size, frame, map);
    return grid;
  };
  const applyLook = (): void => {
    const palette = palettes[theme];
    shading.setPalette(palette, view.contours);
    overlay.setPalette(palette);
    canvas.style.background = palette.backdrop;
    preview.setColor(palette.ink.title);
    density.setCore(palette.point.core);
    style.setSize(view.pointSize);
    axes.setVisible(view.axes);
    floor.setGridVisible(view.axes);
    minima.setVisible(view.minima);
    invalidate();
  };
  /** Typical slope of the landscape: its whole height over its diagonal. */
  const typicalSlope = (): number => {
    const [x0, x1, y0, y1] = frame.domain;
    return (map?.span ?? 0) / Math.hypot(x1 - x0, y1 - y0) || 1;
  };
  const drawOverlay = (): void => {
    const project = createProjector(rig.camera, size.width, size.height);
    const eye = rig.camera.position.toArray() as unknown as Vec3;
    axes.update(project, eye);
    const heights = heightGrid();
    if (heights === null) return;
    minima.update(project, eye, frame, heights);
    selection.update(project, frame, heights);
    hover.update(project, frame, heights);
  };
  /** The lamp stands to the left of whoever looks, a little behind the scene: hills cast light the way maps draw it. */
  const lamp = new Vector3();
  const turnLamp = (): void => {
    const { azimuth } = rig.get();
    const angle = ((azimuth - 105) * Math.PI) / 180;
    shading.setCamera(rig.camera, rig.target, lamp.set(Math.sin(angle), LAMP_HEIGHT, Math.cos(angle)));
  };
  const flow = (now: number): void => {
    if (flowStart === null) return;
    const t = Math.min(1, (now - flowStart) / FLOW_MS);
    field.setBlend(t < 1 ? easeInOut(t) : 1);
    if (t === 1) flowStart = null;
  };

  const result: Scene = {
    setLandscape(next) {
      landscape = next;
      frame = createDomainFrame(next.domain);
      map = createHeightMap(scale, next.loss);
      grid = null;
      flowStart = null;
      if (field.size !== next.size) {
        surface.setSize(next.size);
        walls.setSize(next.size);
      }
      field.setLandscape(next, frame, map);
      const [x0, x1, y0, y1] = next.domain;
      floor.setSteps(niceStep(x1 - x0, AXIS_TICKS), niceStep(y1 - y0, AXIS_TICKS));
      axes.setScales(frame, map);
      invalidate();
    },
    setHeightScale(next) {
      if (next === scale) return;
      scale = next;
      if (landscape === null) return;
      map = createHeightMap(scale, landscape.loss);
      grid = null;
      field.setScale(map);
      axes.setScales(frame, map);
      flowStart = performance.now() - (matchMedia('(prefers-reduced-motion: reduce)').matches ? FLOW_MS : 0);
      invalidate();
    },
    setTeams(next, nextDensity = null) {
      teams.setTeams(next, nextDensity === null);
      density.setDensity(nextDensity, next);
      invalidate();
    },
    setTeamVisible(index, visible) {
      teams.setVisible(index, visible);
      density.setVisible(index, visible);
      invalidate();
    },
    setTrailHead(head, filled) {
      teams.setTrailHead(head, filled);
      invalidate();
    },
    setStep(step) {
      if (step === shownStep) return;
      shownStep = step;
      style.setStep(step);
      density.setStep(step);
      invalidate();
    },
    setMinima(next) {
      minima.setMinima(next);
      invalidate();
    },
    setView(next) {
      view = { ...next };
      applyLook();
    },
    setTheme(next) {
      theme = next;
      applyLook();
    },
    setHover(next) {
      hover.setHover(next, typicalSlope());
      invalidate();
    },
    setSelection(next) {
      selection.setMark(next);
      path.setPath(next?.path ?? null);
      if (next !== null) path.setColor(next.color);
      invalidate();
    },
    setStartsPreview(points) {
      preview.setPoints(points);
      invalidate();
    },
    pick(clientX, clientY) {
      const heights = heightGrid();
      if (heights === null) return null;
      const bounds = canvas.getBoundingClientRect();
      const ray = rig.rayThrough(
        ((clientX - bounds.left) / bounds.width) * 2 - 1,
        1 - ((clientY - bounds.top) / bounds.height) * 2,
      );
      const hit = heights.intersect(ray.origin, ray.direction);
      return hit === null || hit.wall ? null : { x: hit.x, y: hit.y };
    },
    finder(clientX, clientY, reach) {
      const heights = heightGrid();
      if (heights === null || map === null) return null;
      const bounds = canvas.getBoundingClientRect();
      const { camera } = rig;
      return createFinder({
        frame,
        map,
        grid: heights,
        eye: camera.position.toArray() as unknown as Vec3,
        viewProjection: new Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse)
          .elements,
        ...size,
        at: [clientX - bounds.left, clientY - bounds.top],
        reach,
      });
    },
    camera: {
      get: rig.get,
      set(state) {
        rig.set(state);
        invalidate();
      },
      top() {
        rig.top();
        invalidate();
      },
      onChange: rig.onChange,
    },
    setControlsEnabled: rig.setEnabled,
    setInsets(next) {
      insets = { ...next };
      rig.resize(size.width, size.height, insets);
      invalidate();
    },
    invalidate() {
      teams.refresh();
      density.refresh();
      invalidate();
    },
    get needsRender() {
      return !disposed && (dirty || rig.moving || flowStart !== null);
    },
    resize() {
      const width = Math.max(1, canvas.clientWidth);
      const height = Math.max(1, canvas.clientHeight);
      const ratio = Math.min(LARGEST_PIXEL_RATIO, window.devicePixelRatio);
      size = { width, height };
      renderer.setPixelRatio(ratio);
      renderer.setSize(width, height, false);
      style.pixels = width * height * ratio * ratio;
      shading.setPixelRatio(ratio);
      overlay.resize(width, height);
      rig.resize(width, height, insets);
      invalidate();
    },
    render() {
      if (disposed) return;
      const now = performance.now();
      dirty = false;
      rig.update(now);
      flow(now);
      turnLamp();
      drawOverlay();
      density.develop();
      renderer.render(scene, rig.camera);
      rest(renderer);
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      for (const part of [rig, overlay, preview, path, teams, density, floor, walls, surface, field])
        part.dispose();
      renderer.dispose();
    },
  };
  applyLook();
  result.resize();
  return result;
}
