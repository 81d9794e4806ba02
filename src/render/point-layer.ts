import {
  clamp,
  Discard,
  Fn,
  float,
  If,
  int,
  length,
  mix,
  select,
  smoothstep,
  uint,
  uniform,
  varyingProperty,
  vec2,
  vec3,
  vec4,
  vertexIndex,
} from 'three/tsl';
import {
  BufferGeometry,
  Mesh,
  type Node,
  NodeMaterial,
  type Object3D,
  Points,
  type Renderer,
  Vector3,
} from 'three/webgpu';
import { Status } from '../core/status.ts';
import { createDataSlot, type Lent } from './data-slot.ts';
import type { HeightField } from './height-field.ts';
import { isFiniteNode } from './height-nodes.ts';
import { FADE_STEPS, pointScale, veilOpacity } from './point-look.ts';
import { CLIPPED, clipPerPixel, projectNearer, type Shading, setFlatColor } from './shading.ts';

export interface PointBuffers {
  /** vec2f, domain units. */
  position: Lent;
  /** vec2f (loss, gradient norm). */
  observe: Lent;
  /** u32, see `core/status.ts`. */
  status: Lent;
}

/** One team's trajectories as round points on the surface, drawn from the buffers they are computed in. */
export interface PointLayer {
  readonly objects: readonly Object3D[];
  /** Borrows the buffers; `rank` says which team it is of how many, for a fair share of the top. */
  setPoints(buffers: PointBuffers, count: number, rank: number, teams: number): void;
  /** The contents of the buffers have changed. */
  refresh(): void;
  /** Draws nothing until the next `setPoints`. */
  clear(): void;
  setColor(css: string): void;
  setVisible(visible: boolean): void;
  dispose(): void;
}

/** What all point layers share. */
export interface PointStyle {
  /** Diameter of a point among many, CSS pixels; few are larger. */
  readonly size: Node<'float'>;
  /** Steps taken so far, for fading what came to a bad end. */
  readonly step: Node<'float'>;
  /** Device pixels of the picture. */
  pixels: number;
  setSize(size: number): void;
  setStep(step: number): void;
}

/**
 * Above this many points a team is drawn as a veil of single pixels: discs would be one solid sheet. Seen only where no
 * density is to be had.
 */
export const POINT_LIST_THRESHOLD = 200_000;

/** Scene units towards the eye: a base, a multiple of the point's own radius, and shares for the teams. */
const NEARER = 0.006;
const NEARER_RADII = 2.5;
const NEARER_SHARE = 4e-4;
/** Width of the rim of a point large enough to have one, CSS pixels. */
const RIM = 0.8;
/**
 * One triangle a point, circumscribed to its disc: half the vertices of a square, and vertices cost more than the
 * fragments outside the disc.
 */
const CORNERS = 3;
/** Device pixels around a disc for its soft edge. */
const FEATHER = 0.6;
/** A resting point against a running one: many rest on one place, which is what a run came for. */
const RESTING_SIZE = 1.3;

export function createPointStyle(): PointStyle {
  const size = uniform(4);
  const step = uniform(Number.MAX_SAFE_INTEGER);
  return {
    size,
    step,
    pixels: 1,
    setSize(next) {
      size.value = next;
    },
    setStep(next) {
      step.value = next;
    },
  };
}

export function createPointLayer(
  renderer: Renderer,
  field: HeightField,
  shading: Shading,
  style: PointStyle,
): PointLayer {
  const position = createDataSlot(renderer, 'vec2');
  const observe = createDataSlot(renderer, 'vec2');
  const status = createDataSlot(renderer, 'uint');
  const color = uniform(new Vector3());
  /** This team's number, the number of teams. */
  const share = uniform(new Vector3(0, 1, 0));
  const scale = uniform(1);
  const opacity = uniform(1).onRenderUpdate(() => veilOpacity(crowd, style.pixels));
  /** Number of points of all teams. */
  let crowd = 1;
  const offset = varyingProperty('vec2', 'pointOffset');
  const radiusInPixels = varyingProperty('float', 'pointRadius');
  const rest = varyingProperty('float', 'pointRest');

  const place = (particle: Node<'int'>, corner: Node<'vec2'> | null) => {
    const at = position.element(particle).toVar();
    const packed = status.element(particle).toVar();
    const kind = packed.bitAnd(uint(3)).toVar();
    const restStep = float(packed.shiftRight(uint(2)));
    const ended = kind.greaterThanEqual(uint(Status.diverged));
    const faded = clamp(float(1).sub(style.step.sub(restStep).div(FADE_STEPS)), 0, 1);
    const presence = select(ended, faded, float(1)).toVar();
    const loss = observe.element(particle).x.toVar();
    const clip = vec4(CLIPPED).toVar();
    If(presence.greaterThan(0.01).and(insideDomain(field, at)).and(isFiniteNode(loss)), () => {
      const unit = at.sub(field.domain.xy).div(field.domain.zw).mul(2).sub(1);
      const scene = vec3(
        unit.x.mul(field.half.x),
        field.pointHeight(at.x, at.y, loss),
        unit.y.mul(field.half.y).negate(),
      );
      const resting = select(kind.equal(uint(Status.converged)), float(1), float(0)).toVar();
      const radius = style.size
        .mul(scale)
        .mul(shading.pixelRatio)
        .mul(0.5)
        .mul(mix(float(1), float(RESTING_SIZE), resting))
        .mul(presence)
        .toVar();
      // Teams share their starts: who lies on top where points coincide goes round from point to point.
      const turn = float(particle).add(share.x).mod(share.y).mul(NEARER_SHARE);
      if (corner === null) {
        clip.assign(projectNearer(shading, scene, turn.add(NEARER)));
      } else {
        const perPixel = clipPerPixel().toVar();
        const far = projectNearer(shading, scene, float(0)).w;
        // Scene units that a pixel covers at the point's distance.
        const pixel = far.mul(perPixel.y).div(shading.verticalFocus);
        clip.assign(projectNearer(shading, scene, turn.add(NEARER).add(radius.mul(pixel).mul(NEARER_RADII))));
        const reach = corner.mul(radius.add(rimWidth(shading, radius)).add(FEATHER)).toVar();
        offset.assign(reach);
        radiusInPixels.assign(radius);
        rest.assign(resting);
        clip.xy.addAssign(reach.mul(perPixel).mul(clip.w));
      }
    });
    return clip;
  };

  const disc = new NodeMaterial();
  disc.name = 'points';
  disc.transparent = true;
  disc.vertexNode = Fn(() => {
    const particle = int(vertexIndex).div(CORNERS).toVar();
    const corner = int(vertexIndex).sub(particle.mul(CORNERS)).toVar();
    const x = float(int(1).sub(corner)).mul(Math.sqrt(3));
    const y = select(corner.equal(1), float(2), float(-1));
    return place(particle, vec2(x, y));
  })();
  disc.fragmentNode = Fn(() => {
    const distance = length(offset).toVar();
    const radius = radiusInPixels;
    const rim = rimWidth(shading, radius).toVar();
    const coverage = clamp(radius.add(rim).sub(distance).add(0.5), 0, 1).toVar();
    // Points write depth, so that the nearer covers the farther; the faintest edge must not.
    Discard(coverage.lessThan(0.3));
    const inRim = clamp(distance.sub(radius).add(0.5), 0, 1).mul(shading.outlineStrength).mul(rim.min(1));
    const coreGlow = float(1)
      .sub(smoothstep(radius.mul(0.15), radius.mul(0.6), distance))
      .mul(rest)
      .mul(0.75);
    return vec4(mix(mix(color, shading.core, coreGlow), shading.outline, inRim), coverage);
  })();

  const dot = new NodeMaterial();
  dot.name = 'point list';
  dot.transparent = true;
  // Where points lie on each other each adds its part.
  dot.depthWrite = false;
  dot.vertexNode = Fn(() => place(int(vertexIndex), null))();
  dot.fragmentNode = vec4(color, opacity);

  const discs = new Mesh(new BufferGeometry(), disc);
  const dots = new Points(new BufferGeometry(), dot);
  for (const object of [discs, dots]) {
    object.name = 'team';
    object.frustumCulled = false;
    object.visible = false;
  }
  let visible = true;
  let amount = 0;
  const show = (): void => {
    discs.visible = visible && amount > 0 && amount <= POINT_LIST_THRESHOLD;
    dots.visible = visible && amount > POINT_LIST_THRESHOLD;
  };
  return {
    objects: [discs, dots],
    setPoints(buffers, count, rank, teams) {
      position.lend(buffers.position);
      observe.lend(buffers.observe);
      status.lend(buffers.status);
      share.value.set(rank, Math.max(1, teams), 0);
      discs.geometry.setDrawRange(0, CORNERS * count);
      dots.geometry.setDrawRange(0, count);
      for (const object of [discs, dots]) object.renderOrder = 10 + rank;
      crowd = Math.max(1, count * teams);
      scale.value = pointScale(count);
      amount = count;
      show();
    },
    refresh() {
      for (const slot of [position, observe, status]) slot.refresh();
    },
    clear() {
      amount = 0;
      show();
    },
    setColor(css) {
      setFlatColor(color.value, css);
    },
    setVisible(next) {
      visible = next;
      show();
    },
    dispose() {
      for (const slot of [position, observe, status]) slot.dispose();
      for (const object of [discs, dots]) object.geometry.dispose();
      disc.dispose();
      dot.dispose();
    },
  };
}

/** Width of the dark rim around the colour, device pixels; specks have none. */
const rimWidth = (shading: Shading, radius: Node<'float'>): Node<'float'> =>
  clamp(radius.div(shading.pixelRatio).sub(0.8), 0, 1).mul(shading.pixelRatio).mul(RIM);

/** Whether a point (domain units) may be drawn; what has left the domain is clipped. */
export function insideDomain(field: HeightField, at: Node<'vec2'>): Node<'bool'> {
  const end = field.domain.xy.add(field.domain.zw);
  return isFiniteNode(at.x)
    .and(isFiniteNode(at.y))
    .and(at.x.greaterThanEqual(field.domain.x))
    .and(at.y.greaterThanEqual(field.domain.y))
    .and(at.x.lessThanEqual(end.x))
    .and(at.y.lessThanEqual(end.y));
}
