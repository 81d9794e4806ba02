import { messageOf, RavineError } from '../core/errors.ts';
import { exitCodes } from './exit-codes.ts';
import { help } from './help.ts';
import { createMessages } from './messages.ts';
import { createOutput, OutputClosed, OutputFailed } from './output.ts';
import type { Streams, Verb } from './verb.ts';
import { benchVerb } from './verb-bench.ts';
import { checkVerb } from './verb-check.ts';
import { compareVerb } from './verb-compare.ts';
import { evaluateVerb } from './verb-evaluate.ts';
import { traceVerb } from './verb-trace.ts';

const verbs: Readonly<Record<string, Verb>> = {
  trace: traceVerb,
  evaluate: evaluateVerb,
  check: checkVerb,
  compare: compareVerb,
  bench: benchVerb,
};

/**
 * The `ravine` command. Standard output is the result and nothing else.
 * @param argv arguments after the program's name
 * @param streams borrowed
 * @returns exit status: 0 success, 1 a check that failed, 2 bad input or another reason why there is no result
 */
export async function main(argv: readonly string[], streams: Streams = process): Promise<number> {
  const output = createOutput(streams.stdout);
  const stderr = createMessages(streams.stderr);
  try {
    const [name, ...rest] = argv;
    if (name === undefined || name === 'help' || argv.some(asksForHelp)) {
      await output.write(help);
      await output.end();
      return exitCodes.success;
    }
    const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
    if (verb === undefined) {
      throw new RavineError('bad-input', `There is no verb '${name}'.`, {
        cure: `Use one of: ${Object.keys(verbs).join(', ')}, help.`,
      });
    }
    const status = await verb(rest, { stdin: streams.stdin, stderr, output });
    await output.end();
    return status;
  } catch (error) {
    if (error instanceof OutputClosed) return exitCodes.success;
    stderr.write(`ravine: ${report(error)}\n`);
    return exitCodes.noResult;
  }
}

const asksForHelp = (argument: string): boolean => argument === '--help' || argument === '-h';

/** `field: sentence cure`. A bug in this program shows its stack instead, so that it can be reported. */
function report(error: unknown): string {
  if (error instanceof RavineError) {
    const names = error.field !== undefined && !error.message.includes(error.field);
    return names ? `${error.field}: ${error.advice}` : error.advice;
  }
  if (error instanceof OutputFailed) return error.message;
  return error instanceof Error && error.stack !== undefined ? error.stack : messageOf(error);
}
