import type { Schedule } from './schedule.ts';

export default {
  id: 'constant',
  title: 'Constant',
  description: 'The learning rate stays as it is.',
  source: 'No schedule.',
  equation: '1',
  params: [],
  factor: () => 1,
} satisfies Schedule;
