import type { GUI } from 'lil-gui';
import { scheduleById, schedules } from '../../schedules/index.ts';
import { setSchedule, setScheduleParam } from '../../state/edits.ts';
import { bind } from '../controls/field.ts';
import { SelectField } from '../controls/select-field.ts';
import { keepFolder, type PanelContext } from './context.ts';
import { addHyperField } from './hyper-field.ts';

const choices = schedules.map(({ id, title, description }) => ({ value: id, label: title, description }));

/** What happens to the learning rate over the steps. */
export function addScheduleFolder(folder: GUI, context: PanelContext): () => void {
  const { store } = context;
  const chosen = () => store.get().spec.schedule;
  return keepFolder(
    folder,
    context,
    (state) => state.spec.schedule.id,
    () => {
      const schedule = scheduleById(chosen().id);
      const id = bind(
        () => chosen().id,
        (next) => store.update((state) => setSchedule(state, scheduleById(next)!)),
      );
      new SelectField(folder, id, {
        label: 'schedule',
        description: schedule?.description,
        key: 'schedule',
        choices,
      });
      for (const param of schedule?.params ?? []) {
        const get = () => chosen().params[param.name];
        addHyperField(folder, param, `schedule-${param.name}`, get, (value) =>
          store.update((state) => setScheduleParam(state, param.name, value, param.default)),
        );
      }
    },
  );
}
