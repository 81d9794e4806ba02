import { dot, mix, vec3 } from 'three/tsl';
import type { Node } from 'three/webgpu';
import type { ColorRamp } from './palette.ts';

/**
 * The surface's colour map: even steps of height are even steps of OKLab lightness, so no height looks like an edge
 * that is not there. OKLab and its matrices: Björn Ottosson, "A perceptual color space for image processing", 2020.
 */
const CONE_FROM_LAB = [
  [1, 0.3963377774, 0.2158037573],
  [1, -0.1055613458, -0.0638541728],
  [1, -0.0894841775, -1.291485548],
] as const;
const RGB_FROM_CONE = [
  [4.0767416621, -3.3077115913, 0.2309699292],
  [-1.2684380046, 2.6097574011, -0.3413193965],
  [-0.0041960863, -0.7034186147, 1.707614701],
] as const;

type Triple = [number, number, number];

/** OKLab at a height in [0, 1]. */
export function rampLab(ramp: ColorRamp, height: number): Triple {
  const [low, middle, high] = lagrange(height);
  const [atLow, atMiddle, atHigh] = ramp.chroma;
  return [
    ramp.lightness[0] + (ramp.lightness[1] - ramp.lightness[0]) * height,
    low * atLow[0] + middle * atMiddle[0] + high * atHigh[0],
    low * atLow[1] + middle * atMiddle[1] + high * atHigh[1],
  ];
}

/** Linear-light sRGB, each in [0, 1] where the colour is within the gamut. */
export function linearFromLab(lab: Triple): Triple {
  const cone = transform(CONE_FROM_LAB, lab).map((value) => value ** 3) as Triple;
  return transform(RGB_FROM_CONE, cone);
}

/** The same for a fragment, in linear light; `ramp` as three uniforms: OKLab at heights 0, ½ and 1. */
export function rampNode(
  ramp: { low: Node<'vec3'>; middle: Node<'vec3'>; high: Node<'vec3'> },
  height: Node<'float'>,
): Node<'vec3'> {
  // De Casteljau's form of the same quadratic: the control point is 2·middle − (low + high)/2.
  const control = ramp.middle.mul(2).sub(ramp.low.add(ramp.high).mul(0.5));
  const lab = mix(mix(ramp.low, control, height), mix(control, ramp.high, height), height);
  const cone = transformNode(CONE_FROM_LAB, lab).toVar();
  return transformNode(RGB_FROM_CONE, cone.mul(cone).mul(cone)).clamp(0, 1);
}

/** Weights of the parabola through values at 0, ½ and 1. */
const lagrange = (t: number): Triple => [(1 - t) * (1 - 2 * t), 4 * t * (1 - t), t * (2 * t - 1)];

type Matrix = readonly [readonly number[], readonly number[], readonly number[]];

function transform(matrix: Matrix, [x, y, z]: Triple): Triple {
  return matrix.map((row) => row[0]! * x + row[1]! * y + row[2]! * z) as Triple;
}

const transformNode = (matrix: Matrix, vector: Node<'vec3'>): Node<'vec3'> => {
  const [x, y, z] = matrix.map((row) => dot(vector, vec3(row[0]!, row[1]!, row[2]!)));
  return vec3(x!, y!, z!);
};
