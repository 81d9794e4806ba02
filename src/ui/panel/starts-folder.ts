import type { GUI } from 'lil-gui';
import { DEFAULT_COUNT, DEFAULT_RADIUS, DEFAULT_SPREAD } from '../../engine/default-spec.ts';
import { MAX_SEED } from '../../engine/run-limits.ts';
import type { Point, StartsSpec } from '../../engine/run-spec.ts';
import { editSpec, setStartsKind } from '../../state/edits.ts';
import { type Tool, tools } from '../../state/session.ts';
import { bind } from '../controls/field.ts';
import { NumbersField } from '../controls/numbers-field.ts';
import { RangeField } from '../controls/range-field.ts';
import { SegmentedField } from '../controls/segmented-field.ts';
import { SelectField } from '../controls/select-field.ts';
import { h } from '../dom.ts';
import { formatCount } from '../format.ts';
import { icon } from '../icons.ts';
import { keepFolder, type PanelContext } from './context.ts';
import { domainOf } from './formula-box.ts';

const kinds: readonly { value: StartsSpec['kind']; label: string }[] = [
  { value: 'grid', label: 'Grid' },
  { value: 'uniform', label: 'Uniform at random' },
  { value: 'normal', label: 'Normal around a point' },
  { value: 'ring', label: 'Ring' },
  { value: 'points', label: 'Placed by hand' },
];

const toolLabels: Record<Tool, { label: string; description: string }> = {
  orbit: { label: 'Orbit', description: 'Drag turns the surface.' },
  drop: { label: 'Drop', description: 'A click on the surface drops a start there.' },
  brush: { label: 'Brush', description: 'Dragging over the surface paints starts.' },
};

/** Where trajectories begin, and how many. */
export function addStartsFolder(folder: GUI, context: PanelContext): () => void {
  const { store, session, actions } = context;
  const starts = () => store.get().spec.starts;
  const merge = (change: object) =>
    store.update((state) => editSpec(state, { starts: { ...state.spec.starts, ...change } as StartsSpec }));
  /** What the other kinds of starts do not say, to come back to. */
  const last: { count: number; points: Point[] } = { count: DEFAULT_COUNT, points: [] };
  const setKind = (kind: StartsSpec['kind']) => {
    const points = last.points.length > 0 ? last.points : [offCentre(context)];
    store.update((state) => setStartsKind(state, kind, { ...last, points }));
  };

  const stopCount = store.subscribe(
    (state) => state.spec.starts,
    (_, before) => {
      if (before.kind !== 'points') last.count = before.count;
    },
  );
  const stopFolder = keepFolder(
    folder,
    context,
    (state) => [
      state.spec.starts.kind,
      state.spec.starts.kind === 'points' && state.spec.starts.points.length,
    ],
    () => {
      const current = starts();
      if (current.kind === 'points') last.points = current.points;
      new SelectField(
        folder,
        bind(
          () => starts().kind as string,
          (kind) => setKind(kind as StartsSpec['kind']),
        ),
        { label: 'starts', key: 'starts', choices: kinds },
      );
      if (current.kind === 'points') addPlaced(folder, current.points.length, () => setKind('grid'));
      else addCount(folder, context, merge);
      if (current.kind === 'normal' || current.kind === 'ring') addCenter(folder, context, merge);
      addSeed(folder, context);
      new SegmentedField(
        folder,
        bind(() => session.tool.get(), actions.setTool),
        {
          label: 'tool',
          key: 'tool',
          choices: tools.map((tool) => ({ value: tool, ...toolLabels[tool] })),
        },
      );
    },
  );
  const stopTool = session.tool.subscribe(() => {
    for (const controller of folder.controllers) controller.updateDisplay();
  });
  return () => {
    stopCount();
    stopFolder();
    stopTool();
  };
}

/** A first point where something happens: a third of the way from the centre to the corner. */
function offCentre({ store }: PanelContext): Point {
  const [xmin, xmax, ymin, ymax] = domainOf(store.get().spec.surface);
  const third = (from: number, to: number) => Number((from + (to - from) / 3).toPrecision(3));
  return [third(xmin, xmax), third(ymin, ymax)];
}

function addCount(folder: GUI, { store, limits }: PanelContext, merge: (change: object) => void): void {
  const get = () => {
    const { starts } = store.get().spec;
    return starts.kind === 'points' ? starts.points.length : starts.count;
  };
  new RangeField(
    folder,
    bind(get, (count) => merge({ count })),
    {
      label: 'count',
      description: `Trajectories per team, up to ${formatCount(limits.maxCount)} on this device.`,
      key: 'count',
      scale: { kind: 'log', min: 1, max: limits.maxCount, integer: true },
      standard: DEFAULT_COUNT,
      bounds: { min: 1, max: limits.maxCount },
      text: formatCount,
    },
  );
}

function addPlaced(folder: GUI, count: number, clear: () => void): void {
  folder.$children.append(
    h(
      'div.placed',
      {},
      h('span', {}, `${formatCount(count)} ${count === 1 ? 'start' : 'starts'} placed`),
      h('button.text-button', { type: 'button', onclick: clear }, 'Back to a grid'),
    ),
  );
}

function addCenter(folder: GUI, { store }: PanelContext, merge: (change: object) => void): void {
  const starts = () => store.get().spec.starts;
  const center = () => {
    const current = starts();
    return 'center' in current ? current.center : null;
  };
  new NumbersField(
    folder,
    bind<readonly number[] | null>(center, (point) => merge({ center: point })),
    {
      label: 'centre',
      description: 'Empty: the middle of the domain.',
      key: 'center',
      parts: ['x', 'y'],
      placeholder: 'middle',
    },
  );
  const current = starts();
  const [name, standard] =
    current.kind === 'ring' ? (['radius', DEFAULT_RADIUS] as const) : (['spread', DEFAULT_SPREAD] as const);
  const get = () => {
    const now = starts();
    return now.kind === 'ring' ? now.radius : now.kind === 'normal' ? now.spread : standard;
  };
  new RangeField(
    folder,
    bind(get, (value) => merge({ [name]: value })),
    {
      label: name,
      description: 'As a fraction of half the domain.',
      key: name,
      scale: { kind: 'linear', min: 0, max: 1 },
      standard,
      bounds: { min: 0, max: 1000 },
    },
  );
}

function addSeed(folder: GUI, { store }: PanelContext): void {
  const set = (seed: number) => store.update((state) => editSpec(state, { seed }));
  const field = new NumbersField(
    folder,
    bind<readonly number[] | null>(
      () => [store.get().spec.seed],
      (values) => set(values![0]!),
    ),
    {
      label: 'seed',
      description: 'Random starts and noise depend on it alone.',
      key: 'seed',
      parts: ['seed'],
      refuse: ([seed]) =>
        Number.isInteger(seed) && seed! >= 0 && seed! <= MAX_SEED
          ? null
          : `A whole number from 0 to ${MAX_SEED}.`,
    },
  );
  const roll = () => set(Math.floor(Math.random() * 100_000));
  field.$widget.append(
    h(
      'button.icon-button',
      { type: 'button', title: 'Another seed', 'aria-label': 'Another seed', onclick: roll },
      icon('dice'),
    ),
  );
}
