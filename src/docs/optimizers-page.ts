import { offeredHyper, offeredWrappers, optimizers } from '../optimizers/index.ts';
import type { Optimizer, Reading, StateSlot, Wrapper } from '../optimizers/optimizer.ts';
import { code, inlineMath, linkTo, mathBlock, table } from './markdown.ts';
import { numbersTable } from './number-rows.ts';

const readingNames: Readonly<Record<Reading, string>> = {
  loss: 'the loss',
  curvature: 'the diagonal of the Hessian',
  crossCurvature: 'its entry off the diagonal',
};

/** The catalogue of optimizers as Markdown. */
export const optimizersPage = (): string =>
  [
    '# Optimizers',
    'Generated from `src/optimizers` by `npm run docs`: change it there.',
    `${optimizers.length} optimizers, in the order of their history. \`id\` and the names of hyperparameters are those of a RunSpec, ` +
      'and so are ranges and defaults. The equations are the steps that Ravine takes, in their order; ' +
      '$`t`$ counts steps from 1, products and roots of vectors are meant coordinate by coordinate.',
    contents(),
    ...optimizers.map(entry),
    '## Around any optimizer',
    'Every optimizer has these hyperparameters too.',
    ...offeredWrappers.map(wrapperEntry),
  ]
    .map((part) => part.trim())
    .join('\n\n')
    .concat('\n');

const contents = (): string =>
  table(
    ['year', 'optimizer', 'id', 'state'],
    optimizers.map(({ year, title, id, state }) => [
      String(year),
      linkTo(title),
      code(id),
      state.map(({ symbol }) => inlineMath(symbol)).join(', ') || 'none',
    ]),
  );

function entry(optimizer: Optimizer): string {
  const { title, id, year, description, equations, hyper, source } = optimizer;
  const own = hyper.filter((spec) => !offeredHyper.includes(spec));
  return [
    `## ${title}`,
    `${code(id)}, ${year}. ${description}`,
    mathBlock(equations),
    numbersTable(own),
    stateTable(optimizer.state),
    ...traits(optimizer),
    `Source: ${source}`,
  ]
    .filter((part) => part !== '')
    .map((part) => part.trim())
    .join('\n\n');
}

const stateTable = (state: readonly StateSlot[]): string =>
  table(
    ['state', 'symbol', 'before the first step', 'meaning'],
    state.map(({ name, symbol, initial = 0, description }) => [
      code(name),
      inlineMath(symbol),
      initial === 'start' ? 'the start' : code(String(initial)),
      description,
    ]),
  );

/** What sets an optimizer apart from one that reads a gradient, coordinate by coordinate. */
function traits({ reads = [], gradientAt, couples }: Optimizer): string[] {
  const sentences = [
    reads.length > 0
      ? `Beside the gradient it reads ${reads.map((name) => readingNames[name]).join(' and ')}.`
      : '',
    gradientAt ? 'Its gradient is taken elsewhere than at the position.' : '',
    couples ? 'The step of one coordinate depends on the other.' : '',
  ].filter((sentence) => sentence !== '');
  return sentences.length > 0 ? [sentences.join(' ')] : [];
}

const wrapperEntry = ({ title, description, equations, hyper, state, source }: Wrapper): string =>
  [
    `### ${title}`,
    description,
    mathBlock(equations),
    numbersTable(hyper),
    stateTable(state),
    `Source: ${source}`,
  ]
    .map((part) => part.trim())
    .join('\n\n');
