import { messageOf, RavineError } from '../core/errors.ts';
import type { Link } from './link.ts';
import {
  type Answers,
  asRavineError,
  buffersOf,
  type Envelope,
  type Reply,
  type Request,
  unpackError,
} from './messages.ts';

/** The page's end of a link to a worker. */
export interface Remote {
  /** Wants something done after all that it was told before. Arrays are copied. */
  tell(run: number, request: Request): void;
  /** Resolves once all that it was told before is done. @param transfer arrays that go over instead of being copied */
  ask<K extends keyof Answers>(
    run: number,
    request: Extract<Request, { kind: K }>,
    transfer?: unknown,
  ): Promise<Answers[K]>;
  /** Forgets a run; what was asked of it and has not come is an error with code 'disposed'. */
  drop(run: number): void;
  /** @param onTaken told how many steps the run has taken, after being begun anew so many times */
  watch(run: number, onTaken: (taken: number, restarts: number) => void): void;
  /** Ends the worker. */
  close(): void;
}

interface Question {
  run: number;
  resolve(value: Answers[keyof Answers]): void;
  reject(error: unknown): void;
}

export function createRemote(link: Link): Remote {
  const questions = new Map<number, Question>();
  const watchers = new Map<number, (taken: number, restarts: number) => void>();
  let lastId = 0;
  let failure: RavineError | null = null;

  const receive = (reply: Reply): void => {
    if (!('id' in reply)) {
      watchers.get(reply.run)?.(reply.taken, reply.restarts);
      return;
    }
    const question = questions.get(reply.id);
    questions.delete(reply.id);
    if ('error' in reply) question?.reject(unpackError(reply.error));
    else question?.resolve(reply.value);
  };

  const rejectAll = (error: RavineError, concerns: (question: Question) => boolean): void => {
    for (const [id, question] of questions) {
      if (!concerns(question)) continue;
      questions.delete(id);
      question.reject(error);
    }
  };

  const fail = (error: RavineError): void => {
    failure ??= error;
    watchers.clear();
    rejectAll(failure, () => true);
  };

  const send = (envelope: Envelope, transfer: unknown): void => {
    if (failure !== null) throw failure;
    link.send(envelope, buffersOf(transfer));
  };

  link.listen(
    (message) => receive(message as Reply),
    (cause) =>
      fail(
        new RavineError('internal', `A worker of the CPU engine has stopped (${messageOf(cause)}).`, {
          cure: 'Reload the page.',
          cause,
        }),
      ),
  );

  return {
    tell: (run, request) => send({ run, id: null, request }, null),
    ask: <K extends keyof Answers>(
      run: number,
      request: Extract<Request, { kind: K }>,
      transfer: unknown = null,
    ) =>
      new Promise<Answers[K]>((resolve, reject) => {
        const id = ++lastId;
        // A question of one kind is answered by the answer to that kind: `Answers` says which.
        questions.set(id, { run, resolve: resolve as Question['resolve'], reject });
        try {
          send({ run, id, request }, transfer);
        } catch (error) {
          questions.delete(id);
          reject(asRavineError(error));
        }
      }),
    drop(run) {
      watchers.delete(run);
      rejectAll(
        new RavineError('disposed', 'This run has been disposed of.'),
        (question) => question.run === run,
      );
      if (failure === null) link.send({ run, id: null, request: { kind: 'dispose' } } satisfies Envelope, []);
    },
    watch: (run, onTaken) => void watchers.set(run, onTaken),
    close() {
      link.close();
      fail(new RavineError('disposed', 'This engine has been disposed of.'));
    },
  };
}
