import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { messageOf, RavineError } from '../core/errors.ts';
import type { Streams } from './verb.ts';

/**
 * The text of FILE, or of standard input where FILE is `-` or left out, without the byte order mark that some editors
 * put in front.
 */
export async function readInput(file: string | undefined, stdin: Streams['stdin']): Promise<string> {
  return (await readText(file, stdin)).replace(/^\uFEFF/, '');
}

async function readText(file: string | undefined, stdin: Streams['stdin']): Promise<string> {
  if (file === undefined || file === '-') {
    if (stdin.isTTY && file === undefined) {
      throw new RavineError('bad-input', 'No FILE was given.', {
        cure: "Name a file, or pipe one in: echo '{}' | ravine trace -",
      });
    }
    return text(stdin);
  }
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new RavineError('bad-input', `'${file}' cannot be read: ${messageOf(error)}.`, {
      cure: 'Check the path.',
      cause: error,
    });
  }
}
