import { Fn, float, instanceIndex, int, max, mix, select, uniform, vec4 } from 'three/tsl';
import { type Node, type Renderer, Vector2 } from 'three/webgpu';
import { RavineError } from '../core/errors.ts';
import type { Lent } from './data-slot.ts';
import type { DomainFrame } from './domain-frame.ts';
import { type HeightNodes, isFiniteNode } from './height-nodes.ts';
import type { HeightMap } from './height-scale.ts';
import type { SceneLandscape } from './scene-types.ts';
import { createBufferSlot } from './three-bridge.ts';

/** Turns the losses of a landscape into the heights that everything drawn reads. */
export interface HeightPass {
  /**
   * Call whenever the landscape or its scale has changed.
   * @returns vec4f per vertex: height before the last change of scale, height it flows to, and the slopes of the latter
   * along the scene's x and z. Another one only where the landscape's size is another.
   */
  run(request: HeightRequest): Lent;
  dispose(): void;
}

export interface HeightRequest {
  landscape: SceneLandscape;
  frame: DomainFrame;
  map: HeightMap;
  /** How far the last flow from scale to scale had come, in [0, 1]; null to begin from nothing. */
  flowed: number | null;
}

/** A height this low marks a vertex without a finite loss: a hole. */
export const HOLE = -4;
/** Heights lower than this are part of a hole. */
export const HOLE_EDGE = HOLE / 8;
const WORKGROUP = 64;

/** On the device, by a kernel of three's; `height-loop.ts` is its twin. @param nodes with the map of every request */
export function createHeightPass(renderer: Renderer, device: GPUDevice, nodes: HeightNodes): HeightPass {
  const landscape = createBufferSlot(renderer, 'vec4');
  const heights = createBufferSlot(renderer, 'vec4', 'read-write');
  let source: GPUBuffer | null = null;
  let buffer: GPUBuffer | null = null;
  let vertices = 0;
  const half = uniform(new Vector2(1, 1));
  const size = uniform(2);
  /** Negative to begin from nothing. */
  const flowed = uniform(-1);

  const targetAt = (i: Node<'int'>, j: Node<'int'>): Node<'float'> => {
    const loss = landscape.node.element(j.mul(int(size)).add(i)).x.toVar();
    // Branching would save little: holes are few.
    return select(isFiniteNode(loss), nodes.heightOf(loss), float(HOLE)).toVar();
  };
  /** Slope of the target heights along one axis, per scene unit; one-sided beside the edge or a hole. */
  const slopeAlong = (
    own: Node<'float'>,
    at: Node<'int'>,
    heightThere: (at: Node<'int'>) => Node<'float'>,
    spacing: Node<'float'>,
  ): Node<'float'> => {
    const last = int(size).sub(1);
    const side = (step: number): [Node<'float'>, Node<'float'>] => {
      const there = at.add(step).toVar();
      const onGrid = there.greaterThanEqual(0).and(there.lessThanEqual(last)).toVar();
      const height = heightThere(select(onGrid, there, at)).toVar();
      const usable = onGrid.and(height.greaterThan(HOLE_EDGE)).toVar();
      return [select(usable, height, own), select(usable, float(1), float(0))];
    };
    const [after, afterSteps] = side(1);
    const [before, beforeSteps] = side(-1);
    return after.sub(before).div(spacing.mul(max(afterSteps.add(beforeSteps), 1)));
  };

  const pass = Fn(() => {
    const j = int(instanceIndex).div(int(size)).toVar();
    const i = int(instanceIndex)
      .sub(j.mul(int(size)))
      .toVar();
    const target = targetAt(i, j);
    const spacing = half.mul(2).div(size.sub(1)).toVar();
    const slopeX = slopeAlong(target, i, (there) => targetAt(there, j), spacing.x);
    // Rows run away from the viewer, the scene's z towards them.
    const slopeZ = slopeAlong(target, j, (there) => targetAt(i, there), spacing.y).negate();
    const cell = heights.node.element(instanceIndex);
    const previous = select(flowed.lessThan(0), target, mix(cell.x, cell.y, flowed)).toVar();
    cell.assign(vec4(previous, target, slopeX, slopeZ));
  })().compute(1, [WORKGROUP]);

  const makeRoom = (count: number): GPUBuffer => {
    buffer?.destroy();
    buffer = device.createBuffer({
      label: 'render: heights',
      size: count * 16,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
    });
    heights.lend(buffer);
    pass.count = vertices = count;
    return buffer;
  };
  return {
    run({ landscape: next, frame, flowed: ofFlow }) {
      if (next.buffer === null) throw new RavineError('internal', 'This landscape is not on the device.');
      if (next.buffer !== source) landscape.lend((source = next.buffer));
      const count = next.size * next.size;
      const out = buffer === null || vertices !== count ? makeRoom(count) : buffer;
      size.value = next.size;
      half.value.set(frame.half[0], frame.half[1]);
      flowed.value = ofFlow ?? -1;
      void renderer.compute(pass);
      return out;
    },
    dispose() {
      pass.dispose();
      for (const slot of [landscape, heights]) slot.dispose();
      buffer?.destroy();
    },
  };
}
