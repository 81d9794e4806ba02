import type { GUI } from 'lil-gui';
import { defaultSpec } from '../../engine/default-spec.ts';
import { MAX_BATCH } from '../../engine/run-limits.ts';
import type { GradientSpec } from '../../engine/run-spec.ts';
import { editSpec } from '../../state/edits.ts';
import { bind } from '../controls/field.ts';
import { RangeField, type RangeOptions } from '../controls/range-field.ts';
import { ToggleField } from '../controls/toggle-field.ts';
import { formatCount } from '../format.ts';
import { keepFolder, type PanelContext } from './context.ts';

/** Largest batch on the slider; more can be typed. */
const SLIDER_BATCH = 4096;
/** Largest radius on the slider: across most surfaces here. */
const SLIDER_RADIUS = 10;

type Clip = 'clipNorm' | 'clipValue';
/** What is clipped to when clipping is switched on for the first time. */
const FIRST_CLIP = 1;

const clips: readonly { name: Clip; key: string; label: string; description: string; what: string }[] = [
  {
    name: 'clipNorm',
    key: 'clip',
    label: 'clip norm',
    description: 'Scales a longer gradient down to a given Euclidean norm; its direction stays.',
    what: 'Largest Euclidean norm of the gradient.',
  },
  {
    name: 'clipValue',
    key: 'clip-value',
    label: 'clip value',
    description: 'Cuts each component of the gradient off at a given size, which turns its direction.',
    what: 'Largest size of each component of the gradient.',
  },
];

/** What happens to the gradient before the optimizer sees it, in the order in which it happens. */
export function addGradientFolder(folder: GUI, context: PanelContext): () => void {
  const { store } = context;
  const gradient = () => store.get().spec.gradient;
  const set = (change: Partial<GradientSpec>) =>
    store.update((state) => editSpec(state, { gradient: { ...state.spec.gradient, ...change } }));
  const range = (name: 'noise' | 'batchSize' | 'sam', options: Omit<RangeOptions, 'standard'>) =>
    new RangeField(
      folder,
      bind(
        () => gradient()[name],
        (value) => set({ [name]: value }),
      ),
      { ...options, standard: defaultSpec.gradient[name] },
    );
  /** The sizes to come back to when clipping is switched on again. */
  const last: Record<Clip, number> = { clipNorm: FIRST_CLIP, clipValue: FIRST_CLIP };

  return keepFolder(
    folder,
    context,
    ({ spec }) => [spec.gradient.noise > 0, ...clips.map(({ name }) => spec.gradient[name] === null)],
    () => {
      range('noise', {
        label: 'noise',
        description:
          'Adds Gaussian noise of this standard deviation to each component of the gradient, as if it came from one sample of many.',
        key: 'noise',
        scale: { kind: 'log-or-zero', min: 1e-3, max: 1e3 },
        bounds: { min: 0, max: 3e38 },
        text: (value) => (value === 0 ? 'none' : null),
      });
      if (gradient().noise > 0) {
        range('batchSize', {
          label: 'batch size',
          description:
            'Samples that a mini-batch averages over: the noise falls with the square root of their number.',
          key: 'batch-size',
          scale: { kind: 'log', min: 1, max: SLIDER_BATCH, integer: true },
          bounds: { min: 1, max: MAX_BATCH },
          text: formatCount,
        });
      }
      range('sam', {
        label: 'SAM radius ρ',
        description:
          'Sharpness-aware minimisation: takes the gradient this far uphill of the position, where a sharp minimum is steep and a flat one is not.',
        key: 'sam',
        scale: { kind: 'log-or-zero', min: 1e-3, max: SLIDER_RADIUS },
        bounds: { min: 0, max: 3e38 },
        text: (value) => (value === 0 ? 'none' : null),
      });
      for (const clip of clips) addClip(clip);
      new ToggleField(
        folder,
        bind(
          () => gradient().centralize,
          (centralize) => set({ centralize }),
        ),
        {
          label: 'centralise',
          description:
            'Gradient centralisation: takes the mean of both components off each, so that steps of most optimizers keep x + y. Meant for the weights of one neuron; here it shows what that does.',
          key: 'centralize',
        },
      );
    },
  );

  function addClip({ name, key, label, description, what }: (typeof clips)[number]): void {
    const toggle = bind(
      () => gradient()[name] !== null,
      (on) => {
        last[name] = gradient()[name] ?? last[name];
        set({ [name]: on ? last[name] : null });
      },
    );
    new ToggleField(folder, toggle, { label, description, key });
    if (gradient()[name] === null) return;
    const limit = bind(
      () => gradient()[name] ?? last[name],
      (value) => set({ [name]: value }),
    );
    new RangeField(folder, limit, {
      label: 'at most',
      description: what,
      key: `${key}-limit`,
      scale: { kind: 'log', min: 1e-3, max: 1e3 },
      standard: FIRST_CLIP,
      bounds: { min: 0, max: 3e38, exclusiveMin: true },
    });
  }
}
