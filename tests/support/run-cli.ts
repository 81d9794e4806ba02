import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { main } from '../../src/cli/main.ts';

export interface CliResult {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs the ravine command in this process, with streams of its own. @param input what standard input holds */
export async function runCli(args: readonly string[], input: unknown = ''): Promise<CliResult> {
  const stdin = Readable.from([typeof input === 'string' ? input : JSON.stringify(input)]);
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const collected = Promise.all([text(stdout), text(stderr)]);
  const status = await main(args, { stdin, stdout, stderr });
  stdout.end();
  stderr.end();
  const [out, err] = await collected;
  return { status, stdout: out, stderr: err };
}
