import type { GUI } from 'lil-gui';
import type { HyperValue } from '../../engine/run-spec.ts';
import { scheduleById, schedules } from '../../schedules/index.ts';
import { editSpec } from '../../state/edits.ts';
import { bind } from '../controls/field.ts';
import { RangeField } from '../controls/range-field.ts';
import { SelectField } from '../controls/select-field.ts';
import { ToggleField } from '../controls/toggle-field.ts';
import { keepFolder, type PanelContext } from './context.ts';
import { addHyperField } from './hyper-field.ts';

const choices = schedules.map(({ id, title, description }) => ({ value: id, label: title, description }));

/** What happens to the learning rate over the steps, and to the gradient before the optimizer sees it. */
export function addScheduleFolder(folder: GUI, context: PanelContext): () => void {
  const { store } = context;
  const spec = () => store.get().spec;
  const clipNorm = () => spec().gradient.clipNorm;
  /** The norm to come back to when clipping is switched on again. */
  let lastNorm = 1;

  const setParam = (name: string, value: HyperValue, standard: HyperValue) =>
    store.update((state) => {
      const params = { ...state.spec.schedule.params, [name]: value };
      if (value === standard) delete params[name];
      return editSpec(state, { schedule: { ...state.spec.schedule, params } });
    });
  const setGradient = (change: Partial<ReturnType<typeof spec>['gradient']>) =>
    store.update((state) => editSpec(state, { gradient: { ...state.spec.gradient, ...change } }));

  return keepFolder(
    folder,
    context,
    (state) => [state.spec.schedule.id, state.spec.gradient.clipNorm === null],
    () => {
      const schedule = scheduleById(spec().schedule.id);
      new SelectField(
        folder,
        bind(
          () => spec().schedule.id,
          (id) => store.update((state) => editSpec(state, { schedule: { id, params: {} } })),
        ),
        { label: 'schedule', description: schedule?.description, key: 'schedule', choices },
      );
      for (const param of schedule?.params ?? []) {
        const get = () => spec().schedule.params[param.name];
        addHyperField(folder, param, `schedule-${param.name}`, get, (value) =>
          setParam(param.name, value, param.default),
        );
      }
      new ToggleField(
        folder,
        bind(
          () => clipNorm() !== null,
          (on) => {
            lastNorm = clipNorm() ?? lastNorm;
            setGradient({ clipNorm: on ? lastNorm : null });
          },
        ),
        {
          label: 'clipping',
          description: 'Scales a longer gradient down to the given norm.',
          key: 'clip',
        },
      );
      if (clipNorm() !== null) {
        new RangeField(
          folder,
          bind(
            () => clipNorm() ?? lastNorm,
            (norm) => setGradient({ clipNorm: norm }),
          ),
          {
            label: 'norm',
            description: 'Largest Euclidean norm of the gradient.',
            key: 'clip-norm',
            scale: { kind: 'log', min: 1e-3, max: 1e3 },
            standard: 1,
            bounds: { min: 0, max: 3e38, exclusiveMin: true },
          },
        );
      }
      new RangeField(
        folder,
        bind(
          () => spec().gradient.noise,
          (noise) => setGradient({ noise }),
        ),
        {
          label: 'noise',
          description: 'Standard deviation of the Gaussian noise added to each component of the gradient.',
          key: 'noise',
          scale: { kind: 'log-or-zero', min: 1e-3, max: 1e3 },
          standard: 0,
          bounds: { min: 0, max: 3e38 },
          text: (value) => (value === 0 ? 'none' : null),
        },
      );
    },
  );
}
