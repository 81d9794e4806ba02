import { createHandRates, type HandRates } from './hand-rates.ts';
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
  /** Why the surface cannot be descended, such as “This formula has no finite loss in the domain.”; else null. */
  surfaceProblem: Signal<string | null>;
  /** Learning rates that a person chose: they stay when the surface changes. */
  handRates: HandRates;
}

export const createSession = (): Session => ({
  run: createSignal<RunStatus>({ playing: false, step: 0, finished: false }),
  tool: createSignal<Tool>('orbit'),
  surfaceProblem: createSignal<string | null>(null),
  handRates: createHandRates(),
});
