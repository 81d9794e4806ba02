import { WORKGROUP } from './kernels.ts';
import type { Kernel } from './pipelines.ts';
import type { Scope } from './scope.ts';
import { HISTOGRAM_BYTES, QUANTITIES, SELECTION_BYTES, SELECTION_PASSES } from './selection.ts';
import type { GpuTeam } from './team.ts';
import { SWARM_USAGE } from './usage.ts';

export interface Summarizer {
  /** What `readSelection` reads, once what `encode` wrote has run. */
  readonly selection: GPUBuffer;
  encode(encoder: GPUCommandEncoder): void;
}

/** Trajectories that one thread looks at, so that setting up a workgroup's histogram pays. */
const PER_THREAD = 16;
/** Enough workgroups to fill any GPU; each adds its histogram to the common one at the end. */
const MOST_WORKGROUPS = 256;

/** @param team borrowed, of as many trajectories as it has at the time; @param bounds uniform, borrowed */
export function createSummarizer(
  scope: Scope,
  countDigits: Kernel,
  pickDigits: Kernel,
  team: GpuTeam,
  bounds: GPUBuffer,
): Summarizer {
  const selection = scope.buffer('selection', SELECTION_BYTES, SWARM_USAGE);
  const histogram = scope.buffer('histogram', HISTOGRAM_BYTES, SWARM_USAGE);
  const { observe, status, position } = team;
  const group = countDigits.bind('summarize', [observe, status, selection, histogram, position, bounds]);
  return {
    selection,
    encode(encoder) {
      encoder.clearBuffer(selection);
      encoder.clearBuffer(histogram);
      const workgroups = Math.min(MOST_WORKGROUPS, Math.ceil(team.count / (WORKGROUP * PER_THREAD)));
      const pass = encoder.beginComputePass({ label: 'summarize' });
      pass.setBindGroup(0, group);
      for (let turn = 0; turn < SELECTION_PASSES; turn++) {
        pass.setPipeline(countDigits.pipeline);
        pass.dispatchWorkgroups(workgroups, QUANTITIES);
        pass.setPipeline(pickDigits.pipeline);
        pass.dispatchWorkgroups(1);
      }
      pass.end();
    },
  };
}
