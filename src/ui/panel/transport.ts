import { h, setText } from '../dom.ts';
import { formatCount } from '../format.ts';
import { type IconName, icon } from '../icons.ts';
import type { PanelContext } from './context.ts';

/** Run, step, restart, and how far the run is: always in sight above the folders. */
export function createTransport({ store, session, actions }: PanelContext): {
  element: HTMLElement;
  dispose(): void;
} {
  const run = h('button.run-button', { type: 'button', onclick: actions.toggleRun });
  const step = small('step', 'One step (S)', actions.stepOnce);
  const restart = small('restart', 'Restart (R)', actions.restart);
  const fill = h('i');
  const text = h('span.transport-step');
  let shown = '';
  const refresh = () => {
    const status = session.run.get();
    const { steps } = store.get().spec;
    const label = status.playing ? 'Pause' : status.finished ? 'Run again' : 'Run';
    if (label !== shown) {
      shown = label;
      run.replaceChildren(
        icon(status.playing ? 'pause' : status.finished ? 'restart' : 'play'),
        h('span', {}, label),
      );
      run.title = `${label} (space)`;
    }
    step.disabled = status.playing || status.finished;
    fill.style.width = `${steps === 0 ? 100 : Math.min(100, (100 * status.step) / steps)}%`;
    setText(text, `${formatCount(status.step)} / ${formatCount(steps)}`);
  };
  refresh();
  const stops = [session.run.subscribe(refresh), store.subscribe((state) => state.spec.steps, refresh)];
  return {
    element: h(
      'div.transport',
      {},
      run,
      step,
      restart,
      h('div.transport-progress', {}, text, h('div.track', {}, fill)),
    ),
    dispose() {
      for (const stop of stops.splice(0)) stop();
    },
  };
}

const small = (name: IconName, label: string, onclick: () => void): HTMLButtonElement =>
  h('button.square-button', { type: 'button', title: label, 'aria-label': label, onclick }, icon(name));
