import { type Link, linkToWorker } from './link.ts';

/** More would each have too little to do to be worth their memory. */
const MOST_WORKERS = 16;

/** Workers of the CPU engine, one per core of the machine; whoever is given the links closes them. */
export function spawnWorkers(
  count = Math.min(MOST_WORKERS, Math.max(1, navigator.hardwareConcurrency ?? 1)),
): Link[] {
  return Array.from({ length: count }, (_, k) =>
    linkToWorker(
      new Worker(new URL('./cpu-worker.ts', import.meta.url), { type: 'module', name: `ravine-${k}` }),
    ),
  );
}
