import plateau from '../optimizers/wrappers/reduce-on-plateau.ts';
import type { Schedule } from './schedule.ts';

export default {
  id: 'reduce-on-plateau',
  title: 'Reduce on plateau',
  description:
    'Whenever the loss of a trajectory has not fallen for a while, its learning rate is multiplied by a factor. Each trajectory by itself, so that no one curve of the learning rate can show it.',
  source: plateau.source,
  equation: `\\begin{gathered} ${plateau.equations.join(' \\\\ ')} \\end{gathered}`,
  params: plateau.hyper,
  factor: () => 1,
  wrapper: plateau,
} satisfies Schedule;
