import type { GUI } from 'lil-gui';
import type { SurfaceSpec } from '../../engine/run-spec.ts';
import { editSpec, setSurfaceParam } from '../../state/edits.ts';
import { setSurface } from '../../state/suit-rates.ts';
import { surfaceById, surfaces } from '../../surfaces/index.ts';
import { type SurfaceParameter, surfaceGroups } from '../../surfaces/surface.ts';
import { bind } from '../controls/field.ts';
import { NumbersField } from '../controls/numbers-field.ts';
import { RangeField } from '../controls/range-field.ts';
import { type Choice, SelectField } from '../controls/select-field.ts';
import { h } from '../dom.ts';
import { keepFolder, type PanelContext } from './context.ts';
import { createFormulaBox, domainOf, paramsOf } from './formula-box.ts';

/** Value of the menu that stands for a typed formula. */
const TYPED = 'formula';

/** The menu of surfaces, why the chosen one is interesting, its formula, and its parameters. */
export function addSurfaceFolder(folder: GUI, context: PanelContext): () => void {
  const { store, session } = context;
  const formula = createFormulaBox(store, session.surfaceProblem);
  const surface = () => store.get().spec.surface;
  const stop = keepFolder(
    folder,
    context,
    (state) => structureOf(state.spec.surface),
    () => {
      const current = surface();
      new SelectField(
        folder,
        bind(
          () => idOf(surface()),
          (id) => {
            if (id !== TYPED)
              store.update((state) => setSurface(state, { id, params: {} }, session.handRates));
          },
        ),
        { label: 'surface', key: 'surface', choices: choicesFor(current) },
      );
      const entry = 'id' in current ? surfaceById(current.id) : undefined;
      if (entry !== undefined) folder.$children.append(h('p.why', { title: entry.source }, entry.why));
      folder.$children.append(formula.element);
      for (const parameter of parametersOf(current)) addParameter(folder, context, parameter);
      if ('formula' in current) addDomain(folder, context);
    },
  );
  const stopRefresh = store.subscribe((state) => state.spec.surface, formula.refresh);
  return () => {
    stop();
    stopRefresh();
    formula.dispose();
  };
}

const idOf = (surface: SurfaceSpec): string => ('id' in surface ? surface.id : TYPED);

const structureOf = (surface: SurfaceSpec): unknown =>
  'id' in surface ? surface.id : Object.keys(surface.params);

function choicesFor(surface: SurfaceSpec): Choice[] {
  const typed: Choice[] = 'formula' in surface ? [{ value: TYPED, label: 'typed formula' }] : [];
  const grouped = surfaceGroups.flatMap((group) =>
    surfaces
      .filter((entry) => entry.group === group)
      .map(({ id, title, why }) => ({ value: id, label: title, group, description: why })),
  );
  return [...typed, ...grouped];
}

/** Of a typed formula: nothing is known about its names, so a slider from −10 to 10 that may be typed beyond. */
const freeParameter = (name: string): SurfaceParameter => ({
  name,
  default: 1,
  min: -10,
  max: 10,
  scale: 'linear',
  description: 'A parameter of the formula.',
});

const parametersOf = (surface: SurfaceSpec): readonly SurfaceParameter[] =>
  'id' in surface
    ? (surfaceById(surface.id)?.parameters ?? [])
    : Object.keys(surface.params).map(freeParameter);

function addParameter(folder: GUI, { store }: PanelContext, parameter: SurfaceParameter): void {
  const { name, description, min, max, integer } = parameter;
  const isFormula = 'formula' in store.get().spec.surface;
  const binding = bind(
    () => paramsOf(store.get().spec.surface)[name] ?? parameter.default,
    // A formula states all its parameters; a catalogue surface only what differs.
    (value) =>
      store.update((state) => setSurfaceParam(state, name, value, isFormula ? undefined : parameter.default)),
  );
  new RangeField(folder, binding, {
    label: name,
    description,
    key: `param-${name}`,
    scale: { kind: parameter.scale === 'log' && min > 0 ? 'log' : 'linear', min, max, integer },
    standard: parameter.default,
    bounds: isFormula ? { min: -3e38, max: 3e38 } : { min, max },
  });
}

function addDomain(folder: GUI, { store }: PanelContext): void {
  const binding = bind<readonly number[] | null>(
    () => domainOf(store.get().spec.surface),
    (values) => {
      const [xmin, xmax, ymin, ymax] = values ?? [];
      store.update((state) =>
        editSpec(state, {
          surface: { ...state.spec.surface, domain: [xmin!, xmax!, ymin!, ymax!] } as SurfaceSpec,
        }),
      );
    },
  );
  new NumbersField(folder, binding, {
    label: 'domain',
    description: 'The rectangle that is shown and that starts are spread over.',
    key: 'domain',
    parts: ['x from', 'x to', 'y from', 'y to'],
    refuse: ([xmin, xmax, ymin, ymax]) =>
      xmin! < xmax! && ymin! < ymax! ? null : 'Each “from” must be less than its “to”.',
  });
}
