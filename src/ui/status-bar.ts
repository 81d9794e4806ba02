import { h, setText } from './dom.ts';
import { formatCount, formatSi } from './format.ts';

export interface StatusFigures {
  /** Name for people. */
  adapter: string;
  /** The adapter is a CPU that plays a GPU. */
  software: boolean;
  /** Why there is no adapter, and what to do about it; null where there is one. */
  shortcoming: string | null;
  /** Of all teams together. */
  trajectories: number;
  step: number;
  steps: number;
  /** Trajectory-steps per second; 0 while nothing runs. */
  rate: number;
  /** Frames per second. */
  fps: number;
}

export interface StatusBar {
  update(figures: StatusFigures): void;
}

/**
 * One line: what computes, how much, how fast.
 * @param explain shows a text that somebody asks for
 */
export function createStatusBar(container: HTMLElement, explain: (text: string) => void): StatusBar {
  const adapter = h('span.status-adapter');
  const software = h(
    'span.badge',
    { hidden: true, title: 'No graphics hardware is used: the processor does the work, and speeds are its.' },
    'software',
  );
  const missing = h(
    'button.badge',
    { hidden: true, type: 'button', onclick: () => explain(missing.title) },
    'CPU only',
  );
  const trajectories = figure('trajectories', 'traj.');
  const step = figure('step', '', true);
  const rate = figure('trajectory-steps/s', 'steps/s');
  const fps = figure('frames/s', 'fps');
  container.replaceChildren(
    h('span.status-device', {}, adapter, software, missing),
    trajectories.element,
    step.element,
    rate.element,
    fps.element,
  );
  return {
    update(figures) {
      // The badge says it; twice would read like a mistake.
      setText(adapter, figures.software ? figures.adapter.replace(/ \(software\)$/, '') : figures.adapter);
      adapter.title = figures.adapter;
      software.hidden = !figures.software;
      missing.hidden = figures.shortcoming === null;
      missing.title = figures.shortcoming ?? '';
      setText(trajectories.long, figures.trajectories === 1 ? 'trajectory' : 'trajectories');
      trajectories.set(formatCount(figures.trajectories), formatSi(figures.trajectories));
      step.set(`${formatCount(figures.step)} / ${formatCount(figures.steps)}`);
      rate.set(figures.rate > 0 ? formatSi(figures.rate) : '–');
      fps.set(figures.fps > 0 ? figures.fps.toFixed(0) : '–');
    },
  };
}

/** A number with its name; on narrow screens a shorter name and number. */
function figure(
  name: string,
  short = name,
  nameFirst = false,
): { element: HTMLElement; long: Element; set(text: string, brief?: string): void } {
  const values = [h('b.long', {}, '–'), h('b.short', {}, '–')] as const;
  const names = [h('span.long', {}, name), h('span.short', {}, short)];
  const element = h('span.figure', {}, ...(nameFirst ? [...names, ...values] : [...values, ...names]));
  return {
    element,
    /** The name in full. */
    long: names[0],
    set(text, brief = text) {
      setText(values[0], text);
      setText(values[1], brief);
    },
  };
}
