import { RavineError } from '../core/errors.ts';
import { divergenceBox } from '../engine/divergence.ts';
import type { Run } from '../engine/engine.ts';
import { float32Plan } from '../engine/float32-plan.ts';
import { batchNoise } from '../engine/gradient-transforms.ts';
import { type Plan, rateCount } from '../engine/plan.ts';
import { learningRateAt, scalarTable } from '../engine/scalars.ts';
import type { GpuDevice } from './device.ts';
import { dispatchThreads, MOST_DISPATCHES, planDispatches, scalarRowsOf } from './dispatch.ts';
import { boundsLayout, dispatchLayout, hyperLayout, runLayout, scalarsLayout } from './kernels.ts';
import type { Kernel } from './pipelines.ts';
import type { Readback } from './readback.ts';
import type { Scope } from './scope.ts';
import { readSelection } from './selection.ts';
import { createStarts } from './starts.ts';
import { createSummarizer } from './summarizer.ts';
import { createTeamBuffers, type GpuTeam, readTeam, resetState, writeTeam } from './team.ts';
import { createTrailRing, type Trails, type TrailsOptions } from './trails.ts';
import { INPUT_USAGE, UNIFORM_USAGE } from './usage.ts';
import { upload, uploadParams } from './workbench.ts';

export interface GpuRun extends Run {
  readonly teams: readonly GpuTeam[];
  readonly liveBytes: number;
  /** The same plan from its starts again; allocates nothing. */
  restart(): void;
  /** Caller disposes, at the latest with the run. */
  trails(options: TrailsOptions): Trails;
}

/** Everything compiled that a run needs; shared between runs. */
export interface RunKernels {
  starts: Kernel;
  /** One per team. */
  descend: readonly Kernel[];
  countDigits: Kernel;
  pickDigits: Kernel;
  trails: Kernel;
}

/** @param scope owned by the run from now on */
export function createGpuRun(
  gpu: GpuDevice,
  scope: Scope,
  readback: Readback,
  kernels: RunKernels,
  plan: Plan,
  fusedSteps: number,
): GpuRun {
  const { device } = gpu;
  const stride = device.limits.minUniformBufferOffsetAlignment;
  const uniform = (label: string, bytes: ArrayBuffer): GPUBuffer =>
    upload(gpu, scope, label, bytes, UNIFORM_USAGE);
  const dispatchUniform = scope.buffer('dispatches', stride * MOST_DISPATCHES, UNIFORM_USAGE);
  const runUniform = uniform('rules', runLayout.pack(runValues(plan)));
  const [xmin, xmax, ymin, ymax] = plan.surface.domain;
  const boundsUniform = uniform('bounds', boundsLayout.pack({ xmin, xmax, ymin, ymax }));
  const paramsUniform = uploadParams(gpu, scope, plan.surface);

  const scalarRows = scalarRowsOf(plan);
  const teams = plan.teams.map(({ optimizer, hyper }, index) => {
    const buffers = createTeamBuffers(scope, optimizer, plan.count);
    const scalars = scope.buffer(
      `${optimizer.id} scalars`,
      scalarRows * rateCount(plan) * scalarsLayout(optimizer).bytes,
      INPUT_USAGE,
    );
    const kernel = kernels.descend[index];
    const group = kernel.bind(`descend with ${optimizer.id}`, [
      runUniform,
      uniform(`${optimizer.id} hyperparameters`, hyperLayout(optimizer).pack(hyper)),
      paramsUniform,
      { buffer: dispatchUniform, size: dispatchLayout.bytes },
      scalars,
      buffers.position,
      buffers.state,
      buffers.status,
      buffers.observe,
    ]);
    const summarizer = createSummarizer(
      scope,
      kernels.countDigits,
      kernels.pickDigits,
      buffers,
      boundsUniform,
    );
    return { optimizer, buffers, scalars, kernel, group, summarizer };
  });
  const writeStarts = createStarts(device, scope, kernels.starts, plan, teams[0].buffers.position);
  let step = 0;

  const writeDispatches = (dispatches: readonly { offset: number; steps: number }[], first: number): void => {
    const bytes = new ArrayBuffer(stride * dispatches.length);
    dispatches.forEach(({ offset, steps }, index) => {
      dispatchLayout.write(
        { firstStep: first + offset, steps, firstScalars: offset },
        bytes,
        (index * stride) / 4,
      );
    });
    device.queue.writeBuffer(dispatchUniform, 0, bytes);
  };

  const encodeDescent = (encoder: GPUCommandEncoder, index: number, dispatches: number): void => {
    const { kernel, group } = teams[index];
    const pass = encoder.beginComputePass({ label: kernel.label });
    pass.setPipeline(kernel.pipeline);
    for (let d = 0; d < dispatches; d++) {
      pass.setBindGroup(0, group, [d * stride]);
      dispatchThreads(pass, plan.count);
    }
    pass.end();
  };

  /** Loss and gradient norm at positions that no step has led to. */
  const encodeObservation = (encoder: GPUCommandEncoder, indices: readonly number[]): void => {
    writeDispatches([{ offset: 0, steps: 0 }], step);
    for (const index of indices) encodeDescent(encoder, index, 1);
  };

  const restart = (): void => {
    scope.assertAlive();
    step = 0;
    const encoder = device.createCommandEncoder({ label: 'restart' });
    writeStarts(encoder);
    teams.forEach(({ optimizer, buffers }, index) => {
      if (index > 0) {
        encoder.copyBufferToBuffer(teams[0].buffers.position, 0, buffers.position, 0, buffers.position.size);
      }
      encoder.clearBuffer(buffers.status);
      resetState(device, encoder, buffers, optimizer);
    });
    encodeObservation(encoder, [...teams.keys()]);
    device.queue.submit([encoder.finish()]);
  };

  const teamAt = (index: number) => {
    scope.assertAlive();
    const team = teams[index];
    if (team) return team;
    throw new RavineError('bad-input', `There is no team ${index}.`, {
      cure: `Teams are numbered from 0 to ${teams.length - 1}.`,
    });
  };

  restart();

  return {
    plan,
    teams: teams.map(({ buffers }) => buffers),
    get step() {
      return step;
    },
    get liveBytes() {
      return scope.liveBytes;
    },
    restart,
    advance(count) {
      scope.assertAlive();
      const steps = Math.max(0, Math.min(count, plan.spec.steps - step));
      for (const dispatches of planDispatches(steps, fusedSteps, scalarRows)) {
        const rows = dispatches.reduce((sum, dispatch) => sum + dispatch.steps, 0);
        teams.forEach(({ scalars }, index) => {
          device.queue.writeBuffer(
            scalars,
            0,
            new Float32Array(scalarTable(float32Plan(plan), index, step, rows)),
          );
        });
        writeDispatches(dispatches, step);
        const encoder = device.createCommandEncoder({ label: 'advance' });
        for (const index of teams.keys()) encodeDescent(encoder, index, dispatches.length);
        device.queue.submit([encoder.finish()]);
        step += rows;
      }
    },
    load(index, snapshot) {
      const { buffers, optimizer } = teamAt(index);
      writeTeam(device, buffers, optimizer, snapshot);
      step = snapshot.step;
      const encoder = device.createCommandEncoder({ label: 'load' });
      encodeObservation(encoder, [index]);
      device.queue.submit([encoder.finish()]);
    },
    async read(index) {
      const { buffers, optimizer } = teamAt(index);
      const at = step;
      const { position, observe, status, state } = buffers;
      const copies = await readback.read([position, observe, status, state].map((buffer) => ({ buffer })));
      return readTeam(copies, optimizer, plan.count, at);
    },
    async settle() {
      scope.assertAlive();
      await device.queue.onSubmittedWorkDone();
    },
    async summarize() {
      scope.assertAlive();
      const at = step;
      const encoder = device.createCommandEncoder({ label: 'summarize' });
      for (const { summarizer } of teams) summarizer.encode(encoder);
      device.queue.submit([encoder.finish()]);
      const selections = await readback.read(
        teams.map(({ summarizer }) => ({ buffer: summarizer.selection })),
      );
      return selections.map((selection, index) => ({
        step: at,
        ...readSelection(selection),
        lr: learningRateAt(plan, index, at),
      }));
    },
    trails: (options) =>
      createTrailRing(
        device,
        scope,
        kernels.trails,
        teams.map(({ buffers }) => buffers),
        options,
      ),
    dispose: () => scope.dispose(),
  };
}

function runValues(plan: Plan) {
  const { count, first, starts, spec, surface } = plan;
  const { center, reach } = divergenceBox(surface.domain);
  const { gradient, stop, seed } = spec;
  return {
    count,
    first,
    starts,
    rates: rateCount(plan),
    seed,
    stopLoss: stop.loss ?? 0,
    stopNorm: stop.gradientNorm,
    noise: batchNoise(gradient),
    sam: gradient.sam,
    clipNorm: gradient.clipNorm ?? 0,
    clipValue: gradient.clipValue ?? 0,
    centerX: center[0],
    centerY: center[1],
    reachX: reach[0],
    reachY: reach[1],
  };
}
