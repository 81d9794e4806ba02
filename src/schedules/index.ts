import type { Schedule } from './schedule.ts';
import { withWarmup } from './warm-up.ts';

/**
 * Every schedule, each with a warm-up, those with fewer parameters first. A new file in this folder is a new schedule:
 * nothing to edit here.
 */
export const schedules: readonly Schedule[] = Object.values(
  import.meta.glob<Schedule>(['./*.ts', '!./{index,schedule,params,warm-up}.ts'], {
    eager: true,
    import: 'default',
  }),
)
  .map(withWarmup)
  .sort((a, b) => a.params.length - b.params.length || a.id.localeCompare(b.id));

export const scheduleById = (id: string): Schedule | undefined => schedules.find((s) => s.id === id);
