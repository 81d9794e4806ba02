import type { SwarmFrame, WorkerTrails } from './worker-engine.ts';

const RECORD_FLOATS = 4;

/**
 * Rings that are filled from the frames of a run, as `shaders/kernels/trails.wgsl` fills its own.
 * @param newest number of the newest frame; null where it is of before the run was begun anew
 */
export function createTrailRings(
  frames: readonly SwarmFrame[],
  newest: () => number | null,
  { perTeam, length }: { perTeam: number; length: number },
): WorkerTrails {
  const teams = frames.map(({ status }) => {
    const samples = Math.min(perTeam, status.length);
    return { ring: new Float32Array(RECORD_FLOATS * samples * length), samples, length };
  });
  let head = 0;
  let filled = 0;
  let recorded: number | null = null;
  return {
    teams,
    get head() {
      return head;
    },
    get filled() {
      return filled;
    },
    record() {
      const frame = newest();
      if (perTeam < 1 || length < 1 || frame === null || frame === recorded) return;
      recorded = frame;
      head = filled === 0 ? 0 : (head + 1) % length;
      filled = Math.min(length, filled + 1);
      teams.forEach(({ ring, samples }, team) => {
        copySamples(frames[team], ring, samples, head);
      });
    },
    clear() {
      head = 0;
      filled = 0;
      recorded = null;
    },
  };
}

function copySamples(
  { position, observe, status }: SwarmFrame,
  ring: Float32Array,
  samples: number,
  slot: number,
) {
  for (let sample = 0; sample < samples; sample++) {
    const i = Math.floor((sample * status.length) / samples);
    const at = RECORD_FLOATS * (slot * samples + sample);
    ring[at] = position[2 * i];
    ring[at + 1] = position[2 * i + 1];
    ring[at + 2] = observe[2 * i];
  }
}
