import { type Plan, rateCount } from '../engine/plan.ts';
import { MOST_DISPATCHES, scalarRowsOf } from './dispatch.ts';
import { hyperLayout, paramsLayout, runLayout, scalarsLayout } from './kernels.ts';
import { type Scope, storageLimit } from './scope.ts';
import { type GpuTeam, VEC2_BYTES } from './team.ts';
import { INPUT_USAGE, SWARM_USAGE, UNIFORM_USAGE } from './usage.ts';

/** Everything that a team of a run has on the device. Plans come and go; it stays for as long as they fit. */
export interface TeamMemory {
  readonly scope: Scope;
  readonly buffers: Readonly<Record<BufferName, GPUBuffer>>;
  /** What is borrowed of it; `count` is that of the plan which it last began. */
  readonly team: GpuTeam;
  /** There is room for a team of the plan, and not far too much. */
  fits(plan: Plan, team: number): boolean;
  /** Is of so many trajectories from now on. */
  begin(count: number): void;
}

const usages = {
  position: SWARM_USAGE,
  observe: SWARM_USAGE,
  status: SWARM_USAGE,
  state: SWARM_USAGE,
  scalars: INPUT_USAGE,
  hyper: UNIFORM_USAGE,
  params: UNIFORM_USAGE,
  rules: UNIFORM_USAGE,
  dispatches: UNIFORM_USAGE,
} as const;

type BufferName = keyof typeof usages;
const bufferNames = Object.keys(usages) as BufferName[];

/** Uniforms of a few numbers take as much as the device tells apart anyway: other numbers, or a few more, then fit. */
const UNIFORM_BYTES = 256;
/** Memory of which less than this share is used is given back … */
const LEAST_USED = 1 / 4;
/** … unless it is as little as this, bytes. */
const SMALL_BYTES = 2 ** 20;
/**
 * A count that grows is likely to grow on, under a slider: room for half as many more lets a drag from a thousand to a
 * million allocate some 17 times. The panel's slider ends at a million; beyond, a count is typed, and memory is dear.
 */
const HEADROOM = 1.5;
const MOST_WITH_HEADROOM = 2 ** 20;

/** @param parent owns the memory's scope; @param hasGrown it takes the place of one that was too small */
export function createTeamMemory(
  parent: Scope,
  limits: GPUSupportedLimits,
  plan: Plan,
  index: number,
  hasGrown: boolean,
): TeamMemory {
  const scope = parent.child(`team ${index}`);
  const stride = limits.minUniformBufferOffsetAlignment;
  const room = hasGrown ? withHeadroom(plan, index, limits) : plan.count;
  const sizes = sizesOf(plan, index, room, stride);
  try {
    const buffers = Object.fromEntries(
      bufferNames.map((name) => [name, scope.buffer(name, sizes[name], usages[name])]),
    ) as Record<BufferName, GPUBuffer>;
    const { position, observe, status, state } = buffers;
    let held = plan.count;
    const team: GpuTeam = {
      ...{ position, observe, status, state },
      get count() {
        return held;
      },
    };
    return {
      scope,
      buffers,
      team,
      fits(other, team) {
        const needed = sizesOf(other, team, other.count, stride);
        const used = bufferNames.reduce((sum, name) => sum + needed[name], 0);
        const isTooLarge = scope.liveBytes > SMALL_BYTES && used < LEAST_USED * scope.liveBytes;
        return !isTooLarge && bufferNames.every((name) => needed[name] <= buffers[name].size);
      },
      begin(count) {
        held = count;
      },
    };
  } catch (error) {
    scope.dispose();
    throw error;
  }
}

/** Bytes of each buffer of a team with so many trajectories. */
function sizesOf(plan: Plan, index: number, count: number, stride: number): Record<BufferName, number> {
  const { optimizer } = plan.teams[index]!;
  return {
    position: VEC2_BYTES * count,
    observe: VEC2_BYTES * count,
    status: 4 * count,
    state: VEC2_BYTES * Math.max(1, optimizer.state.length * count),
    scalars: scalarRowsOf(plan) * rateCount(plan) * scalarsLayout(optimizer).bytes,
    hyper: Math.max(UNIFORM_BYTES, hyperLayout(optimizer).bytes),
    params: Math.max(UNIFORM_BYTES, paramsLayout(plan.surface.compiled).bytes),
    rules: Math.max(UNIFORM_BYTES, runLayout.bytes),
    dispatches: stride * MOST_DISPATCHES,
  };
}

function withHeadroom(plan: Plan, index: number, limits: GPUSupportedLimits): number {
  const { count, teams } = plan;
  const most = Math.floor(
    storageLimit(limits) / (VEC2_BYTES * Math.max(1, teams[index]!.optimizer.state.length)),
  );
  return Math.max(count, Math.min(Math.ceil(HEADROOM * count), MOST_WITH_HEADROOM, most));
}
