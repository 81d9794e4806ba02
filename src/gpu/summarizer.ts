import { WORKGROUP } from './kernels.ts';
import type { Kernel } from './pipelines.ts';
import type { RunKernels } from './run-kernels.ts';
import type { Scope } from './scope.ts';
import { BINS_BYTES, BINS_OFFSET, DIGIT_TURNS, FOUND_BYTES, SELECTION_BYTES } from './selection.ts';
import type { GpuTeam } from './team.ts';
import { SWARM_USAGE } from './usage.ts';

export interface Summarizer {
  /** What `readSelection` reads, once what `encode` wrote has run. */
  readonly selection: GPUBuffer;
  encode(encoder: GPUCommandEncoder): void;
}

/** What the teams of a run have in common. */
export interface SharedBuffers {
  /** Uniform of the domain. */
  bounds: GPUBuffer;
  /** What `packEdges` packs. */
  edges: GPUBuffer;
  /** `DIGITS_BYTES` of memory that one team after the other uses. */
  digits: GPUBuffer;
}

/** Trajectories that one thread looks at, so that setting up a workgroup's histograms pays. */
const PER_THREAD = 16;
/** Enough workgroups to fill any GPU; each adds its histograms to the common ones at the end. */
const MANY_WORKGROUPS = 256;
/** Half of what half a word counts: the trajectories of a workgroup need not come out even. */
const MOST_PER_WORKGROUP = 2 ** 15;

/** @param team borrowed, of as many trajectories as it has at the time; @param shared borrowed */
export function createSummarizer(
  scope: Scope,
  { countBins, countDigits, pick }: Pick<RunKernels, 'countBins' | 'countDigits' | 'pick'>,
  team: GpuTeam,
  { bounds, edges, digits }: SharedBuffers,
): Summarizer {
  const selection = scope.buffer('selection', SELECTION_BYTES, SWARM_USAGE);
  const found = { buffer: selection, size: FOUND_BYTES };
  const bins = { buffer: selection, offset: BINS_OFFSET, size: BINS_BYTES };
  const { observe, status, position } = team;
  const bind = (counted: GPUBufferBinding) =>
    countBins.bind('summarize', [observe, status, found, counted, position, bounds, edges]);
  const turns: readonly { count: Kernel; group: GPUBindGroup }[] = [
    { count: countBins, group: bind(bins) },
    ...Array(DIGIT_TURNS).fill({ count: countDigits, group: bind({ buffer: digits }) }),
  ];
  return {
    selection,
    encode(encoder) {
      encoder.clearBuffer(selection);
      encoder.clearBuffer(digits);
      const workgroups = Math.max(
        Math.min(MANY_WORKGROUPS, Math.ceil(team.count / (WORKGROUP * PER_THREAD))),
        Math.ceil(team.count / MOST_PER_WORKGROUP),
      );
      const pass = encoder.beginComputePass({ label: 'summarize' });
      for (const { count, group } of turns) {
        pass.setBindGroup(0, group);
        pass.setPipeline(count.pipeline);
        pass.dispatchWorkgroups(workgroups);
        pass.setPipeline(pick.pipeline);
        pass.dispatchWorkgroups(1);
      }
      pass.end();
    },
  };
}
