import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../../scripts/ravine.mjs', import.meta.url));

async function launch(args: readonly string[], input = '') {
  const child = spawn(process.execPath, [script, ...args]);
  child.stdin.end(input);
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { stdout, stderr, status };
}

describe('scripts/ravine.mjs', { timeout: 60_000 }, () => {
  it('prints the result and nothing else on standard output, also when several start at once', async () => {
    const spec = '{"starts":{"kind":"grid","count":2},"steps":1}';
    const results = await Promise.all([1, 2, 3].map(() => launch(['trace', '-'], spec)));
    for (const { stdout, status } of results) {
      expect(status).toBe(0);
      expect(JSON.parse(stdout).runs[0].teams[0].trajectories).toHaveLength(2);
    }
  });

  it('exits with 2 and a sentence on standard error for bad input', async () => {
    const { stdout, stderr, status } = await launch(['trace', '-'], '{"steps":-1}');
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toBe('ravine: steps must be a whole number from 0 to 1,000,000, not -1.\n');
  });

  it('ends quietly when its reader has seen enough', async () => {
    const child = spawn(process.execPath, [script, 'trace', '-', '--format', 'csv']);
    child.stdin.end('{"starts":{"kind":"grid","count":2000},"steps":200}');
    const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
    const stderr = text(child.stderr);
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await exit).toBe(0);
    expect(await stderr).not.toContain('EPIPE');
  });
});
