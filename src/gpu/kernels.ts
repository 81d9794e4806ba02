import { type Plan, rateCount } from '../engine/plan.ts';
import type { CompiledFormula } from '../formula/compile.ts';
import type { NodeId } from '../formula/graph.ts';
import { printWgsl } from '../formula/print-wgsl.ts';
import { type Optimizer, readsHessian } from '../optimizers/optimizer.ts';
import { advanceWgsl } from './advance.ts';
import type { Section } from './compose.ts';
import type { DescendForm, KernelForm } from './kernel-form.ts';
import { createLayout, type Layout } from './layout.ts';
import { assertCompilable } from './operations.ts';
import type { KernelSource } from './pipelines.ts';
import { selectionWgsl } from './selection.ts';

/** Threads per workgroup. Its size made no difference on any device measured; 64 suits the wave of every vendor. */
export const WORKGROUP = 64;

/** The text of a file below `shaders/`, by path such as 'kernels/descend.wgsl'. */
export type ShaderText = (path: string) => string;

const u32 = <Name extends string>(name: Name) => ({ name, type: 'u32' as const });

/** What stays the same for a whole run; what `DescendRules` says is off is not read. */
export const runLayout = createLayout('Run', [
  u32('count'),
  u32('first'),
  u32('starts'),
  u32('rates'),
  u32('seed'),
  'stopLoss',
  'stopNorm',
  'noise',
  'sam',
  'clipNorm',
  'clipValue',
  'centerX',
  'centerY',
  'reachX',
  'reachY',
]);
/** A team's trajectories, and the domain, for what counts only inside it. */
export const boundsLayout = createLayout('Bounds', [u32('count'), 'xmin', 'xmax', 'ymin', 'ymax']);
/** Steps `firstStep … firstStep + steps − 1`, whose scalars start at row `firstScalars` × rates of the table. */
export const dispatchLayout = createLayout('Dispatch', [u32('firstStep'), u32('steps'), u32('firstScalars')]);
/**
 * `count` of all starts, and those of the trajectories `first … first + held − 1`. `columns` and `rows` for a grid; `origin` and
 * `size` of the domain, or centre and size of a cloud.
 */
export const startsLayout = createLayout('Starts', [
  u32('kind'),
  u32('count'),
  u32('first'),
  u32('held'),
  u32('seed'),
  u32('columns'),
  u32('rows'),
  'originX',
  'originY',
  'sizeX',
  'sizeY',
]);
export const gridLayout = createLayout('Grid', [u32('size'), 'originX', 'originY', 'width', 'height']);
export const trailLayout = createLayout('Trail', [u32('count'), u32('samples'), u32('slot')]);
export const evaluationLayout = createLayout('Evaluation', [
  'loss',
  'gradientX',
  'gradientY',
  'hessianXX',
  'hessianXY',
  'hessianYY',
]);

export const hyperLayout = (optimizer: Optimizer): Layout =>
  createLayout(
    'Hyper',
    optimizer.hyper.map(({ name }) => name),
  );
export const scalarsLayout = (optimizer: Optimizer): Layout => createLayout('Scalars', optimizer.scalars);
export const paramsLayout = ({ parameters }: Pick<CompiledFormula, 'parameters'>): Layout =>
  createLayout(
    'Params',
    parameters.map((name) => `p_${name}`),
  );

/** Rules of a run that are compiled in, or left out. */
export interface DescendRules {
  addsNoise: boolean;
  climbs: boolean;
  clipsNorm: boolean;
  clipsValue: boolean;
  centralizes: boolean;
  stopsByNorm: boolean;
  stopsByLoss: boolean;
  /** Learning rates side by side. */
  sweeps: boolean;
  /** Rows of the scalar table: a size that is known spares every look into it a division, for the table's end. */
  scalarRows: number;
}

/** @param steps whose scalars are on the device at a time */
export const rulesOf = (plan: Plan, steps: number): DescendRules => {
  const { gradient, stop } = plan.spec;
  return {
    addsNoise: gradient.noise > 0,
    climbs: gradient.sam > 0,
    clipsNorm: gradient.clipNorm !== null,
    clipsValue: gradient.clipValue !== null,
    centralizes: gradient.centralize,
    stopsByNorm: stop.gradientNorm > 0,
    stopsByLoss: stop.loss !== null,
    sweeps: rateCount(plan) > 1,
    scalarRows: steps * rateCount(plan),
  };
};

export function descendKernel(
  text: ShaderText,
  compiled: CompiledFormula,
  optimizer: Optimizer,
  rules: DescendRules,
  form: DescendForm,
): KernelSource {
  const hessian = readsHessian(optimizer) ? compiled.hessian : [];
  return {
    label: `descend with ${optimizer.id}`,
    sections: [
      prelude([
        `const ADDS_NOISE = ${rules.addsNoise};\n`,
        `const TAKEN_ELSEWHERE = ${optimizer.gradientAt !== undefined};\n`,
        `const CLIMBS = ${rules.climbs};\n`,
        `const CLIPS_NORM = ${rules.clipsNorm};\n`,
        `const CLIPS_VALUE = ${rules.clipsValue};\n`,
        `const CENTRALIZES = ${rules.centralizes};\n`,
        `const STOPS_BY_NORM = ${rules.stopsByNorm};\n`,
        `const STOPS_BY_LOSS = ${rules.stopsByLoss};\n`,
        `const SWEEPS = ${rules.sweeps};\n`,
        `const SCALAR_ROWS = ${rules.scalarRows};\n`,
        `const LANES = ${form.perThread}u;\n`,
        `const UNROLL = ${form.unroll}u;\n`,
        `const HURRIES = ${form.hurries};\n`,
        hyperLayout(optimizer).wgsl,
        scalarsLayout(optimizer).wgsl,
        paramsLayout(compiled).wgsl,
        runLayout.wgsl,
        dispatchLayout.wgsl,
        advanceWgsl(optimizer),
      ]),
      ...files(
        text,
        'lib/finite.wgsl',
        'lib/math.wgsl',
        'lib/random.wgsl',
        'lib/status.wgsl',
        'lib/symmetric2.wgsl',
        'lib/secant-pair.wgsl',
      ),
      surface(compiled, [...slope(compiled), ...hessian]),
      ...files(
        text,
        `optimizers/${optimizer.id}.wgsl`,
        ...(optimizer.wrappers ?? []).map(({ id }) => `wrappers/${id}.wgsl`),
        'kernels/descend.wgsl',
      ),
    ],
    bindings: ['uniform', 'uniform', 'uniform', 'dynamic', 'read', 'write', 'write', 'write', 'write'],
    perThread: form.perThread,
  };
}

export const startsKernel = (text: ShaderText): KernelSource => ({
  label: 'starts',
  sections: [
    prelude([startsLayout.wgsl]),
    ...files(text, 'lib/finite.wgsl', 'lib/math.wgsl', 'lib/random.wgsl', 'kernels/starts.wgsl'),
  ],
  bindings: ['uniform', 'write'],
});

/** Its threads work through `perThread` vertices that lie one above the other. */
export const landscapeKernel = (
  text: ShaderText,
  compiled: CompiledFormula,
  { perThread, unroll }: KernelForm,
): KernelSource => ({
  label: 'landscape',
  sections: [
    prelude([
      `const STRIP = ${perThread}u;\n`,
      `const UNROLL = ${unroll}u;\n`,
      paramsLayout(compiled).wgsl,
      gridLayout.wgsl,
    ]),
    ...files(text, 'lib/finite.wgsl', 'lib/math.wgsl'),
    surface(compiled, slope(compiled)),
    ...files(text, 'kernels/landscape.wgsl'),
  ],
  bindings: ['uniform', 'uniform', 'write'],
  perThread,
});

export const evaluateKernel = (text: ShaderText, compiled: CompiledFormula): KernelSource => ({
  label: 'evaluate',
  sections: [
    prelude([paramsLayout(compiled).wgsl, evaluationLayout.wgsl]),
    ...files(text, 'lib/finite.wgsl', 'lib/math.wgsl'),
    surface(compiled, [...slope(compiled), ...compiled.hessian]),
    ...files(text, 'kernels/evaluate.wgsl'),
  ],
  bindings: ['uniform', 'read', 'write'],
});

export const summarizeKernel = (text: ShaderText): KernelSource => ({
  label: 'summarize',
  sections: [
    prelude([selectionWgsl, boundsLayout.wgsl]),
    ...files(text, 'lib/finite.wgsl', 'lib/status.wgsl', 'kernels/summarize.wgsl'),
  ],
  bindings: ['read', 'read', 'write', 'write', 'read', 'uniform', 'read'],
});

export const trailsKernel = (text: ShaderText): KernelSource => ({
  label: 'trails',
  sections: [prelude([trailLayout.wgsl]), ...files(text, 'kernels/trails.wgsl')],
  bindings: ['uniform', 'read', 'read', 'write'],
});

/** The section that opens every kernel: what was generated for it. */
export const prelude = (texts: readonly string[]): Section => ({
  name: 'generated/prelude.wgsl',
  text: [`const WORKGROUP = ${WORKGROUP}u;\n`, ...texts].join(''),
});

/** @param outputs nodes that the kernel reaches; what it does not reach is not compiled */
function surface(compiled: CompiledFormula, outputs: readonly NodeId[]): Section {
  assertCompilable(compiled, outputs);
  return { name: 'generated/surface.wgsl', text: printWgsl(compiled) };
}

const slope = ({ loss, gradient }: CompiledFormula): NodeId[] => [loss, ...gradient];

export const files = (text: ShaderText, ...paths: readonly string[]): Section[] =>
  paths.map((path) => ({ name: `shaders/${path}`, text: text(path) }));
