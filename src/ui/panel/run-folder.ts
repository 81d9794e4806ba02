import type { GUI } from 'lil-gui';
import { defaultSpec } from '../../engine/default-spec.ts';
import { MAX_STEPS } from '../../engine/run-limits.ts';
import type { StopSpec } from '../../engine/run-spec.ts';
import { editSpec, editView } from '../../state/edits.ts';
import { defaultView, viewLimits } from '../../state/view-defaults.ts';
import { bind } from '../controls/field.ts';
import { NumbersField } from '../controls/numbers-field.ts';
import { RangeField } from '../controls/range-field.ts';
import { formatCount } from '../format.ts';
import { keepFolder, type PanelContext } from './context.ts';

/** The slider's reach; more can be typed. */
const SLIDER_STEPS = 20_000;

/** How long, how fast, and when a trajectory may rest. */
export function addRunFolder(folder: GUI, context: PanelContext): () => void {
  const { store } = context;
  const spec = () => store.get().spec;
  const setStop = (change: Partial<StopSpec>) =>
    store.update((state) => editSpec(state, { stop: { ...state.spec.stop, ...change } }));
  return keepFolder(
    folder,
    context,
    () => null,
    () => {
      const speed = bind(
        () => store.get().view.speed,
        (value) => store.update((state) => editView(state, { speed: value })),
      );
      new RangeField(folder, speed, {
        label: 'speed',
        description: 'Steps per second; the device may be slower.',
        key: 'speed',
        scale: { kind: 'log', ...viewLimits.speed, integer: true },
        standard: defaultView.speed,
        bounds: viewLimits.speed,
        text: (value) => `${formatCount(value)}/s`,
      });
      const steps = bind(
        () => spec().steps,
        (value) => store.update((state) => editSpec(state, { steps: value })),
      );
      new RangeField(folder, steps, {
        label: 'steps',
        description: 'The run ends after this many.',
        key: 'steps',
        scale: { kind: 'log', min: 1, max: SLIDER_STEPS, integer: true },
        standard: defaultSpec.steps,
        bounds: { min: 0, max: MAX_STEPS },
        text: formatCount,
      });
      const norm = bind(
        () => spec().stop.gradientNorm,
        (value) => setStop({ gradientNorm: value }),
      );
      new RangeField(folder, norm, {
        label: 'stop at ‖∇L‖',
        description: 'A trajectory whose gradient norm is not above this has converged and rests.',
        key: 'stop-gradient',
        scale: { kind: 'log-or-zero', min: 1e-8, max: 10 },
        standard: 0,
        bounds: { min: 0, max: 3e38 },
        text: (value) => (value === 0 ? 'never' : null),
      });
      const loss = bind<readonly number[] | null>(
        () => (spec().stop.loss === null ? null : [spec().stop.loss!]),
        (values) => setStop({ loss: values?.[0] ?? null }),
      );
      new NumbersField(folder, loss, {
        label: 'stop at loss',
        description: 'A trajectory whose loss is not above this has converged and rests. Empty: never.',
        key: 'stop-loss',
        parts: ['loss'],
        placeholder: 'never',
      });
    },
  );
}
