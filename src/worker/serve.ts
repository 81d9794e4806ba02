import { RavineError } from '../core/errors.ts';
import { unpackPlan, unpackSurface } from '../engine/portable-plan.ts';
import { evaluatePoints } from '../reference/cpu-engine.ts';
import { type CpuRun, createCpuRun } from '../reference/cpu-run.ts';
import { landscapeRows } from '../reference/landscape.ts';
import type { Link } from './link.ts';
import { type Answers, buffersOf, type Envelope, packError, type Reply, type Request } from './messages.ts';

/**
 * Work is done in slices of about this many milliseconds: what is no longer wanted ends as soon, and no run waits
 * longer for another.
 */
const SLICE_MS = 8;

/** Everything asked of one run and not yet done. */
interface Queue {
  run: CpuRun | null;
  jobs: Envelope[];
  /** Steps in a slice. */
  pace: number;
  restarts: number;
  /** What kept an order from being carried out; the answer to all later questions. */
  failure: unknown;
}

/** The worker's end: carries out what comes over the link, as messages arrive, run by run in turn. */
export function serve(link: Link): void {
  const queues = new Map<number, Queue>();
  let isWorking = false;

  const reply = (message: Reply, transfer: Transferable[] = []) => link.send(message, transfer);

  const receive = (envelope: Envelope): void => {
    const { run, request } = envelope;
    if (request.kind === 'dispose') {
      queues.get(run)?.run?.dispose();
      queues.delete(run);
      return;
    }
    const queue = queues.get(run) ?? { run: null, jobs: [], pace: 1, restarts: 0, failure: null };
    queues.set(run, queue);
    if (request.kind === 'restart') {
      queue.jobs = queue.jobs.filter((job) => job.request.kind !== 'advance');
    }
    queue.jobs.push(envelope);
    if (!isWorking) void work();
  };

  const work = async (): Promise<void> => {
    isWorking = true;
    for (let begin = performance.now(); queues.size > 0; ) {
      let isIdle = true;
      for (const [number, queue] of queues) {
        if (queue.jobs.length === 0) continue;
        isIdle = false;
        doSome(number, queue);
        if (performance.now() - begin < SLICE_MS) continue;
        await messagesIn();
        begin = performance.now();
      }
      if (isIdle) break;
    }
    isWorking = false;
  };

  /** The first of the jobs, or a slice of it. */
  const doSome = (number: number, queue: Queue): void => {
    const job = queue.jobs[0];
    const { id, request } = job;
    try {
      if (queue.failure !== null) throw queue.failure;
      if (request.kind === 'advance' && !advanceSome(queue, request)) {
        tellTaken(number, queue);
        return;
      }
      const value = answer(queue, request);
      queue.jobs.shift();
      if (id !== null) reply({ id, value }, buffersOf(value));
      else tellTaken(number, queue);
    } catch (error) {
      // An answer that could not be sent has been taken off already.
      if (queue.jobs[0] === job) queue.jobs.shift();
      if (id === null) queue.failure = error;
      else reply({ id, error: packError(error) });
    }
  };

  const tellTaken = (number: number, { run, restarts }: Queue) =>
    reply({ run: number, restarts, taken: run?.step ?? 0 });

  link.listen(
    (message) => receive(message as Envelope),
    () => link.close(),
  );
}

/** @returns whether all of the steps have been taken */
function advanceSome(queue: Queue, request: Extract<Request, { kind: 'advance' }>): boolean {
  const run = runOf(queue);
  const steps = Math.min(queue.pace, request.steps);
  const begin = performance.now();
  run.advance(steps);
  const took = performance.now() - begin;
  if (took > SLICE_MS) queue.pace = Math.max(1, Math.floor(queue.pace / 2));
  else if (steps === queue.pace && took < SLICE_MS / 2) queue.pace *= 2;
  request.steps -= steps;
  return request.steps <= 0;
}

function answer(queue: Queue, request: Request): Answers[keyof Answers] {
  switch (request.kind) {
    case 'create':
      queue.run = createCpuRun(unpackPlan(request.plan));
      return null;
    case 'restart':
      runOf(queue).restart();
      queue.restarts++;
      return null;
    case 'load':
      runOf(queue).load(request.team, request.snapshot);
      return null;
    case 'read':
      return runOf(queue).copy(request.team);
    case 'tally':
      return { step: runOf(queue).step, tallies: runOf(queue).tally() };
    case 'draw':
      for (const [team, drawn] of request.into.entries()) runOf(queue).draw(team, drawn);
      return { step: runOf(queue).step, drawn: request.into };
    case 'landscape':
      return landscapeRows(unpackSurface(request.surface), request.rows);
    case 'evaluate':
      return evaluatePoints(unpackSurface(request.surface), request.points);
    default:
      return null;
  }
}

function runOf({ run }: Queue): CpuRun {
  if (run === null) throw new RavineError('internal', 'A worker was asked of a run that it does not have.');
  return run;
}

/** Lets the messages that have come be received. Timers would take 4 ms each time. */
function messagesIn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
