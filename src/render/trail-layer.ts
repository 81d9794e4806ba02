import { Fn, float, If, int, uniform, varyingProperty, vec3, vec4, vertexIndex } from 'three/tsl';
import {
  BufferGeometry,
  Color,
  LineSegments,
  type Node,
  NodeMaterial,
  type Object3D,
  Vector3,
  type WebGPURenderer,
} from 'three/webgpu';
import { type HeightField, isFiniteNode } from './height-field.ts';
import { insideDomain } from './point-layer.ts';
import { CLIPPED, encoded, projectNearer, type Shading } from './shading.ts';
import { createBufferSlot } from './three-bridge.ts';

/** The recent paths of a sample of one team, two vertices a segment, read from the ring they are recorded in. */
export interface TrailLayer {
  readonly object: Object3D;
  /** Borrows `buffer`: vec4f (x, y, loss, 0) at slot·samples + i, `length` slots; null for no trail. */
  setTrail(trail: { buffer: GPUBuffer; samples: number; length: number } | null): void;
  /** @param head newest slot; @param filled number of slots that hold anything. */
  setHead(head: number, filled: number): void;
  setColor(css: string): void;
  setVisible(visible: boolean): void;
  dispose(): void;
}

/** Scene units towards the eye: above the surface, below the points. */
const NEARER = 0.007;
/** How fast a trail grows faint: opacity is (1 − age)^this. */
const FADE_POWER = 1.4;

export function createTrailLayer(renderer: WebGPURenderer, field: HeightField, shading: Shading): TrailLayer {
  const ring = createBufferSlot(renderer, 'vec4');
  const color = uniform(new Vector3());
  const samples = uniform(1);
  const slots = uniform(1);
  const head = uniform(0);
  const filled = uniform(0);
  const freshness = varyingProperty('float', 'trailFreshness');

  const material = new NodeMaterial();
  material.name = 'trails';
  material.transparent = true;
  material.depthWrite = false;
  material.vertexNode = Fn(() => {
    const segment = int(vertexIndex).div(2).toVar();
    const end = int(vertexIndex).bitAnd(1).toVar();
    const width = int(samples);
    const age = segment.div(width).toVar();
    const sample = segment.sub(age.mul(width)).toVar();
    const recordAt = (steps: Node<'int'>): Node<'vec4'> => {
      const slot = int(head).sub(steps).add(int(slots)).mod(int(slots));
      return ring.node.element(slot.mul(width).add(sample)).toVar();
    };
    const newer = recordAt(age);
    const older = recordAt(age.add(1));
    const clip = vec4(CLIPPED).toVar();
    freshness.assign(float(1).sub(float(age.add(end)).div(filled)));
    // Both ends decide: half a segment would point at nothing.
    const drawn = insideDomain(field, newer.xy)
      .and(insideDomain(field, older.xy))
      .and(isFiniteNode(newer.z))
      .and(isFiniteNode(older.z));
    If(drawn, () => {
      const own = vec4(newer).toVar();
      If(end.equal(1), () => {
        own.assign(older);
      });
      const unit = own.xy.sub(field.domain.xy).div(field.domain.zw).mul(2).sub(1);
      const height = field.pointHeight(own.x, own.y, own.z);
      const scene = vec3(unit.x.mul(field.half.x), height, unit.y.mul(field.half.y).negate());
      clip.assign(projectNearer(scene, float(NEARER)));
    });
    return clip;
  })();
  material.fragmentNode = Fn(() =>
    encoded(color, freshness.max(0).pow(FADE_POWER).mul(shading.trailOpacity)),
  )();

  const object = new LineSegments(new BufferGeometry(), material);
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
    object.geometry.setDrawRange(0, 2 * samples.value * Math.max(0, filled.value - 1));
    show();
  };
  return {
    object,
    setTrail(trail) {
      lent = trail !== null;
      if (trail !== null) {
        ring.lend(trail.buffer);
        samples.value = trail.samples;
        slots.value = trail.length;
      }
      filled.value = 0;
      setRange();
    },
    setHead(nextHead, nextFilled) {
      head.value = nextHead;
      filled.value = Math.min(nextFilled, slots.value);
      setRange();
    },
    setColor(css) {
      const { r, g, b } = new Color(css);
      color.value.set(r, g, b);
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
