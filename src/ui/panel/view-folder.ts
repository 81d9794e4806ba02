import type { GUI } from 'lil-gui';
import {
  type HeightScale,
  heightScales,
  type Theme,
  themes,
  type ViewSettings,
} from '../../state/app-state.ts';
import { editView } from '../../state/edits.ts';
import { defaultView, viewLimits } from '../../state/view-defaults.ts';
import { bind } from '../controls/field.ts';
import { RangeField } from '../controls/range-field.ts';
import { SegmentedField } from '../controls/segmented-field.ts';
import { ToggleField } from '../controls/toggle-field.ts';
import { h } from '../dom.ts';
import { keepFolder, type PanelContext } from './context.ts';

const heights: Record<HeightScale, { label: string; description: string }> = {
  linear: { label: 'Linear', description: 'Height is the loss.' },
  log: { label: 'Log', description: 'Height is the logarithm of the loss above its minimum.' },
  rank: { label: 'Rank', description: 'Height is the share of the surface that lies lower.' },
};
const themeLabels: Record<Theme, string> = { auto: 'Auto', dark: 'Dark', light: 'Light' };

/** How it is drawn; nothing here changes a number. */
export function addViewFolder(folder: GUI, context: PanelContext): () => void {
  const { store, actions } = context;
  const field = <K extends keyof ViewSettings>(name: K) =>
    bind(
      () => store.get().view[name],
      (value) => store.update((state) => editView(state, { [name]: value })),
    );
  return keepFolder(
    folder,
    context,
    () => null,
    () => {
      new SegmentedField(folder, field('heightScale'), {
        label: 'height',
        key: 'height',
        choices: heightScales.map((value) => ({ value, ...heights[value] })),
      });
      new RangeField(folder, field('trails'), {
        label: 'trails',
        description: 'Trajectories per team that draw where they came from.',
        key: 'trails',
        scale: { kind: 'linear', ...viewLimits.trails, integer: true },
        standard: defaultView.trails,
        text: (value) => (value === 0 ? 'none' : null),
      });
      new RangeField(folder, field('pointSize'), {
        label: 'point size',
        description: 'Diameter in pixels.',
        key: 'point-size',
        scale: { kind: 'linear', ...viewLimits.pointSize },
        standard: defaultView.pointSize,
      });
      new ToggleField(folder, field('contours'), { label: 'contours', key: 'contours' });
      new ToggleField(folder, field('axes'), { label: 'axes', key: 'axes' });
      new ToggleField(folder, field('minima'), {
        label: 'minima',
        description: 'Marks the known minima.',
        key: 'minima',
      });
      new SegmentedField(folder, field('theme'), {
        label: 'theme',
        key: 'theme',
        choices: themes.map((value) => ({ value, label: themeLabels[value] })),
      });
      folder.$children.append(
        h(
          'div.button-row',
          {},
          h('button.text-button', { type: 'button', onclick: actions.topView }, 'Top view'),
          h('button.text-button', { type: 'button', onclick: actions.resetView }, 'Reset camera'),
        ),
      );
    },
  );
}
