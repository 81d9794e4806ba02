import { RavineError } from '../core/errors.ts';
import type { Domain } from '../engine/run-spec.ts';
import type { DensityKernels } from './density-kernels.ts';
import {
  alongSide,
  bucketBytes,
  type DensityCounts,
  readBuckets,
  sheetLayout,
  sumBytes,
  swarmLayout,
  TRAJECTORIES_EACH,
  tintLayout,
} from './density-layout.ts';
import { dispatchThreads } from './dispatch.ts';
import type { Readback } from './readback.ts';
import type { Scope } from './scope.ts';
import type { GpuTeam } from './team.ts';
import { INPUT_USAGE, SWARM_USAGE, UNIFORM_USAGE, Usage } from './usage.ts';

/** A swarm of very many as a picture of how many are where, over the domain of its surface. The creator disposes. */
export interface Density {
  /** Cells along each side of the domain. */
  readonly size: number;
  /** vec4f per cell: sRGB times opacity, and opacity; x fastest, from (xmin, ymin). Another one after `setSwarm`. */
  readonly sheet: GPUBuffer;
  /** Borrows the teams until the next call; allocates only where their number is another. */
  setSwarm(teams: readonly GpuTeam[], domain: Domain): void;
  /** Counts the swarm as it is after the steps submitted so far, and makes the sheet of the counts. Reads nothing back. */
  develop(look: DensityLook): void;
  /** Where a team's trajectories were at the last `develop`. */
  read(team: number): Promise<DensityCounts>;
  dispose(): void;
}

export type Rgb = readonly [r: number, g: number, b: number];

export interface DensityLook {
  /** Steps taken so far, and those over which what ended badly fades away. */
  step: number;
  fadeSteps: number;
  /** One per team; sRGB, each in [0, 1]. Who is not visible is not counted. */
  teams: readonly { color: Rgb; visible: boolean }[];
  /** What the colours turn to where very many are in one cell. */
  core: Rgb;
}

/** Cells of about a pixel or two: software adapters draw small pictures. */
const SIZE = { hardware: 1024, software: 512 };

export const densitySize = (isSoftware: boolean): number => (isSoftware ? SIZE.software : SIZE.hardware);

/** @param scope owned by the density from now on; @param size a multiple of 16 */
export function createDensity(
  device: GPUDevice,
  scope: Scope,
  readback: Readback,
  kernels: DensityKernels,
  size: number,
): Density {
  let swarm: Swarm | null = null;
  const present = (): Swarm => {
    scope.assertAlive();
    if (swarm !== null) return swarm;
    throw new RavineError('internal', 'The density has no swarm yet.');
  };
  return {
    size,
    get sheet() {
      return present().sheet;
    },
    setSwarm(teams, domain) {
      scope.assertAlive();
      if (swarm?.teams.length !== teams.length) {
        // The new one first: where it does not fit, the old one is as it was.
        const next = createSwarm(scope, kernels, teams.length, size);
        swarm?.scope.dispose();
        swarm = next;
      }
      const { swarm: uniforms, buckets } = swarm;
      swarm.teams = teams.map((team, index) => ({
        count: team.count,
        group: kernels.count.bind('density: count', [
          uniforms[index],
          team.position,
          team.observe,
          team.status,
          { buffer: buckets, offset: index * bucketBytes(size), size: bucketBytes(size) },
        ]),
      }));
      swarm.domain = domain;
    },
    develop({ step, fadeSteps, teams: looks, core }) {
      const { teams, domain, swarm: uniforms, tints, constants, group, buckets } = present();
      const [xmin, xmax, ymin, ymax] = domain;
      const tintBytes = new ArrayBuffer(tintLayout.bytes * teams.length);
      teams.forEach(({ count }, index) => {
        const { color, visible } = looks[index];
        const [r, g, b] = color;
        const tint = { r, g, b, shown: visible ? 1 : 0, each: 1 / count };
        tintLayout.write(tint, tintBytes, index * tintLayout.words);
        const values = { count, size, step, fadeSteps, xmin, xmax, ymin, ymax };
        device.queue.writeBuffer(uniforms[index], 0, swarmLayout.pack(values));
      });
      device.queue.writeBuffer(tints, 0, tintBytes);
      const [coreR, coreG, coreB] = core;
      const { blocks, districts } = alongSide(size);
      const sheetValues = { size, blocks, districts, teams: teams.length, coreR, coreG, coreB };
      device.queue.writeBuffer(constants, 0, sheetLayout.pack(sheetValues));

      const encoder = device.createCommandEncoder({ label: 'density' });
      encoder.clearBuffer(buckets);
      const pass = encoder.beginComputePass({ label: 'density' });
      pass.setPipeline(kernels.count.pipeline);
      teams.forEach((team, index) => {
        if (!looks[index].visible) return;
        pass.setBindGroup(0, team.group);
        dispatchThreads(pass, Math.ceil(team.count / TRAJECTORIES_EACH));
      });
      pass.setBindGroup(0, group);
      pass.setPipeline(kernels.sumBlocks.pipeline);
      dispatchThreads(pass, teams.length * blocks * blocks);
      pass.setPipeline(kernels.sumDistricts.pipeline);
      dispatchThreads(pass, teams.length * districts * districts);
      pass.setPipeline(kernels.expose.pipeline);
      pass.dispatchWorkgroups(1);
      pass.setPipeline(kernels.develop.pipeline);
      dispatchThreads(pass, size * size);
      pass.end();
      device.queue.submit([encoder.finish()]);
    },
    async read(team) {
      const { buckets } = present();
      const bytes = bucketBytes(size);
      const [copy] = await readback.read([{ buffer: buckets, offset: team * bytes, size: bytes }]);
      return readBuckets(copy);
    },
    dispose: () => scope.dispose(),
  };
}

/** What is made for a number of teams. */
interface Swarm {
  readonly scope: Scope;
  /** One uniform per team. */
  readonly swarm: readonly GPUBuffer[];
  readonly buckets: GPUBuffer;
  readonly tints: GPUBuffer;
  readonly constants: GPUBuffer;
  readonly sheet: GPUBuffer;
  readonly group: GPUBindGroup;
  teams: readonly { count: number; group: GPUBindGroup }[];
  domain: Domain;
}

function createSwarm(parent: Scope, kernels: DensityKernels, teams: number, size: number): Swarm {
  const scope = parent.child('swarm');
  try {
    const made = {
      scope,
      swarm: Array.from({ length: teams }, () => scope.buffer('team', swarmLayout.bytes, UNIFORM_USAGE)),
      buckets: scope.buffer('buckets', teams * bucketBytes(size), SWARM_USAGE),
      tints: scope.buffer('tints', teams * tintLayout.bytes, INPUT_USAGE),
      constants: scope.buffer('constants', sheetLayout.bytes, UNIFORM_USAGE),
      sheet: scope.buffer('sheet', 16 * size * size, SWARM_USAGE),
    };
    const sums = scope.buffer('sums', teams * sumBytes(size), Usage.storage);
    const exposure = scope.buffer('exposure', 4, Usage.storage);
    // The kernels that make the sheet see the same buffers.
    const group = kernels.develop.bind('density: develop', [
      made.constants,
      made.tints,
      made.buckets,
      sums,
      exposure,
      made.sheet,
    ]);
    return { ...made, group, teams: [], domain: [0, 1, 0, 1] };
  } catch (error) {
    scope.dispose();
    throw error;
  }
}
