import { PassThrough, Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.ts';

/** What a stream does when its device is full: a pipe says so later, a file at once. */
const later = (code: string): Writable =>
  new Writable({
    write: (_chunk, _encoding, done) => setImmediate(() => done(errorOf(code))),
  });
const atOnce = (code: string): Writable =>
  Object.assign(new Writable(), {
    write: () => {
      throw errorOf(code);
    },
  });
const errorOf = (code: string): Error => Object.assign(new Error(`${code}: no luck, write`), { code });

async function runInto(stdout: Writable, args: string[]) {
  const stdin = Readable.from(['{"starts":{"kind":"uniform","count":3000},"steps":20}']);
  const stderr = new PassThrough();
  const status = await main(args, { stdin, stdout, stderr });
  return { status, stderr: String(stderr.read() ?? '') };
}

describe('standard error that cannot be written', () => {
  it.each(Object.entries({ later, atOnce }))(
    'leaves result and exit status alone, told %s',
    async (_name, make) => {
      const run = async (args: string[]) => {
        const stdout = new PassThrough();
        const status = await main(args, { stdin: Readable.from(['{}']), stdout, stderr: make('ENOSPC') });
        // A stream that fails later does so now.
        await new Promise((resolve) => setTimeout(resolve, 10));
        return { status, stdout: String(stdout.read() ?? '') };
      };
      expect(await run(['fly'])).toEqual({ status: 2, stdout: '' });
      const help = await run(['help']);
      expect(help.status).toBe(0);
      expect(help.stdout).toContain('ravine trace');
    },
  );
});

describe('standard output that cannot be written', () => {
  for (const [name, make] of Object.entries({ later, atOnce })) {
    // A short result is written at the end, a long one in pieces.
    it.each([[['help']], [['trace', '-']]])(
      `is one sentence and exit status 2, told ${name}: %j`,
      async (args) => {
        const { status, stderr } = await runInto(make('ENOSPC'), args);
        expect(stderr).toBe('ravine: Standard output cannot be written: ENOSPC: no luck, write.\n');
        expect(status).toBe(2);
      },
    );

    it(`is no error where the reader has seen enough, told ${name}`, async () => {
      expect(await runInto(make('EPIPE'), ['trace', '-'])).toEqual({ status: 0, stderr: '' });
    });
  }
});
