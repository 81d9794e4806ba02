import { RavineError } from '../core/errors.ts';
import type { TeamSnapshot } from '../engine/engine.ts';
import { assertSnapshotFits, type LoadedSnapshot } from '../engine/snapshot-size.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { ReadRange } from './readback.ts';
import { formatBytes, storageLimit } from './scope.ts';

/** The buffers of one team, which may have room for more; borrowed by whoever draws them. */
export interface GpuTeam {
  /** Trajectories: the first so many of each buffer. */
  readonly count: number;
  /** vec2f per trajectory, domain units. */
  readonly position: GPUBuffer;
  /** vec2f per trajectory: loss and gradient norm at `position`. */
  readonly observe: GPUBuffer;
  /** u32 per trajectory, see `core/status.ts`. */
  readonly status: GPUBuffer;
  /** vec2f per slot and trajectory, slot-major; 8 unused bytes for an optimizer without state. */
  readonly state: GPUBuffer;
}

export const VEC2_BYTES = 8;

/** @throws 'device-limit' with the largest count that fits, before anything is allocated */
export function assertTeamFits(limits: GPUSupportedLimits, { state }: Optimizer, count: number): void {
  const bytesEach = VEC2_BYTES * Math.max(1, state.length);
  const most = storageLimit(limits);
  const needed = bytesEach * count;
  if (needed <= most) return;
  throw new RavineError(
    'device-limit',
    `${count.toLocaleString('en')} trajectories need ${formatBytes(needed)} in one storage buffer, this device allows ${formatBytes(most)}.`,
    {
      field: 'starts.count',
      cure: `Lower the trajectory count to ${Math.floor(most / bytesEach).toLocaleString('en')}.`,
    },
  );
}

/** Fills each slot with its value before the first step: at once, or by `encoder` once the starts are in `position`. */
export function resetState(
  device: GPUDevice,
  encoder: GPUCommandEncoder,
  { state, position, count }: GpuTeam,
  { state: slots }: Optimizer,
): void {
  const bytes = VEC2_BYTES * count;
  slots.forEach(({ initial = 0 }, slot) => {
    const offset = slot * bytes;
    if (initial === 'start') encoder.copyBufferToBuffer(position, 0, state, offset, bytes);
    else if (initial === 0) encoder.clearBuffer(state, offset, bytes);
    else fillFloats(device, state, offset, 2 * count, initial);
  });
}

/** Floats written at a time: large enough to be quick, small enough not to matter. */
const FILL_CHUNK = 2 ** 16;

function fillFloats(
  device: GPUDevice,
  buffer: GPUBuffer,
  offset: number,
  count: number,
  value: number,
): void {
  const chunk = new Float32Array(Math.min(count, FILL_CHUNK)).fill(value);
  for (let done = 0; done < count; done += FILL_CHUNK) {
    device.queue.writeBuffer(buffer, offset + 4 * done, chunk, 0, Math.min(FILL_CHUNK, count - done));
  }
}

/** Writes a snapshot into a team's buffers, rounded to float32; `status` left out means all running. */
export function writeTeam(
  device: GPUDevice,
  team: GpuTeam,
  optimizer: Optimizer,
  snapshot: LoadedSnapshot,
): void {
  const { position, state } = snapshot;
  assertSnapshotFits(snapshot, optimizer, team.count);

  device.queue.writeBuffer(team.position, 0, new Float32Array(position));
  optimizer.state.forEach(({ name }, slot) => {
    device.queue.writeBuffer(team.state, slot * VEC2_BYTES * team.count, new Float32Array(state[name]));
  });
  device.queue.writeBuffer(
    team.status,
    0,
    snapshot.status ? new Uint32Array(snapshot.status) : new Uint32Array(team.count),
  );
}

/** Where a team's trajectories are in its buffers: position, observe, status and state, in this order. */
export function rangesOf({ position, observe, status, state, count }: GpuTeam, slots: number): ReadRange[] {
  return [
    { buffer: position, size: VEC2_BYTES * count },
    { buffer: observe, size: VEC2_BYTES * count },
    { buffer: status, size: 4 * count },
    { buffer: state, size: VEC2_BYTES * slots * count },
  ];
}

/** The snapshot in what was read back of position, observe, status and state, in this order. */
export function readTeam(
  buffers: readonly ArrayBuffer[],
  { state: slots }: Optimizer,
  count: number,
  step: number,
): TeamSnapshot {
  const [position, observe, status, state] = buffers;
  const observed = new Float32Array(observe);
  const memory = new Float32Array(state);
  const loss = new Float64Array(count);
  const gradientNorm = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    loss[i] = observed[2 * i];
    gradientNorm[i] = observed[2 * i + 1];
  }
  return {
    step,
    position: new Float64Array(new Float32Array(position)),
    loss,
    gradientNorm,
    status: new Uint32Array(status),
    state: Object.fromEntries(
      slots.map(({ name }, slot) => [
        name,
        new Float64Array(memory.subarray(2 * slot * count, 2 * (slot + 1) * count)),
      ]),
    ),
  };
}
