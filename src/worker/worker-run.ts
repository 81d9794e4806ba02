import { RavineError } from '../core/errors.ts';
import type { TeamSnapshot } from '../engine/engine.ts';
import { type Plan, windowOf } from '../engine/plan.ts';
import { packPlan } from '../engine/portable-plan.ts';
import { assertSnapshotFits } from '../engine/snapshot-size.ts';
import type { Drawn } from '../reference/cpu-run.ts';
import { summaryOf } from '../reference/summary.ts';
import type { Request } from './messages.ts';
import type { Remote } from './remote.ts';
import { createTrailRings } from './trail-rings.ts';
import type { SwarmFrame, WorkerRun } from './worker-engine.ts';

/** Some of the trajectories of a run, and the worker that has them. */
interface Part {
  remote: Remote;
  /** The first of them, counted from the run's first. */
  first: number;
  count: number;
  taken: number;
  /** One set per team; on the other side while it is being filled. */
  drawn: readonly Drawn[];
}

/** @param number the run's, unlike that of any other of these workers */
export async function createWorkerRun(
  remotes: readonly Remote[],
  number: number,
  plan: Plan,
): Promise<WorkerRun> {
  const parts = remotes.map((remote, k): Part => {
    const [first, end] = [k, k + 1].map((share) => Math.round((share * plan.count) / remotes.length));
    const count = end - first;
    return { remote, first, count, taken: 0, drawn: plan.teams.map(() => emptyDrawn(count)) };
  });
  const frames = plan.teams.map((): SwarmFrame => ({ step: 0, ...emptyDrawn(plan.count) }));
  const onFrame = new Set<() => void>();
  let step = 0;
  let restarts = 0;
  let frame = 0;
  /** Whether `frames` are of before the run was begun anew. */
  let isOutdated = false;
  let isFrameWanted = false;
  let isFrameUnderWay = false;
  let isDisposed = false;

  const assertAlive = () => {
    if (isDisposed) throw new RavineError('disposed', 'This run has been disposed of.');
  };
  const tellAll = (request: Request) => {
    for (const { remote } of parts) remote.tell(number, request);
  };
  const dispose = () => {
    if (isDisposed) return;
    isDisposed = true;
    for (const { remote } of parts) remote.drop(number);
  };

  /** Of one moment: asked again where the run was begun anew meanwhile, which some may have heard of sooner than others. */
  const ofAll = async <T>(ask: (part: Part) => Promise<T>): Promise<T[]> => {
    for (;;) {
      assertAlive();
      const asked = restarts;
      const answers = await Promise.all(parts.map(ask));
      if (asked === restarts) return answers;
    }
  };

  const renewFrames = async () => {
    const steps = await ofAll(async (part) => {
      const { drawn, step } = await part.remote.ask(number, { kind: 'draw', into: part.drawn }, part.drawn);
      part.drawn = drawn;
      return step;
    });
    for (const [team, { position, observe, status }] of frames.entries()) {
      frames[team].step = steps[0];
      for (const { first, drawn } of parts) {
        position.set(drawn[team].position, 2 * first);
        observe.set(drawn[team].observe, 2 * first);
        status.set(drawn[team].status, first);
      }
    }
    frame++;
    isOutdated = false;
  };
  const bringFrames = async () => {
    isFrameWanted = true;
    if (isFrameUnderWay) return;
    isFrameUnderWay = true;
    try {
      while (isFrameWanted && !isDisposed) {
        isFrameWanted = false;
        // Whatever is asked of the run after an error is answered with the same error: here it ends the frames.
        const isRenewed = await renewFrames().then(
          () => true,
          () => false,
        );
        if (!isRenewed) return;
        for (const listener of onFrame) listener();
      }
    } finally {
      isFrameUnderWay = false;
    }
  };

  const teamAt = (index: number) => {
    assertAlive();
    const team = plan.teams[index];
    if (team !== undefined) return team;
    throw new RavineError('bad-input', `There is no team ${index}.`, {
      cure: `Teams are numbered from 0 to ${plan.teams.length - 1}.`,
    });
  };

  for (const part of parts) {
    part.remote.watch(number, (taken, since) => {
      if (since === restarts) part.taken = taken;
    });
  }
  try {
    await ofAll(({ remote, first, count }) =>
      remote.ask(number, {
        kind: 'create',
        plan: packPlan(windowOf(plan, plan.first + first, count)),
      }),
    );
    await renewFrames();
  } catch (error) {
    dispose();
    throw error;
  }

  return {
    plan,
    get step() {
      return step;
    },
    get taken() {
      return Math.min(step, ...parts.map(({ taken }) => taken));
    },
    frames,
    advance(count) {
      assertAlive();
      const steps = Math.max(0, Math.min(count, plan.spec.steps - step));
      if (steps === 0) return;
      step += steps;
      tellAll({ kind: 'advance', steps });
      void bringFrames();
    },
    load(index, snapshot) {
      assertSnapshotFits(snapshot, teamAt(index).optimizer, plan.count);
      step = snapshot.step;
      for (const { remote, first, count } of parts) {
        remote.tell(number, { kind: 'load', team: index, snapshot: windowInto(snapshot, first, count) });
      }
      void bringFrames();
    },
    restart() {
      assertAlive();
      step = 0;
      restarts++;
      isOutdated = true;
      for (const part of parts) part.taken = 0;
      tellAll({ kind: 'restart' });
      void bringFrames();
    },
    async read(index) {
      teamAt(index);
      return joined(await ofAll(({ remote }) => remote.ask(number, { kind: 'read', team: index })));
    },
    async summarize() {
      const answers = await ofAll(({ remote }) => remote.ask(number, { kind: 'tally' }));
      return plan.teams.map((_, team) =>
        summaryOf(
          answers.map(({ tallies }) => tallies[team]),
          plan,
          team,
          answers[0].step,
        ),
      );
    },
    async settle() {
      await ofAll(({ remote }) => remote.ask(number, { kind: 'settle' }));
    },
    onFrame(listener) {
      onFrame.add(listener);
      return () => void onFrame.delete(listener);
    },
    trails: (options) => createTrailRings(frames, () => (isOutdated ? null : frame), options),
    dispose,
  };
}

const emptyDrawn = (count: number): Drawn => ({
  position: new Float32Array(2 * count),
  observe: new Float32Array(2 * count),
  status: new Uint32Array(count),
});

type Loaded = Extract<Request, { kind: 'load' }>['snapshot'];

/** Of some of the trajectories. */
function windowInto({ step, position, state, status }: Loaded, first: number, count: number): Loaded {
  const pairs = (column: Float64Array) => column.slice(2 * first, 2 * (first + count));
  return {
    step,
    position: pairs(position),
    state: Object.fromEntries(Object.entries(state).map(([name, slot]) => [name, pairs(slot)])),
    ...(status === undefined ? {} : { status: status.slice(first, first + count) }),
  };
}

/** One snapshot of the trajectories of several, in their order. */
function joined(windows: readonly TeamSnapshot[]): TeamSnapshot {
  if (windows.length === 1) return windows[0];
  const floats = (columns: readonly Float64Array[]) => join(columns, (length) => new Float64Array(length));
  const [{ step, state }] = windows;
  return {
    step,
    position: floats(windows.map(({ position }) => position)),
    loss: floats(windows.map(({ loss }) => loss)),
    gradientNorm: floats(windows.map(({ gradientNorm }) => gradientNorm)),
    status: join(
      windows.map(({ status }) => status),
      (length) => new Uint32Array(length),
    ),
    state: Object.fromEntries(
      Object.keys(state).map((name) => [name, floats(windows.map((window) => window.state[name]))]),
    ),
  };
}

function join<T extends Float64Array | Uint32Array>(columns: readonly T[], make: (length: number) => T): T {
  const whole = make(columns.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const column of columns) {
    whole.set(column, at);
    at += column.length;
  }
  return whole;
}
