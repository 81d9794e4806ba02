import { type ErrorCode, messageOf, RavineError } from '../core/errors.ts';
import type { Evaluation, TeamSnapshot } from '../engine/engine.ts';
import type { PortablePlan, PortableSurface } from '../engine/portable-plan.ts';
import type { LoadedSnapshot } from '../engine/snapshot-size.ts';
import type { Drawn } from '../reference/cpu-run.ts';
import type { Rows } from '../reference/landscape.ts';
import type { Tally } from '../reference/summary.ts';

/** What a page asks of a worker: of one of its runs, in order, or of the surface that comes with it. */
export type Request =
  | { kind: 'create'; plan: PortablePlan }
  | { kind: 'advance'; steps: number }
  | { kind: 'restart' }
  | { kind: 'load'; team: number; snapshot: LoadedSnapshot }
  | { kind: 'settle' }
  | { kind: 'read'; team: number }
  | { kind: 'tally' }
  | { kind: 'draw'; into: readonly Drawn[] }
  | { kind: 'dispose' }
  | { kind: 'landscape'; surface: PortableSurface; rows: Rows }
  | { kind: 'evaluate'; surface: PortableSurface; points: Float64Array };

/** What answers them; the others are only done. */
export interface Answers {
  create: null;
  settle: null;
  read: TeamSnapshot;
  /** At `step`, by team. */
  tally: { step: number; tallies: Tally[] };
  /** The arrays that were sent, filled, one set per team. */
  draw: { step: number; drawn: readonly Drawn[] };
  landscape: Float32Array;
  evaluate: Evaluation;
}

/** `run` is a number that the page gives; 0 is none. `id` is null where no answer is wanted. */
export interface Envelope {
  run: number;
  id: number | null;
  request: Request;
}

export type Reply =
  | { id: number; value: Answers[keyof Answers] }
  | { id: number; error: PortableError }
  /** A run has taken so many steps, after being begun anew so many times. */
  | { run: number; restarts: number; taken: number };

/** An error as data: a thrown one loses its class on the way. */
export interface PortableError {
  code: ErrorCode;
  message: string;
  field: string | undefined;
  cure: string | undefined;
}

export function packError(error: unknown): PortableError {
  if (error instanceof RavineError) {
    const { code, message, field, cure } = error;
    return { code, message, field, cure };
  }
  if (error instanceof RangeError) {
    return {
      code: 'device-limit',
      message: `There is not enough memory for this run (${error.message}).`,
      field: 'starts.count',
      cure: 'Lower the trajectory count or the number of teams.',
    };
  }
  return { code: 'internal', message: messageOf(error), field: undefined, cure: undefined };
}

export function unpackError({ code, message, field, cure }: PortableError): RavineError {
  return new RavineError(code, message, {
    ...(field === undefined ? {} : { field }),
    ...(cure === undefined ? {} : { cure }),
  });
}

/** What is thrown for an error of any kind, as if it had been thrown by a worker. */
export const asRavineError = (error: unknown): RavineError =>
  error instanceof RavineError ? error : unpackError(packError(error));

/** The memory of all typed arrays in a message that is no longer needed where it is. */
export function buffersOf(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const visit = (part: unknown): void => {
    if (ArrayBuffer.isView(part)) found.add(part.buffer as ArrayBuffer);
    else if (typeof part === 'object' && part !== null) Object.values(part).forEach(visit);
  };
  visit(value);
  return [...found];
}
