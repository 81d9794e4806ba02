import { RavineError } from '../core/errors.ts';
import type { Run } from '../engine/engine.ts';
import type { Plan } from '../engine/plan.ts';
import { learningRateAt } from '../engine/scalars.ts';
import { encodeObservation, type RunTeam, submitSteps } from './descent.ts';
import { planSubmissions, type Submission, scalarRowsOf } from './dispatch.ts';
import { stepsWithin } from './dispatch-pace.ts';
import { boundsLayout } from './kernels.ts';
import { compileRun, type RunKernels } from './run-kernels.ts';
import { beginTeams, reserveTeams } from './run-teams.ts';
import type { Scope } from './scope.ts';
import { DIGITS_BYTES, EDGES_BYTES, packEdges, readSelection } from './selection.ts';
import { createStarts } from './starts.ts';
import { createSummarizer, type SharedBuffers, type Summarizer } from './summarizer.ts';
import {
  assertTeamFits,
  type GpuTeam,
  rangesOf,
  readTeam,
  resetState,
  VEC2_BYTES,
  writeTeam,
} from './team.ts';
import type { TeamMemory } from './team-memory.ts';
import type { Stopwatch } from './timing.ts';
import { createTrailRing, type Trails, type TrailsOptions } from './trails.ts';
import { INPUT_USAGE, UNIFORM_USAGE } from './usage.ts';
import type { Workbench } from './workbench.ts';

export interface GpuRun extends Run {
  readonly teams: readonly GpuTeam[];
  readonly liveBytes: number;
  /** Steps of all teams that the device takes in so many milliseconds by its own clock; null until it was measured. */
  stepsWithin(ms: number): number | null;
  /** The same plan from its starts again; allocates nothing. */
  restart(): void;
  /**
   * Becomes the run of another plan, at its starts: takes memory for what does not fit, gives back what it has far too
   * much of, and compiles what it did not know. Other numbers in the same fields do neither. One change at a time.
   *
   * It goes on as it was until the promise resolves, and after an error. Buffers of `teams` may be others then, and
   * trails are to be renewed.
   */
  change(plan: Plan): Promise<void>;
  /** Caller disposes, at the latest with the run. */
  trails(options: TrailsOptions): Trails;
}

export interface GpuRunOptions {
  /** Steps to fuse into a dispatch until it was measured what they take. */
  fusedSteps(plan: Plan): number;
  /** Never to be changed. */
  isFixed: boolean;
}

/** All advances are timed until so many are … */
const FIRST_TIMED = 6;
/** … and then one in so many: enough to follow a device that gets busier, and nothing is read in most frames. */
const TIMED_EVERY = 8;

/** The plan that a run executes, and with what. */
interface Active {
  plan: Plan;
  kernels: RunKernels;
  teams: readonly RunTeam[];
}

/** @param scope owned by the run from now on */
export async function createGpuRun(
  bench: Workbench,
  scope: Scope,
  plan: Plan,
  { fusedSteps, isFixed }: GpuRunOptions,
): Promise<GpuRun> {
  const { device, readback, timing } = bench;
  const shared: SharedBuffers = {
    bounds: scope.buffer('bounds', boundsLayout.bytes, UNIFORM_USAGE),
    edges: scope.buffer('edges', EDGES_BYTES, INPUT_USAGE),
    digits: scope.buffer('digits', DIGITS_BYTES, INPUT_USAGE),
  };
  const starts = createStarts(device, scope);
  const summarizers = new WeakMap<TeamMemory, Summarizer>();

  /** Whatever can fail; commits to nothing. */
  const prepare = async (next: Plan, present: readonly TeamMemory[]) => {
    for (const { optimizer } of next.teams) assertTeamFits(device.limits, optimizer, next.count);
    const kernels = await compileRun(bench, next);
    scope.assertAlive();
    const memories = await reserveTeams(device, scope, next, present);
    scope.assertAlive();
    return { plan: next, kernels, memories };
  };
  const begin = ({ plan, kernels, memories }: Awaited<ReturnType<typeof prepare>>): Active => {
    const [xmin, xmax, ymin, ymax] = plan.surface.domain;
    const packed = boundsLayout.pack({ count: plan.count, xmin, xmax, ymin, ymax });
    device.queue.writeBuffer(shared.bounds, 0, packed);
    device.queue.writeBuffer(shared.edges, 0, packEdges(plan.surface));
    return { plan, kernels, teams: beginTeams(device, plan, memories, kernels, fusedSteps(plan)) };
  };

  let active = begin(await prepare(plan, []));
  let step = 0;
  let advances = 0;
  let isChanging = false;

  const restart = (): void => {
    scope.assertAlive();
    const { plan, kernels, teams } = active;
    step = 0;
    const encoder = device.createCommandEncoder({ label: 'restart' });
    const first = teams[0]!.memory.team.position;
    starts(encoder, kernels.starts, plan, first);
    teams.forEach(({ optimizer, memory: { team } }, index) => {
      if (index > 0) encoder.copyBufferToBuffer(first, 0, team.position, 0, VEC2_BYTES * plan.count);
      encoder.clearBuffer(team.status);
      resetState(device, encoder, team, optimizer);
    });
    for (const team of teams) encodeObservation(device, encoder, team, step);
    device.queue.submit([encoder.finish()]);
  };

  const teamAt = (index: number): RunTeam => {
    scope.assertAlive();
    const team = active.teams[index];
    if (team) return team;
    throw new RavineError('bad-input', `There is no team ${index}.`, {
      cure: `Teams are numbered from 0 to ${active.teams.length - 1}.`,
    });
  };

  const summarizerOf = ({ memory }: RunTeam): Summarizer => {
    const known = summarizers.get(memory);
    if (known) return known;
    const made = createSummarizer(memory.scope, active.kernels, memory.team, shared);
    summarizers.set(memory, made);
    return made;
  };

  const learn = async (
    teams: readonly RunTeam[],
    submission: Submission,
    stopwatch: Stopwatch,
  ): Promise<void> => {
    const times = await stopwatch.read();
    teams.forEach(({ pace }, index) => {
      const time = times[index] ?? null;
      if (time !== null) pace.report(submission.steps, submission.teams[index]!.length, time);
    });
  };

  restart();

  return {
    get plan() {
      return active.plan;
    },
    get teams() {
      return active.teams.map(({ memory }) => memory.team);
    },
    get step() {
      return step;
    },
    get liveBytes() {
      return scope.liveBytes;
    },
    stepsWithin: (ms) =>
      stepsWithin(
        active.teams.map(({ pace }) => pace),
        ms,
      ),
    restart,
    async change(next) {
      scope.assertAlive();
      if (isChanging) throw new RavineError('internal', 'The run is being changed already.');
      isChanging = true;
      try {
        const old = active.teams.map(({ memory }) => memory);
        const prepared = await prepare(next, old);
        active = begin(prepared);
        advances = 0;
        for (const memory of old) if (!prepared.memories.includes(memory)) memory.scope.dispose();
        restart();
      } finally {
        isChanging = false;
      }
    },
    advance(count) {
      scope.assertAlive();
      const { plan, teams } = active;
      const isTimed = !isFixed && (advances < FIRST_TIMED || advances % TIMED_EVERY === 0);
      advances++;
      const steps = Math.max(0, Math.min(count, plan.spec.steps - step));
      const fused = teams.map(({ pace }) => pace.fused);
      for (const submission of planSubmissions(steps, fused, scalarRowsOf(plan))) {
        const stopwatch = isTimed ? timing.begin(teams.length) : null;
        submitSteps(device, plan, teams, step, submission, stopwatch);
        step += submission.steps;
        // Nobody waits for the times; those of a device that was lost meanwhile do not matter any more.
        if (stopwatch !== null) learn(teams, submission, stopwatch).catch(() => null);
      }
    },
    load(index, snapshot) {
      const team = teamAt(index);
      writeTeam(device, team.memory.team, team.optimizer, snapshot);
      step = snapshot.step;
      const encoder = device.createCommandEncoder({ label: 'load' });
      encodeObservation(device, encoder, team, step);
      device.queue.submit([encoder.finish()]);
    },
    async read(index) {
      const { optimizer, memory } = teamAt(index);
      const at = step;
      const { count } = memory.team;
      const copies = await readback.read(rangesOf(memory.team, optimizer.state.length));
      return readTeam(copies, optimizer, count, at);
    },
    async settle() {
      scope.assertAlive();
      await device.queue.onSubmittedWorkDone();
    },
    async summarize() {
      scope.assertAlive();
      const at = step;
      const { plan, teams } = active;
      const own = teams.map(summarizerOf);
      const encoder = device.createCommandEncoder({ label: 'summarize' });
      for (const summarizer of own) summarizer.encode(encoder);
      const collect = readback.encode(
        encoder,
        own.map(({ selection }) => ({ buffer: selection })),
      );
      device.queue.submit([encoder.finish()]);
      const selections = await collect();
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
        active.kernels.trails,
        () => active.teams.map(({ memory }) => memory.team),
        options,
      ),
    dispose: () => scope.dispose(),
  };
}
