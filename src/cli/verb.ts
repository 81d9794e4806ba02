import type { Messages } from './messages.ts';
import type { Output } from './output.ts';

/** What a command talks to: the process's own streams, or a test's. */
export interface Streams {
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream & { isTTY?: boolean };
}

/** The same for a verb, which writes its result in pieces. */
export type VerbStreams = Pick<Streams, 'stdin'> & { output: Output; stderr: Messages };

/**
 * One verb of the command line.
 * @param args arguments after the verb
 * @returns exit status
 */
export type Verb = (args: readonly string[], streams: VerbStreams) => Promise<number>;
