import { type Optimizer, type Reading, readingsOf } from '../optimizers/optimizer.ts';
import { registerStruct } from './layout.ts';

/** Each reading as a `T`, from the loss in `at` and the Hessian (xx, xy, yy). */
const sources: Readonly<Record<Reading, string>> = {
  loss: 'T(at.loss)',
  curvature: 'hessian.xz',
  crossCurvature: 'T(hessian.y)',
};

/**
 * What the kernel calls, whatever the optimizer: its step, then its wrappers, each handed what it reads.
 *
 * ```wgsl
 * fn advance(theta: T, g: T, at: LossGradient, s: ptr<function, State>, h: Hyper, row: Scalars) -> T
 * fn gradientAt(theta: T, s: State, h: Hyper, row: Scalars) -> T    // theta, unless the optimizer has its own
 * ```
 */
export function advanceWgsl(optimizer: Optimizer): string {
  const { reads = [], wrappers = [], gradientAt } = optimizer;
  const readings = readingsOf(optimizer);
  const call = (name: string, args: readonly string[], hasReadings: boolean) =>
    `${name}(${[...args, ...(hasReadings ? ['readings'] : []), 's', 'h', 'row'].join(', ')})`;
  const lines = [
    ...(readings.some((name) => name !== 'loss') ? ['let hessian = surfaceHessian(theta);'] : []),
    ...(readings.length > 0
      ? [`let readings = Readings(${readings.map((name) => sources[name]).join(', ')});`]
      : []),
    `var next = ${call('step', ['theta', 'g'], reads.length > 0)};`,
    ...wrappers.map(
      ({ id, reads: read = [] }) => `next = ${call(camelCase(id), ['theta', 'next'], read.length > 0)};`,
    ),
    'return next;',
  ];
  return [
    readings.length > 0 ? registerStruct('Readings', readings) : '',
    'fn advance(theta: T, g: T, at: LossGradient, s: ptr<function, State>, h: Hyper, row: Scalars) -> T {\n',
    ...lines.map((line) => `  ${line}\n`),
    '}\n',
    gradientAt === undefined
      ? 'fn gradientAt(theta: T, s: State, h: Hyper, row: Scalars) -> T { return theta; }\n'
      : '',
  ].join('');
}

/** 'reduce-on-plateau' → 'reduceOnPlateau'. */
const camelCase = (id: string): string => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
