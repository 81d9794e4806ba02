import { createDialog } from './dialog-frame.ts';
import { h } from './dom.ts';
import { shortcutList } from './shortcuts.ts';

const seen: readonly [string, string][] = [
  [
    'Surface',
    'A loss of two parameters, x and y. Height and colour are the loss; lines join places of equal loss.',
  ],
  [
    'Points',
    'Trajectories: each is one start, followed by one optimizer. A colour is a team, and all teams have the same starts. With WebGPU, more than 100,000 of a team are shown as a glow, the brighter the more are at a place.',
  ],
  [
    'At rest',
    'A trajectory that meets a stop condition has converged and rests; one that leaves for good has diverged and fades.',
  ],
  ['Curves', 'Per team the median over its trajectories, and a band that holds 90 % of them.'],
  [
    'Spread',
    'Per team the losses or gradient norms of the whole swarm: how many lie where over the steps, with histograms of now, or of the step pointed at, beside it.',
  ],
  [
    'Inspector',
    'One trajectory, step by step: the optimizer’s equations with the numbers of that step under them, and the same step in float64 beside it.',
  ],
  [
    'Compare',
    'All teams from the same starts: who reaches a loss, how often and how fast. Tuning tries the same number of learning rates for each, and says which serves best and how wide the band is that serves as well.',
  ],
  [
    'Check',
    'Every number comes from the GPU in float32. The check repeats steps of this very run in float64 on the CPU and compares, within bounds that are computed, not chosen. Without WebGPU the CPU computes, in float64, and there is nothing to check; “?engine=cpu” in the address before the “#” shows what that is like.',
  ],
];

const terms: readonly [string, string][] = [
  [
    '∇L',
    'The gradient: the direction in which the loss grows fastest. Most optimizers see nothing else of the surface.',
  ],
  [
    'λ',
    'Eigenvalues of the Hessian: how strongly the surface curves, along the directions in which it curves most and least.',
  ],
  ['κ', 'Condition number, the ratio of the two. Large means a ravine: steep across, flat along.'],
  [
    '2/λ max',
    'The largest learning rate at which plain gradient descent does not overshoot further with every step.',
  ],
];

/** What the keys do and what is seen. */
export function createHelpDialog(): HTMLDialogElement {
  return createDialog(
    'help-dialog',
    'A laboratory for optimizers',
    h(
      'p.lead',
      {},
      'Swarms of optimizer trajectories descend a loss surface on your GPU, or on the CPU where there is no WebGPU. Pick a surface or type a formula, let optimizers race, and change anything while they run: the address always holds the whole experiment.',
    ),
    h('h3', {}, 'What you see'),
    list('facts', seen),
    h('h3', {}, 'Under the pointer'),
    list('facts.symbols', terms),
    h('h3', {}, 'Keyboard'),
    h(
      'dl.keys',
      {},
      ...shortcutList.flatMap(({ keys, does }) => [h('dt', {}, h('kbd', {}, keys)), h('dd', {}, does)]),
    ),
    h('h3', {}, 'Pointer'),
    list('facts', [
      ['Drag', 'turns the surface; with the right button, or two fingers, it moves'],
      ['Wheel', 'zooms, as a pinch does'],
      ['Click', 'on a point or a trail looks into its trajectory; beside them all, looks away'],
      [
        'Drop and brush',
        'tools that place starts: a click one (Shift and a click do so, too), dragging many',
      ],
    ]),
    h('h3', {}, 'How fast it is'),
    h(
      'p.lead',
      {},
      'Every engine beside others on this machine: ',
      h('a.bench-link', { href: '?bench' }, 'measure'),
      '.',
    ),
  );
}

const list = (className: string, items: readonly [string, string][]): HTMLElement =>
  h(`dl.${className}`, {}, ...items.flatMap(([term, text]) => [h('dt', {}, term), h('dd', {}, text)]));
