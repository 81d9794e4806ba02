import { describe, expect, it } from 'vitest';
import { runCli } from '../../support/run-cli.ts';

/** Every row: standard input of a verb, and what the message must say. */
const refusedRunSpecs: [input: unknown, ...says: string[]][] = [
  ['no json', 'not JSON'],
  ['', 'not JSON', 'empty'],
  ['{"steps": 5', 'not JSON', 'line 1'],
  ['{"steps": NaN}', 'not JSON'],
  ['null', 'RunSpec'],
  [[], 'array'],
  [[{}, { steps: -1 }], '[1].steps'],
  [{ version: 2 }, 'version'],
  [{ stepz: 1 }, 'stepz', "'steps'"],
  [{ surface: { id: 'rosenbrok' } }, 'surface.id', "'rosenbrock'"],
  [{ surface: { id: 'rosenbrock', params: { a: 'x' } } }, 'surface.params.a'],
  [{ surface: { formula: 'x +' } }, 'surface.formula', 'position'],
  [{ surface: { formula: 'x + q' } }, 'surface.formula', 'q'],
  [{ surface: { formula: 'x', domain: [1, 0, 0, 1] } }, 'surface.domain'],
  [{ optimizers: [] }, 'optimizers'],
  [{ optimizers: [{ id: 'adamm' }] }, 'optimizers[0].id', "'adam'"],
  [{ optimizers: [{ id: 'adam', hyper: { lr: -1 } }] }, 'optimizers[0].hyper.lr', '≥ 0'],
  [{ optimizers: [{ id: 'adam', hyper: { lr: '0.1' } }] }, 'optimizers[0].hyper.lr'],
  [{ optimizers: [{ id: 'adam', hyper: { momentum: 0.9 } }] }, 'optimizers[0].hyper.momentum'],
  [{ optimizers: [{ id: 'adam', hyper: { beta1: 1 } }] }, 'optimizers[0].hyper.beta1'],
  [{ schedule: { id: 'cosin' } }, 'schedule.id'],
  [{ gradient: { clipNorm: 0 } }, 'gradient.clipNorm', '> 0'],
  [{ gradient: { noise: -1 } }, 'gradient.noise'],
  [{ starts: { kind: 'grid', count: 0 } }, 'starts.count'],
  [{ starts: { kind: 'grid', count: 1e12 } }, 'starts.count'],
  [{ starts: { kind: 'grid', count: 2.5 } }, 'starts.count', 'whole number'],
  [{ starts: { kind: 'points', points: [] } }, 'starts.points'],
  [{ starts: { kind: 'points', points: [[1]] } }, 'starts.points[0]'],
  ['{"starts": {"kind": "points", "points": [[1e999, 0]]}}', 'starts.points[0]'],
  [{ steps: 1e9 }, 'steps'],
  [{ steps: null }, 'steps'],
  [{ stop: { gradientNorm: -1 } }, 'stop.gradientNorm'],
  [{ seed: 2 ** 32 }, 'seed'],
];

describe('bad input ends with exit status 2 and a sentence that names the field', () => {
  it.each(refusedRunSpecs)('trace %j', async (input, ...says) => {
    const { status, stdout, stderr } = await runCli(['trace', '-'], input);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^ravine: .+[.?]\n$/);
    for (const phrase of says) expect(stderr).toContain(phrase);
  });

  it.each([
    [{}, 'points'],
    [{ points: [] }, 'points'],
    [{ surface: { id: 'beale' }, points: [[1, 'a']] }, 'points[0][1]'],
    [{ surface: { id: 'beale' }, points: [[1, 1]], extra: 1 }, 'extra'],
    [[{ points: [[0, 0]] }, { surface: { id: 'no' }, points: [[0, 0]] }], '[1].surface.id'],
  ])('evaluate %j', async (input, phrase) => {
    const { status, stdout, stderr } = await runCli(['evaluate', '-'], input);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(phrase);
  });

  it.each([
    [['fly'], "no verb 'fly'"],
    [['trace', '-', '--engine', 'tpu'], '--engine'],
    [['trace', '-', '--every', '0'], '--every'],
    [['trace', '-', '--every', 'two'], '--every'],
    [['trace', '-', '--every', '-1'], "--every: Expected a whole number of at least 1, got '-1'."],
    [['trace', '-', '--every=-1'], "--every: Expected a whole number of at least 1, got '-1'."],
    [['trace', '--every', '--engine', 'cpu'], "--every: A value is missing before '--engine'."],
    [['trace', '-', '--format', 'xml'], '--format'],
    [['trace', '-', '--bogus'], '--bogus'],
    [['trace', '-', 'second'], 'second'],
    [['trace', '--every'], '--every'],
    [['evaluate', '-', '--format', 'csv'], '--format'],
    [['check', '--surfaces', 'bowl,bowel'], 'bowel'],
    [['check', '--optimizers', 'adamm'], '--optimizers'],
    [['check', 'extra'], 'extra'],
    [['bench', '--fast'], '--fast'],
  ])('%j', async (args, phrase) => {
    const { status, stdout, stderr } = await runCli(args, '{}');
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^ravine: /);
    expect(stderr).toContain(phrase);
  });

  it('asks for a FILE rather than waiting at a terminal', async () => {
    const { main } = await import('../../../src/cli/main.ts');
    const { PassThrough } = await import('node:stream');
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    expect(await main(['trace'], { stdin, stdout, stderr })).toBe(2);
    expect(String(stderr.read())).toContain('FILE');
  });
});

describe('ravine help', () => {
  it.each([[[]], [['help']], [['--help']], [['trace', '--help']], [['trace', '-h']], [['check', '-h']]])(
    '%j',
    async (args) => {
      const { status, stdout, stderr } = await runCli(args);
      expect(status).toBe(0);
      expect(stderr).toBe('');
      for (const verb of ['trace', 'evaluate', 'check', 'bench']) expect(stdout).toContain(`ravine ${verb}`);
    },
  );
});
