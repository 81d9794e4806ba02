import { createSignal, type Signal } from './signal.ts';

/** What a drag or click on the surface does. */
export const tools = ['orbit', 'drop', 'brush'] as const;
export type Tool = (typeof tools)[number];

/** Where the run is. */
export interface RunStatus {
  playing: boolean;
  /** Steps taken so far. */
  step: number;
  /** All steps are taken, or every trajectory rests. */
  finished: boolean;
}

/** What lasts as long as the tab and is not in the address. */
export interface Session {
  run: Signal<RunStatus>;
  tool: Signal<Tool>;
}

export const createSession = (): Session => ({
  run: createSignal<RunStatus>({ playing: false, step: 0, finished: false }),
  tool: createSignal<Tool>('orbit'),
});
