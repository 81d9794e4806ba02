import type { Optimizer } from './optimizer.ts';

/** Every optimizer, in the order of their history. A new file in this folder is a new optimizer: nothing to edit here. */
export const optimizers: readonly Optimizer[] = Object.values(
  import.meta.glob<Optimizer>(['./*.ts', '!./{index,optimizer,hyper}.ts'], {
    eager: true,
    import: 'default',
  }),
).sort((a, b) => a.year - b.year || a.id.localeCompare(b.id));

export const optimizerById = (id: string): Optimizer | undefined => optimizers.find((o) => o.id === id);
