import { type Optimizer, type Reading, readingsOf } from '../optimizers/optimizer.ts';
import { registerStruct } from './layout.ts';

/** Each reading at x and at y, from the loss in `at` and the Hessian (xx, xy, yy). */
const sources: Readonly<Record<Reading, readonly [x: string, y: string]>> = {
  loss: ['at.loss', 'at.loss'],
  curvature: ['hessian.x', 'hessian.z'],
  crossCurvature: ['hessian.y', 'hessian.y'],
};

/**
 * What the kernel calls, whatever the optimizer: its step, then its wrappers, each handed what it reads; and what it
 * keeps a trajectory's state in.
 *
 * ```wgsl
 * fn loadX(i: u32) -> State    fn loadY(i: u32) -> State    fn storeState(i: u32, x: State, y: State)
 * fn advance(runner: Runner, g: vec2f, at: LossGradient, row: Scalars) -> Runner
 * fn placeOfGradient(runner: Runner, row: Scalars) -> vec2f    // theta, unless the optimizer has its own
 * ```
 *
 * The twins of an optimizer whose coordinates know nothing of each other are called for each, with `T = f32`: where the GPU
 * is a program, scalars in registers are quicker than vectors (docs/performance.md; not measured on hardware). Others have
 * `T = vec2f`, and everything is in the State of x.
 */
export function advanceWgsl(optimizer: Optimizer): string {
  const { state, couples = false, reads = [], wrappers = [], gradientAt } = optimizer;
  const names = state.map(({ name }) => name);
  const readings = readingsOf(optimizer);
  const slot = (index: number) => `state[${index}u * run.count + i]`;
  const load = (name: string, part: string) =>
    `fn ${name}(i: u32) -> State {\n  return State(${names.map((_, s) => `${slot(s)}${part}`).join(', ')});\n}\n`;
  const call = (name: string, args: readonly string[], hasReadings: boolean, c: string) =>
    `${name}(${[...args, ...(hasReadings ? [`readings${c}`] : []), `&${c}`, 'hyper', 'row'].join(', ')})`;
  /** The step of one coordinate, or of both together. @param part of a vector */
  const stepOf = (c: 'x' | 'y', part: string, readAt: (reading: Reading) => string) => [
    `  var ${c} = runner.${c};\n`,
    ...(readings.length > 0 ? [`  let readings${c} = Readings(${readings.map(readAt).join(', ')});\n`] : []),
    `  var next${c} = ${call('step', [`runner.theta${part}`, `g${part}`], reads.length > 0, c)};\n`,
    ...wrappers.map(
      ({ id, reads: read = [] }) =>
        `  next${c} = ${call(camelCase(id), [`runner.theta${part}`, `next${c}`], read.length > 0, c)};\n`,
    ),
  ];
  const steps = couples
    ? [
        ...stepOf('x', '', (name) => `T(${sources[name].join(', ')})`),
        '  let next = nextx;\n  let y = runner.y;\n',
      ]
    : [
        ...stepOf('x', '.x', (name) => sources[name][0]),
        ...stepOf('y', '.y', (name) => sources[name][1]),
        '  let next = vec2f(nextx, nexty);\n',
      ];
  const place = couples
    ? 'gradientAt(runner.theta, runner.x, hyper, row)'
    : 'vec2f(gradientAt(runner.theta.x, runner.x, hyper, row), gradientAt(runner.theta.y, runner.y, hyper, row))';
  return [
    `alias T = ${couples ? 'vec2f' : 'f32'};\n`,
    registerStruct('State', names),
    load('loadX', couples ? '' : '.x'),
    couples ? 'fn loadY(i: u32) -> State {\n  return State();\n}\n' : load('loadY', '.y'),
    'fn storeState(i: u32, x: State, y: State) {\n',
    ...names.map((name, s) => `  ${slot(s)} = ${couples ? `x.${name}` : `vec2f(x.${name}, y.${name})`};\n`),
    '}\n',
    readings.length > 0 ? registerStruct('Readings', readings) : '',
    'fn advance(runner: Runner, g: vec2f, at: LossGradient, row: Scalars) -> Runner {\n',
    readings.some((name) => name !== 'loss') ? '  let hessian = surfaceHessian(runner.theta);\n' : '',
    ...steps,
    '  return Runner(next, x, y, runner.steepest, runner.farthestX, runner.farthestY);\n}\n',
    'fn placeOfGradient(runner: Runner, row: Scalars) -> vec2f {\n',
    `  return ${gradientAt === undefined ? 'runner.theta' : place};\n}\n`,
  ].join('');
}

/** 'reduce-on-plateau' → 'reduceOnPlateau'. */
const camelCase = (id: string): string => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
