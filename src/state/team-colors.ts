import type { ViewSettings } from './app-state.ts';

/** Which of the colours a team has: its own slot, or its place where none is said. */
export const slotOf = ({ colors }: Pick<ViewSettings, 'colors'>, team: number): number =>
  colors[team] ?? team;

/** The slots after one more team, which takes the lowest that is free. */
export function withTeam(view: Pick<ViewSettings, 'colors'>, teams: number): readonly number[] {
  const slots = slotsOf(view, teams);
  let free = 0;
  while (slots.includes(free)) free++;
  return shortest([...slots, free]);
}

/** The slots without a team: the others keep theirs. */
export const withoutTeam = (
  view: Pick<ViewSettings, 'colors'>,
  teams: number,
  team: number,
): readonly number[] => shortest(slotsOf(view, teams).filter((_, i) => i !== team));

/** Nothing where every team has the slot of its place, so that addresses stay short. */
export const shortest = (slots: readonly number[]): readonly number[] =>
  slots.every((slot, i) => slot === i) ? [] : slots;

const slotsOf = (view: Pick<ViewSettings, 'colors'>, teams: number): number[] =>
  Array.from({ length: teams }, (_, i) => slotOf(view, i));
