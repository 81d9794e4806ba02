import type { Output } from './output.ts';

/**
 * One verb of the command line.
 * @param args arguments after the verb
 * @returns exit status
 */
export type Verb = (args: readonly string[], output: Output) => Promise<number>;
