import type { Plan } from '../engine/plan.ts';
import type { Task } from './tournaments.ts';

/** Something that takes steps as fast as it can. */
export interface Contender {
  /** 'gpu', 'cpu', or a peer's name. */
  readonly engine: string;
  readonly task: Task;
  /** Null where there are no dispatches of several steps. */
  readonly stepsPerDispatch: number | null;
  /** Back to the starts, so that every turn is the same work. Not timed. */
  restart(): Promise<void>;
  /** Resolves when the steps are done. */
  advance(steps: number): Promise<void>;
  /** Share of the trajectories that had not come to rest by now; null where that is not judged. */
  running(): Promise<number | null>;
  dispose(): void;
}

/** What is compared with, beside this project's own engines. The creator disposes. */
export interface Peer {
  /** With its version, such as 'PyTorch 2.13.0'. */
  readonly name: string;
  /** Whether it can do a task. */
  suits(task: Task): boolean;
  /** @param plan the task's, whose starts and hyperparameters it takes */
  enter(task: Task, plan: Plan): Promise<Contender>;
  dispose(): void;
}
