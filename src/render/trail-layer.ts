import {
  abs,
  clamp,
  Fn,
  float,
  If,
  int,
  length,
  max,
  mix,
  select,
  uniform,
  varyingProperty,
  vec2,
  vec3,
  vec4,
  vertexIndex,
} from 'three/tsl';
import {
  BufferGeometry,
  DoubleSide,
  Mesh,
  type Node,
  NodeMaterial,
  type Object3D,
  type Renderer,
  Vector3,
} from 'three/webgpu';
import { pick } from './block-walls.ts';
import { createDataSlot, type Lent } from './data-slot.ts';
import type { HeightField } from './height-field.ts';
import { isFiniteNode } from './height-nodes.ts';
import { insideDomain } from './point-layer.ts';
import { trailScale } from './point-look.ts';
import { CLIPPED, clipPerPixel, projectNearer, type Shading, setFlatColor } from './shading.ts';

/** The recent paths of a sample of one team, six vertices a segment, read from the ring they are recorded in. */
export interface TrailLayer {
  readonly object: Object3D;
  /** Borrows `buffer`: vec4f (x, y, loss, 0) at slot·samples + i, `length` slots; null for no trail. Wider for a team of a small `count`. */
  setTrail(trail: { buffer: Lent; samples: number; length: number } | null, count: number): void;
  /** The contents of the ring have changed. */
  refresh(): void;
  /** @param head newest slot; @param filled number of slots that hold anything. */
  setHead(head: number, filled: number): void;
  setColor(css: string): void;
  setVisible(visible: boolean): void;
  dispose(): void;
}

/** Scene units towards the eye: above the surface, below the points. */
const NEARER = 0.007;
/** How a line looks from its newest end to its oldest. */
export interface TrailLook {
  /** Opacity is (1 − age)^this; 0 for a line that does not grow faint. */
  fadePower: number;
  /** CSS pixels. */
  newestWidth: number;
  oldestWidth: number;
  /** Width of the rim on either side in the colour that points have around them, CSS pixels. */
  rim: number;
}
const RECENT: TrailLook = { fadePower: 1.2, newestWidth: 1.7, oldestWidth: 0.7, rim: 0 };
/** Device pixels around the line for its soft edge. */
const FEATHER = 1;
/** A segment is two triangles: lines of the hardware are one pixel wide and, without multisampling, ragged. */
const CORNERS = 6;

export function createTrailLayer(
  renderer: Renderer,
  field: HeightField,
  shading: Shading,
  { fadePower, newestWidth, oldestWidth, rim }: TrailLook = RECENT,
): TrailLayer {
  const ring = createDataSlot(renderer, 'vec4');
  const color = uniform(new Vector3());
  const samples = uniform(1);
  const slots = uniform(1);
  const head = uniform(0);
  const filled = uniform(0);
  const scale = uniform(1);
  const freshness = varyingProperty('float', 'trailFreshness');
  const across = varyingProperty('float', 'trailAcross');

  const material = new NodeMaterial();
  material.name = 'trails';
  material.transparent = true;
  material.depthWrite = false;
  material.side = DoubleSide;
  material.vertexNode = Fn(() => {
    const segment = int(vertexIndex).div(CORNERS).toVar();
    const corner = int(vertexIndex).sub(segment.mul(CORNERS)).toVar();
    const width = int(samples);
    const age = segment.div(width).toVar();
    const sample = segment.sub(age.mul(width)).toVar();
    const recordAt = (steps: Node<'int'>): Node<'vec4'> => {
      const slot = int(head).sub(steps).add(int(slots)).mod(int(slots));
      return ring.element(slot.mul(width).add(sample)).toVar();
    };
    const newer = recordAt(age);
    const older = recordAt(age.add(1));
    const clip = vec4(CLIPPED).toVar();
    // Both ends decide: half a segment would point at nothing.
    const drawn = insideDomain(field, newer.xy)
      .and(insideDomain(field, older.xy))
      .and(isFiniteNode(newer.z))
      .and(isFiniteNode(older.z));
    If(drawn, () => {
      const place = (record: Node<'vec4'>): Node<'vec4'> => {
        const unit = record.xy.sub(field.domain.xy).div(field.domain.zw).mul(2).sub(1);
        const height = field.pointHeight(record.x, record.y, record.z);
        const scene = vec3(unit.x.mul(field.half.x), height, unit.y.mul(field.half.y).negate());
        return projectNearer(shading, scene, float(NEARER)).toVar();
      };
      const start = place(newer);
      const finish = place(older);
      const end = pick(corner, [0, 0, 1, 1, 0, 1]);
      const side = float(pick(corner, [0, 1, 0, 0, 1, 1]))
        .mul(2)
        .sub(1);
      const perPixel = clipPerPixel().toVar();
      const along = finish.xy.div(finish.w).sub(start.xy.div(start.w)).div(perPixel).toVar();
      const direction = along.div(max(length(along), 1e-3));
      const own = select(end.equal(1), finish, start);
      const fresh = float(1)
        .sub(float(age.add(end)).div(filled))
        .toVar();
      const reach = mix(float(oldestWidth), float(newestWidth), fresh)
        .mul(shading.pixelRatio)
        .mul(scale)
        .mul(0.5)
        .add(FEATHER)
        .mul(side)
        .toVar();
      freshness.assign(fresh);
      across.assign(reach);
      clip.assign(own);
      clip.xy.addAssign(vec2(direction.y.negate(), direction.x).mul(reach).mul(perPixel).mul(own.w));
    });
    return clip;
  })();
  material.fragmentNode = Fn(() => {
    const half = mix(float(oldestWidth), float(newestWidth), freshness)
      .mul(shading.pixelRatio)
      .mul(scale)
      .mul(0.5);
    const coverage = clamp(half.sub(abs(across)).add(0.5), 0, 1);
    const strength = fadePower === 0 ? float(1) : freshness.max(0).pow(fadePower).mul(shading.trailOpacity);
    const atRim = rim === 0 ? float(0) : clamp(abs(across).sub(half).add(shading.pixelRatio.mul(rim)), 0, 1);
    return vec4(mix(color, shading.outline, atRim), strength.mul(coverage));
  })();

  const object = new Mesh(new BufferGeometry(), material);
  object.name = 'trails';
  object.frustumCulled = false;
  object.renderOrder = 5;
  object.visible = false;
  let visible = true;
  let lent = false;
  const show = (): void => {
    object.visible = visible && lent && filled.value >= 2;
  };
  const setRange = (): void => {
    object.geometry.setDrawRange(0, CORNERS * samples.value * Math.max(0, filled.value - 1));
    show();
  };
  return {
    object,
    setTrail(trail, count) {
      scale.value = trailScale(count);
      lent = trail !== null;
      if (trail !== null) {
        ring.lend(trail.buffer);
        samples.value = trail.samples;
        slots.value = trail.length;
      }
      filled.value = 0;
      setRange();
    },
    refresh: ring.refresh,
    setHead(nextHead, nextFilled) {
      head.value = nextHead;
      filled.value = Math.min(nextFilled, slots.value);
      setRange();
    },
    setColor(css) {
      setFlatColor(color.value, css);
    },
    setVisible(next) {
      visible = next;
      show();
    },
    dispose() {
      ring.dispose();
      object.geometry.dispose();
      material.dispose();
    },
  };
}
