import { Controller, type GUI } from 'lil-gui';
import { standardValue } from '../../engine/complete-values.ts';
import { planSurface } from '../../engine/plan-run.ts';
import { MAX_TEAMS } from '../../engine/run-limits.ts';
import type { HyperValue, OptimizerSpec, SurfaceSpec } from '../../engine/run-spec.ts';
import { optimizerById, optimizers } from '../../optimizers/index.ts';
import type { HyperSpec } from '../../optimizers/optimizer.ts';
import { addTeam, removeTeam, setHyper, setOptimizer, toggleTeam } from '../../state/edits.ts';
import type { HandRates } from '../../state/hand-rates.ts';
import { suitRate } from '../../state/suit-rates.ts';
import { createSelect, wrapSelect } from '../controls/select-field.ts';
import { h } from '../dom.ts';
import { icon } from '../icons.ts';
import { pageStorage } from '../page-storage.ts';
import { colorOfTeam } from '../theme.ts';
import { keepFolder, type PanelContext } from './context.ts';
import { addHyperField } from './hyper-field.ts';
import { createHyperMemory, type HyperMemory } from './hyper-memory.ts';

const choices = optimizers.map(({ id, title, description }) => ({ value: id, label: title, description }));

/** One block per team: shown or not, which optimizer, its learning rate, and the rest of its numbers on demand. */
export function addTeamsFolder(folder: GUI, context: PanelContext): () => void {
  const { store } = context;
  const memory = createHyperMemory(pageStorage());
  /** Teams whose further hyperparameters are shown. */
  const open = new Set<number>();
  return keepFolder(
    folder,
    context,
    (state) => [state.spec.optimizers.map(({ id }) => id), state.view.colors],
    () => {
      const { optimizers: teams } = store.get().spec;
      teams.forEach((_, team) => {
        addTeamBlock(folder, context, team, memory, open);
      });
      folder.$children.append(addTeamRow(context, memory, teams.length));
    },
  );
}

function addTeamBlock(
  folder: GUI,
  context: PanelContext,
  team: number,
  memory: HyperMemory,
  open: Set<number>,
): void {
  const { store, session } = context;
  const current = () => store.get().spec.optimizers[team];
  const optimizer = optimizerById(current()?.id ?? '');
  if (optimizer === undefined) return;
  const block = folder.addFolder('');
  block.domElement.classList.add('team-block');
  block.domElement.style.setProperty('--team', colorOfTeam(store.get(), team));

  const header = new TeamHeader(block, context, team, memory);
  const addField = (parent: GUI, spec: HyperSpec) => {
    const standard = () =>
      standardOf(spec, optimizer.hyper, current()?.hyper ?? {}, store.get().spec.surface);
    const field = addHyperField(
      parent,
      spec,
      `team-${team}-${spec.name}`,
      () => current()?.hyper[spec.name],
      (value) => {
        const before = current();
        store.update((state) => setHyper(state, team, spec.name, value, standard()));
        const after = current();
        if (before === undefined || after === undefined) return;
        if (spec.name === 'lr') session.handRates.chose(before, after);
        memory.keep(after);
      },
      standard,
    );
    const { onlyWith } = spec;
    if (onlyWith !== undefined) header.shows(field, () => Number(current()?.hyper[onlyWith] ?? 0) > 0);
  };
  const [first, ...rest] = optimizer.hyper;
  if (first !== undefined) addField(block, first);
  const more = block.addFolder('');
  more.domElement.classList.add('team-more');
  for (const spec of rest) addField(more, spec);
  more.open(open.has(team));
  header.discloses(more, rest.length > 0, (isOpen) => (isOpen ? open.add(team) : open.delete(team)));
}

/** What a hyperparameter is if nothing is said of it, beside what is said of others and on this surface. */
function standardOf(
  spec: HyperSpec,
  specs: readonly HyperSpec[],
  given: OptimizerSpec['hyper'],
  surface: SurfaceSpec,
): HyperValue {
  const lowest = spec.defaultBy === 'lowest loss' ? planSurface(surface).minima[0]?.loss : undefined;
  return standardValue(spec, specs, given, lowest);
}

class TeamHeader extends Controller {
  private readonly context: PanelContext;
  private readonly team: number;
  private readonly dot: HTMLButtonElement;
  private readonly select: HTMLSelectElement;
  private readonly disclose: HTMLButtonElement;
  private readonly remove: HTMLButtonElement;
  /** Fields that are shown at times only. */
  private readonly occasional: { field: Controller; isShown: () => boolean }[] = [];

  constructor(parent: GUI, context: PanelContext, team: number, memory: HyperMemory) {
    super(parent, { team }, 'team', 'team-header');
    this.context = context;
    this.team = team;
    const { store, session } = context;
    this.domElement.dataset.key = `team-${team}`;
    this.dot = h('button.team-dot', {
      type: 'button',
      onclick: () => store.update((state) => toggleTeam(state, team)),
    });
    this.select = createSelect(`Optimizer of team ${team + 1}`, choices, (id) => {
      memory.keep(store.get().spec.optimizers[team]!);
      store.update((state) =>
        setOptimizer(state, team, freshTeam(state.spec.surface, session.handRates, memory, id)),
      );
    });
    this.disclose = h(
      'button.icon-button',
      { type: 'button', title: 'All hyperparameters' },
      icon('sliders'),
    );
    this.remove = h(
      'button.icon-button',
      { type: 'button', onclick: () => store.update((state) => removeTeam(state, team)) },
      icon('close'),
    );
    this.domElement.replaceChildren(
      this.dot,
      wrapSelect(this.select),
      h('span.spacer'),
      this.disclose,
      this.remove,
    );
    this.updateDisplay();
  }

  discloses(more: GUI, any: boolean, onToggle: (open: boolean) => void): void {
    const show = () => {
      this.disclose.setAttribute('aria-expanded', String(!more._closed));
    };
    this.disclose.hidden = !any;
    this.disclose.addEventListener('click', () => {
      more.openAnimated(more._closed);
      onToggle(!more._closed);
      show();
    });
    show();
  }

  /** Shows a field while it means something, and hides it otherwise. */
  shows(field: Controller, isShown: () => boolean): void {
    this.occasional.push({ field, isShown });
    field.show(isShown());
  }

  override updateDisplay(): this {
    for (const { field, isShown } of this.occasional) field.show(isShown());
    const { spec, view } = this.context.store.get();
    const optimizer = optimizerById(spec.optimizers[this.team]?.id ?? '');
    if (optimizer === undefined) return this;
    const hidden = view.hidden.includes(this.team);
    this.select.value = optimizer.id;
    this.select.title = optimizer.description;
    this.dot.setAttribute('aria-pressed', String(!hidden));
    this.dot.title = `${hidden ? 'Show' : 'Hide'} ${optimizer.title}`;
    this.dot.setAttribute('aria-label', this.dot.title);
    this.disclose.setAttribute('aria-label', `All hyperparameters of ${optimizer.title}`);
    this.remove.title = `Remove ${optimizer.title}`;
    this.remove.setAttribute('aria-label', this.remove.title);
    this.remove.disabled = spec.optimizers.length === 1;
    return this;
  }
}

function addTeamRow({ store, session }: PanelContext, memory: HyperMemory, teams: number): HTMLElement {
  const select = createSelect('Add a team', [{ value: '', label: 'Add optimizer…' }, ...choices], (id) => {
    if (id !== '')
      store.update((state) => addTeam(state, freshTeam(state.spec.surface, session.handRates, memory, id)));
  });
  select.disabled = teams >= MAX_TEAMS;
  return h('div.add-team', { 'data-key': 'add-team' }, icon('plus'), select);
}

/** An optimizer as it was last set, with a learning rate that suits the surface unless a person chose one. */
const freshTeam = (surface: SurfaceSpec, byHand: HandRates, memory: HyperMemory, id: string): OptimizerSpec =>
  suitRate(memory.recall(id) ?? { id, hyper: {} }, surface, byHand);
