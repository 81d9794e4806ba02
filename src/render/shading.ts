import { float, screenSize, uniform, vec4 } from 'three/tsl';
import { Color, Matrix4, type Node, type PerspectiveCamera, SRGBColorSpace, Vector3 } from 'three/webgpu';
import { rampLab } from './color-map.ts';
import type { Palette } from './palette.ts';

/** What every material of the scene reads: theme colours and light. Colours are in linear light. */
export interface Shading {
  readonly ramp: { low: Node<'vec3'>; middle: Node<'vec3'>; high: Node<'vec3'> };
  readonly contourColor: Node<'vec3'>;
  /** Strength of minor and major contour lines; 0 when off. */
  readonly contourMinor: Node<'float'>;
  readonly contourMajor: Node<'float'>;
  readonly ambient: Node<'float'>;
  readonly sunlight: Node<'float'>;
  readonly sheen: Node<'float'>;
  /** Unit vector towards the sun. */
  readonly sun: Node<'vec3'>;
  /** Unit vector half-way between sun and eye, one for the whole picture: the lens is long. */
  readonly gleam: Node<'vec3'>;
  readonly eye: Node<'vec3'>;
  /** Scene to clip space, in one multiplication. */
  readonly viewProjection: Node<'mat4'>;
  /** Cotangent of half the vertical field of view. */
  readonly verticalFocus: Node<'float'>;
  readonly wallShade: Node<'float'>;
  readonly shadow: Node<'float'>;
  readonly gridColor: Node<'vec3'>;
  readonly gridStrength: Node<'float'>;
  /** Of points, in sRGB: they are flat colours and skip linear light. */
  readonly outline: Node<'vec3'>;
  readonly outlineStrength: Node<'float'>;
  readonly core: Node<'vec3'>;
  readonly trailOpacity: Node<'float'>;
  /** Device pixels per CSS pixel. */
  readonly pixelRatio: Node<'float'>;
  setPalette(palette: Palette, contours: boolean): void;
  /** @param camera with its matrices up to date; @param sun direction towards it. */
  setCamera(camera: PerspectiveCamera, target: Vector3, sun: Vector3): void;
  setPixelRatio(ratio: number): void;
}

export function createShading(): Shading {
  const low = uniform(new Vector3());
  const middle = uniform(new Vector3());
  const high = uniform(new Vector3());
  const contourColor = uniform(new Vector3());
  const contourMinor = uniform(0);
  const contourMajor = uniform(0);
  const ambient = uniform(0);
  const sunlight = uniform(0);
  const sheen = uniform(0);
  const sun = uniform(new Vector3(0, 1, 0));
  const gleam = uniform(new Vector3(0, 1, 0));
  const eye = uniform(new Vector3());
  const viewProjection = uniform(new Matrix4());
  const verticalFocus = uniform(1);
  const wallShade = uniform(0);
  const shadow = uniform(0);
  const gridColor = uniform(new Vector3());
  const gridStrength = uniform(0);
  const outline = uniform(new Vector3());
  const outlineStrength = uniform(0);
  const core = uniform(new Vector3());
  const trailOpacity = uniform(0);
  const pixelRatio = uniform(1);
  return {
    ramp: { low, middle, high },
    contourColor,
    contourMinor,
    contourMajor,
    ambient,
    sunlight,
    sheen,
    sun,
    gleam,
    eye,
    viewProjection,
    verticalFocus,
    wallShade,
    shadow,
    gridColor,
    gridStrength,
    outline,
    outlineStrength,
    core,
    trailOpacity,
    pixelRatio,
    setPalette(palette, contours) {
      low.value.set(...rampLab(palette.surface, 0));
      middle.value.set(...rampLab(palette.surface, 0.5));
      high.value.set(...rampLab(palette.surface, 1));
      setColor(contourColor.value, palette.contour.color);
      contourMinor.value = contours ? palette.contour.minor : 0;
      contourMajor.value = contours ? palette.contour.major : 0;
      ambient.value = palette.light.ambient;
      sunlight.value = palette.light.sun;
      sheen.value = palette.light.sheen;
      wallShade.value = palette.wall.shade;
      shadow.value = palette.floor.shadow;
      setColor(gridColor.value, palette.floor.grid);
      gridStrength.value = palette.floor.gridStrength;
      setFlatColor(outline.value, palette.point.outline);
      outlineStrength.value = palette.point.outlineStrength;
      setFlatColor(core.value, palette.point.core);
      trailOpacity.value = palette.trail.opacity;
    },
    setCamera(camera, target, towardsSun) {
      sun.value.copy(towardsSun).normalize();
      eye.value.copy(camera.position);
      gleam.value.copy(camera.position).sub(target).normalize().add(sun.value).normalize();
      viewProjection.value.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
      verticalFocus.value = camera.projectionMatrix.elements[5]!;
    },
    setPixelRatio(ratio) {
      pixelRatio.value = ratio;
    },
  };
}

function setColor(target: Vector3, css: string): void {
  const { r, g, b } = new Color(css);
  target.set(r, g, b);
}

/** A CSS colour as it goes to the screen. */
export function setFlatColor(target: Vector3, css: string): void {
  const { r, g, b } = new Color(css).getRGB({ r: 0, g: 0, b: 0 }, SRGBColorSpace);
  target.set(r, g, b);
}

/** Scene position to clip space. */
export const project = (shading: Shading, position: Node<'vec3'>): Node<'vec4'> =>
  shading.viewProjection.mul(vec4(position, 1));

/**
 * Scene position to clip space, drawn `nearer` scene units closer to the eye along the same ray: what lies on the
 * surface then wins against it, at the same place in the picture.
 */
export const projectNearer = (
  shading: Shading,
  position: Node<'vec3'>,
  nearer: Node<'float'>,
): Node<'vec4'> => project(shading, position.add(shading.eye.sub(position).normalize().mul(nearer)));

/** Outside the depth range of clip space, and so never drawn. */
export const CLIPPED = vec4(0, 0, 2, 1);

/** Device pixels to clip-space units of w = 1. */
export const clipPerPixel = (): Node<'vec2'> => float(2).div(screenSize);

/**
 * What a fragment hands out. The scene is drawn straight to the canvas, without three's intermediate half-float target
 * and conversion pass, so sRGB is encoded here; by square roots, which cost a software adapter far less than powers.
 * The fit is Ian Taylor's ("sRGB approximations for HLSL", 2012), within 0.002 of the standard's curve.
 */
export function encoded(linear: Node<'vec3'>, alpha: Node<'float'> | number = 1): Node<'vec4'> {
  const color = linear.clamp(0, 1).toVar();
  const root2 = color.sqrt().toVar();
  const root4 = root2.sqrt().toVar();
  const root8 = root4.sqrt();
  const curve = root2.mul(0.662002687).add(root4.mul(0.68412206)).sub(root8.mul(0.323583601));
  return vec4(curve.sub(color.mul(0.022541147)).max(0), alpha);
}
