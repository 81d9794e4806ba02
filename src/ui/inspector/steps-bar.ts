import { h, setText } from '../dom.ts';
import { formatCount } from '../format.ts';
import { icon } from '../icons.ts';
import type { InspectedTrajectory } from './inspected.ts';

/** Walks through the history of a trajectory. */
export interface StepsBar {
  readonly element: HTMLElement;
  show(trajectory: InspectedTrajectory): void;
}

/** @param go shows a step; null follows the run */
export function createStepsBar(go: (step: number | null) => void): StepsBar {
  let shown: InspectedTrajectory | null = null;
  const walk = (to: (trajectory: InspectedTrajectory) => number) => () => {
    if (shown !== null) go(to(shown));
  };
  const button = (name: 'first' | 'back' | 'forward' | 'last', label: string, onclick: () => void) =>
    h('button.icon-button', { type: 'button', title: label, 'aria-label': label, onclick }, icon(name));
  const first = button(
    'first',
    'First step',
    walk(({ first }) => first),
  );
  const back = button(
    'back',
    'One step back (,)',
    walk(({ t }) => t - 1),
  );
  const forward = button(
    'forward',
    'One step forward (.)',
    walk(({ t }) => t + 1),
  );
  const last = button(
    'last',
    'Newest step',
    walk(({ last }) => last),
  );
  const slider = h('input', {
    type: 'range',
    step: 1,
    'aria-label': 'Step',
    oninput: () => go(slider.valueAsNumber),
  });
  const live = h(
    'button.text-button.live',
    { type: 'button', title: 'Follow the run', onclick: () => go(shown?.isFollowing ? shown.t : null) },
    'live',
  );
  const label = h('output.steps-label');
  return {
    element: h('div.steps-bar', {}, first, back, slider, forward, last, label, live),
    show(trajectory) {
      const { t, first: oldest, last: newest, isOver, isFollowing } = trajectory;
      shown = trajectory;
      slider.min = String(oldest);
      slider.max = String(newest);
      slider.valueAsNumber = t;
      first.disabled = back.disabled = t <= oldest;
      forward.disabled = t >= newest && isOver;
      last.disabled = t >= newest;
      live.setAttribute('aria-pressed', String(isFollowing));
      setText(label, t === 0 ? 'start' : `step ${formatCount(t)}`);
      label.title = oldest > 0 ? `Steps before ${formatCount(oldest)} are no longer kept.` : '';
    },
  };
}
