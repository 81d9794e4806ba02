import { h, setText } from './dom.ts';
import { formatCount, formatSi } from './format.ts';

export interface StatusFigures {
  /** Name for people. */
  adapter: string;
  /** The adapter is a CPU that plays a GPU, or the engine is the CPU's. */
  software: boolean;
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

/** One line: what computes, how much, how fast. */
export function createStatusBar(container: HTMLElement): StatusBar {
  const adapter = h('span.status-adapter');
  const software = h(
    'span.badge',
    { hidden: true, title: 'No graphics hardware is used: the processor does the work, and speeds are its.' },
    'software',
  );
  const trajectories = figure('trajectories');
  const step = figure('step');
  const rate = figure('trajectory-steps/s', 'steps/s');
  const fps = figure('frames/s', 'fps');
  container.replaceChildren(
    h('span.status-device', {}, adapter, software),
    trajectories.element,
    step.element,
    rate.element,
    fps.element,
  );
  return {
    update(figures) {
      setText(adapter, figures.adapter);
      adapter.title = figures.adapter;
      software.hidden = !figures.software;
      trajectories.set(formatCount(figures.trajectories));
      step.set(`${formatCount(figures.step)} / ${formatCount(figures.steps)}`);
      rate.set(figures.rate > 0 ? formatSi(figures.rate) : '–');
      fps.set(figures.fps > 0 ? figures.fps.toFixed(0) : '–');
    },
  };
}

function figure(name: string, short = name): { element: HTMLElement; set(text: string): void } {
  const value = h('b', {}, '–');
  const label = h('span.long', {}, ` ${name}`);
  const element = h('span.figure', {}, value, label, h('span.short', {}, ` ${short}`));
  return { element, set: (text) => setText(value, text) };
}
