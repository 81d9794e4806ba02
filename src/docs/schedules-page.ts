import { schedules } from '../schedules/index.ts';
import type { Schedule } from '../schedules/schedule.ts';
import { code, linkTo, mathBlock, table } from './markdown.ts';
import { numbersTable } from './number-rows.ts';

/** The catalogue of schedules as Markdown. */
export const schedulesPage = (): string =>
  [
    '# Schedules',
    'Generated from `src/schedules` by `npm run docs`: change it there.',
    `${schedules.length} schedules, those with fewer parameters first. \`id\` and the names of parameters are those of a RunSpec, and so are ` +
      'ranges and defaults. An equation is the factor on the learning rate; $`t`$ counts steps from 0, as the epochs of ' +
      'torch’s schedulers.',
    contents(),
    ...schedules.map(entry),
  ]
    .map((part) => part.trim())
    .join('\n\n')
    .concat('\n');

const contents = (): string =>
  table(
    ['schedule', 'id', 'parameters'],
    schedules.map(({ title, id, params }) => [
      linkTo(title),
      code(id),
      params.map(({ name }) => code(name)).join(', ') || 'none',
    ]),
  );

const entry = ({ title, id, description, equation, params, source }: Schedule): string =>
  [
    `## ${title}`,
    `${code(id)}. ${description}`,
    mathBlock([equation]),
    numbersTable(params),
    `Source: ${source}`,
  ]
    .filter((part) => part !== '')
    .map((part) => part.trim())
    .join('\n\n');
