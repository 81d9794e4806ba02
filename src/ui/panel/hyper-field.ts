import type { Controller, GUI } from 'lil-gui';
import type { HyperValue } from '../../engine/run-spec.ts';
import type { HyperSpec } from '../../optimizers/optimizer.ts';
import { bind } from '../controls/field.ts';
import { RangeField } from '../controls/range-field.ts';
import { SelectField } from '../controls/select-field.ts';
import type { SliderScale } from '../controls/slider-scale.ts';
import { ToggleField } from '../controls/toggle-field.ts';

/**
 * The control that fits a hyperparameter (of an optimizer or a schedule).
 * @param standard what it is where nothing is said of it, which may depend on others; asked whenever it is shown
 */
export function addHyperField(
  folder: GUI,
  spec: HyperSpec,
  key: string,
  get: () => HyperValue | undefined,
  set: (value: HyperValue) => void,
  standard: () => HyperValue = () => spec.default,
): Controller {
  const value = () => get() ?? standard();
  const options = { label: labelOf(spec), description: spec.description, key };
  if (spec.kind === 'boolean') {
    return new ToggleField(
      folder,
      bind(() => value() === true, set),
      options,
    );
  }
  if (spec.kind === 'choice') {
    const choices = (spec.choices ?? []).map((choice) => ({ value: choice, label: choice }));
    return new SelectField(
      folder,
      bind(() => String(value()), set),
      { ...options, choices },
    );
  }
  return new RangeField(
    folder,
    bind(() => Number(value()), set),
    {
      ...options,
      scale: scaleOf(spec),
      // Asked anew each time: it may follow the convention that is chosen, or the surface.
      get standard() {
        return Number(standard());
      },
      bounds: {
        min: spec.min ?? Number.NEGATIVE_INFINITY,
        max: spec.max ?? Number.POSITIVE_INFINITY,
        exclusiveMin: spec.exclusiveMin,
        exclusiveMax: spec.exclusiveMax,
      },
    },
  );
}

/** A slider as the hyperparameter asks for it, but made for decay rates where the value must stay below 1. */
export function scaleOf({
  slider,
  min = 0,
  max,
  exclusiveMax,
  integer,
  default: standard,
}: HyperSpec): SliderScale {
  const end = Math.max(2 * Math.abs(Number(standard)), 1);
  const { min: low, max: high, scale } = slider ?? { min, max: max ?? end, scale: 'linear' as const };
  if (exclusiveMax && max === 1) return { kind: 'toward-one', min: low, max: high };
  return { kind: scale === 'log' && low > 0 ? 'log' : 'linear', min: low, max: high, integer };
}

/** What goes with another hyperparameter stands below it and need not repeat its name: “its alpha” below “lookahead”. */
export const labelOf = ({ name, onlyWith = '' }: Pick<HyperSpec, 'name' | 'onlyWith'>): string =>
  onlyWith !== '' && name.startsWith(onlyWith)
    ? `its ${wordsOf(name.slice(onlyWith.length)).trim()}`
    : wordsOf(name);

/** A camelCase name as a label: `weightDecay` is “weight decay”. */
export const wordsOf = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
