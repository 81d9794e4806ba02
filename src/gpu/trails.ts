import { dispatchThreads } from './dispatch.ts';
import { trailLayout } from './kernels.ts';
import type { Kernel } from './pipelines.ts';
import type { Scope } from './scope.ts';
import type { GpuTeam } from './team.ts';
import { SWARM_USAGE, UNIFORM_USAGE } from './usage.ts';

export interface TrailsOptions {
  /** Trajectories per team that leave a trail, spread evenly over the swarm. */
  perTeam: number;
  /** Moments that a trail remembers. */
  length: number;
}

/** Where a sample of each team was at the last `length` moments, in ring buffers. The creator disposes. */
export interface Trails {
  /** vec4f (x, y, loss, 0) at slot · samples + sample; borrowed by whoever draws it. */
  readonly teams: readonly { buffer: GPUBuffer; samples: number; length: number }[];
  /** Slot of the newest moment. */
  readonly head: number;
  /** Slots in use: `head`, and those before it around the ring. */
  readonly filled: number;
  /** Adds the present moment, after the steps submitted so far. */
  record(): void;
  clear(): void;
  /**
   * Trails of the run's teams as they are now, none yet. Keeps the memory of those that fit; @param options as before
   * unless given
   */
  renew(options?: TrailsOptions): void;
  dispose(): void;
}

const VEC4_BYTES = 16;

interface Ring {
  team: GpuTeam;
  samples: number;
  length: number;
  buffer: GPUBuffer;
  group: GPUBindGroup;
}

/** @param teams of the run as it is at the time */
export function createTrailRing(
  device: GPUDevice,
  parent: Scope,
  kernel: Kernel,
  teams: () => readonly GpuTeam[],
  options: TrailsOptions,
): Trails {
  const scope = parent.child('trails');
  const uniform = scope.buffer('trail', trailLayout.bytes, UNIFORM_USAGE);
  let { perTeam, length } = options;

  const makeRing = (team: GpuTeam, old: Ring | undefined): Ring => {
    const samples = Math.min(perTeam, team.count);
    const isSameSize = old?.samples === samples && old.length === length;
    if (isSameSize && old.team === team) return old;
    // A team without trails still has a buffer to bind: one vec4f.
    const size = VEC4_BYTES * Math.max(1, samples * length);
    const buffer = isSameSize ? old.buffer : scope.buffer('ring', size, SWARM_USAGE);
    const group = kernel.bind('trails', [uniform, team.position, team.observe, buffer]);
    return { team, samples, length, buffer, group };
  };
  let rings = teams().map((team) => makeRing(team, undefined));
  let head = 0;
  let filled = 0;
  return {
    get teams() {
      return rings;
    },
    get head() {
      return head;
    },
    get filled() {
      return filled;
    },
    record() {
      scope.assertAlive();
      if (perTeam < 1 || length < 1) return;
      head = filled === 0 ? 0 : (head + 1) % length;
      filled = Math.min(length, filled + 1);
      // Every team has as many trajectories.
      const { samples, team } = rings[0]!;
      device.queue.writeBuffer(uniform, 0, trailLayout.pack({ count: team.count, samples, slot: head }));
      const encoder = device.createCommandEncoder({ label: 'trails' });
      const pass = encoder.beginComputePass({ label: 'trails' });
      pass.setPipeline(kernel.pipeline);
      for (const { group } of rings) {
        pass.setBindGroup(0, group);
        dispatchThreads(pass, samples);
      }
      pass.end();
      device.queue.submit([encoder.finish()]);
    },
    clear() {
      head = 0;
      filled = 0;
    },
    renew(next = { perTeam, length }) {
      scope.assertAlive();
      ({ perTeam, length } = next);
      const old = rings;
      rings = teams().map((team, index) => makeRing(team, old[index]));
      for (const { buffer } of old) {
        if (!rings.some((ring) => ring.buffer === buffer)) scope.release(buffer);
      }
      head = 0;
      filled = 0;
    },
    dispose: () => scope.dispose(),
  };
}
