import { describe, expect, test } from 'vitest';
import { planSurface } from '../../../src/engine/plan-run.ts';
import { descendForm } from '../../../src/gpu/kernel-form.ts';
import { optimizerById } from '../../../src/optimizers/index.ts';

const domain = [-1, 1, -1, 1] as [number, number, number, number];
const adam = optimizerById('adam')!;
const formOf = (formula: string, isSoftware: boolean) =>
  descendForm(planSurface({ formula, params: {}, domain }).compiled, adam, isSoftware);

describe.each([true, false])('the form of a descent, software: %s', (isSoftware) => {
  test('has the surface in its text once where that is long, since compiling takes longer than judging', () => {
    expect(formOf('sum(i, 1, 40, sin(i*x)*cos(i*y)/i)', isSoftware)).toEqual({
      ...{ perThread: 1, unroll: 1 },
      hurries: false,
    });
  });
  test('hurries where judging counts', () => {
    expect(formOf('x^2 + y^2', isSoftware).hurries).toBe(true);
    expect(formOf('sin(x) + cos(y)', isSoftware).hurries).toBe(true);
  });
});
