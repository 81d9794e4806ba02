import { h, setText } from '../dom.ts';
import { formatCount, formatNumber } from '../format.ts';
import { icon } from '../icons.ts';
import { arrowsOf } from './arrows.ts';
import { createComparisonView } from './comparison-view.ts';
import { createEquationsView } from './equations-view.ts';
import type { InspectedTrajectory, Pair } from './inspected.ts';
import { effectiveText, isPlainDescent, rateNote, stepSentence } from './notes.ts';
import { effectiveRates } from './quantities.ts';
import { createQuantitiesView } from './quantities-view.ts';
import { createStepsBar } from './steps-bar.ts';

export interface InspectorActions {
  /** Looks into another trajectory. */
  inspect(chosen: { team: number; index: number }): void;
  /** Looks into the trajectory of a team that has the lowest loss now. */
  inspectBest(team: number): void;
  /** Shows a step; null follows the run. */
  showStep(step: number | null): void;
  close(): void;
}

/** What is shown of one trajectory: who it is, its steps, and what the optimizer made of each. */
export interface Inspector {
  readonly element: HTMLElement;
  /** @param names of the teams; null where nothing is selected */
  show(trajectory: InspectedTrajectory | null, names: readonly string[]): void;
  /** Work that takes a while, such as `replaying: step 1,000`; empty when done. */
  setProgress(text: string): void;
  /** Hidden, it costs nothing. */
  setVisible(visible: boolean): void;
}

export function createInspector(actions: InspectorActions): Inspector {
  let latest: { trajectory: InspectedTrajectory | null; names: readonly string[] } = {
    trajectory: null,
    names: [],
  };
  let isVisible = false;
  const progress = h('p.inspector-progress', { role: 'status', hidden: true });
  const empty = createInvitation(actions);
  const head = createHead(actions);
  const steps = createStepsBar(actions.showStep);
  const equations = createEquationsView();
  const quantities = createQuantitiesView();
  const comparison = createComparisonView();
  const sentence = h('p.inspector-sentence');
  const rate = h('p.inspector-rate');
  const arrowKey = createArrowKey();
  const handed = h('p.inspector-handed');
  const body = h(
    'div.inspector-body',
    { hidden: true },
    head.element,
    steps.element,
    h(
      'div.inspector-scroll',
      {},
      sentence,
      arrowKey.element,
      handed,
      equations.element,
      quantities.element,
      rate,
      comparison.element,
    ),
  );
  const element = h('div.inspector', {}, empty.element, body, progress);

  const render = () => {
    if (!isVisible) return;
    const { trajectory, names } = latest;
    empty.element.hidden = trajectory !== null || !progress.hidden;
    body.hidden = trajectory === null;
    if (trajectory === null) {
      empty.show(names);
      return;
    }
    const { optimizer, step, isTransformed } = trajectory;
    head.show(trajectory, names);
    steps.show(trajectory);
    setText(
      sentence,
      step === null
        ? 'This is where it starts: take the first step with ›.'
        : stepSentence(optimizer, step, isTransformed),
    );
    arrowKey.show(trajectory);
    showHanded(handed, trajectory);
    equations.show(trajectory);
    quantities.show(trajectory);
    showRate(rate, trajectory);
    comparison.show(optimizer, step);
  };

  return {
    element,
    show(trajectory, names) {
      latest = { trajectory, names };
      render();
    },
    setProgress(text) {
      progress.hidden = text === '';
      setText(progress, text);
      if (latest.trajectory === null) render();
    },
    setVisible(visible) {
      isVisible = visible;
      render();
    },
  };
}

/** What to do where nothing is selected. */
function createInvitation({ inspectBest }: InspectorActions) {
  const buttons = h('div.button-row.inspector-teams');
  let shown = '';
  return {
    element: h(
      'div.inspector-empty',
      {},
      h(
        'p',
        {},
        'Click a point, or a trail, to see why it moves as it does. Or take the best trajectory of a team:',
      ),
      buttons,
    ),
    show(names: readonly string[]) {
      if (names.join('\n') === shown) return;
      shown = names.join('\n');
      buttons.replaceChildren(
        ...names.map((name, team) =>
          h('button.text-button', { type: 'button', onclick: () => inspectBest(team) }, name),
        ),
      );
    },
  };
}

function createHead({ inspect, inspectBest, close }: InspectorActions) {
  let shown: InspectedTrajectory | null = null;
  const team = h('select', {
    'aria-label': 'Team',
    onchange: () => shown && inspect({ team: team.selectedIndex, index: shown.index }),
  });
  const index = h('input.trajectory-number', {
    type: 'number',
    min: 1,
    step: 1,
    'aria-label': 'Trajectory',
    title: 'Trajectory, counted from 1; N and P go to its neighbours',
    onchange: () => {
      const chosen = index.valueAsNumber - 1;
      if (shown && Number.isInteger(chosen) && chosen >= 0 && chosen < shown.count)
        inspect({ team: shown.team, index: chosen });
      else if (shown) index.value = String(shown.index + 1);
    },
  });
  const count = h('span.muted');
  const dot = h('span.dot');
  const facts = h('p.inspector-facts');
  const best = h(
    'button.text-button',
    {
      type: 'button',
      title: 'The trajectory of this team with the lowest loss now',
      onclick: () => shown && inspectBest(shown.team),
    },
    'best',
  );
  const leave = h(
    'button.icon-button',
    { type: 'button', title: 'Deselect (Esc)', 'aria-label': 'Deselect', onclick: close },
    icon('close'),
  );
  let named = '';
  return {
    element: h(
      'header.inspector-head',
      {},
      h('div.inspector-who', {}, dot, team, index, count, best, leave),
      facts,
    ),
    show(trajectory: InspectedTrajectory, names: readonly string[]) {
      shown = trajectory;
      if (names.join('\n') !== named) team.replaceChildren(...names.map((name) => h('option', {}, name)));
      named = names.join('\n');
      team.selectedIndex = trajectory.team;
      if (document.activeElement !== index) index.value = String(trajectory.index + 1);
      index.max = String(trajectory.count);
      setText(count, `of ${formatCount(trajectory.count)}`);
      dot.style.setProperty('--team', trajectory.color);
      setText(
        facts,
        `${trajectory.status} · from ${place(trajectory.start)} · at ${place(trajectory.position)} · loss ${formatNumber(trajectory.loss)}`,
      );
    },
  };
}

/** What the arrows on the surface are: those that there are in this step. */
function createArrowKey() {
  const words = {
    gradient: h('span.of-gradient'),
    momentum: h('span.of-momentum', {}, 'momentum'),
    step: h('span.of-step', {}, 'the step'),
  };
  const element = h(
    'p.arrow-key',
    {},
    ...Object.values(words),
    // Lengths tell arrows apart that point the same way.
    h('span.muted', {}, 'directions; lengths not to scale'),
  );
  return {
    element,
    show({ optimizer, step, isTransformed }: InspectedTrajectory) {
      const kinds = step === null ? [] : arrowsOf(optimizer, step).map(({ kind }) => kind);
      element.hidden = kinds.length === 0;
      for (const kind of ['gradient', 'momentum', 'step'] as const)
        words[kind].hidden = !kinds.includes(kind);
      setText(words.gradient, isTransformed ? '−g, as handed' : 'downhill, −g');
    },
  };
}

/** Both gradients, where what the optimizer is handed is another than the surface has. */
function showHanded(element: HTMLElement, { step, isTransformed }: InspectedTrajectory): void {
  element.hidden = step === null || !isTransformed;
  if (step === null || !isTransformed) return;
  setText(
    element,
    `The gradient it was handed is ${place(step.gradient, 3)}; that of the surface where the step began is ${place(step.slope, 3)}.`,
  );
}

const place = (pair: Pair, digits = 4): string =>
  `(${pair.map((value) => formatNumber(value, digits)).join(', ')})`;

/** The learning rate, what it came to, and what the curvature allows. */
function showRate(element: HTMLElement, { step, optimizer, isTransformed }: InspectedTrajectory): void {
  element.hidden = step === null;
  if (step === null) return;
  const note = rateNote(step, !isTransformed && isPlainDescent(optimizer, step));
  const effective = effectiveText(effectiveRates(step));
  element.replaceChildren(
    h('b', {}, `γ = ${formatNumber(step.scalars.lr ?? Number.NaN)}`),
    h(note.isLoud ? 'span.note.loud' : 'span.note', {}, note.text),
    ...(effective === ''
      ? []
      : [
          h(
            'span.effective',
            { title: 'How far each coordinate moved per unit of its own gradient: −Δθ / g' },
            effective,
          ),
        ]),
  );
}
