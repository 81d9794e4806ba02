import { describe, expect, it } from 'vitest';
import { RavineError } from '../../../src/core/errors.ts';
import { parseEvaluateRequests } from '../../../src/engine/parse-evaluate-request.ts';
import { parseRunSpec, parseRunSpecs, parseRunSpecText } from '../../../src/engine/parse-run-spec.ts';

/** What is given, the field that is named, and words that the sentence has. */
type Row = [value: unknown, field: string, ...phrases: string[]];

function refusal(action: () => unknown): RavineError {
  try {
    action();
  } catch (error) {
    if (error instanceof RavineError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

function expectRefusal(action: () => unknown, [, field, ...phrases]: Row): void {
  const error = refusal(action);
  expect(['bad-input', 'formula']).toContain(error.code);
  expect(error.field).toBe(field);
  expect(error.message).toContain(field);
  for (const phrase of phrases) expect(error.advice).toContain(phrase);
}

const nested = (depth: number): string => `${'('.repeat(depth)}x${')'.repeat(depth)}`;

const badSpecs: Row[] = [
  // The whole
  [5, 'RunSpec', 'an object', 'not 5'],
  [null, 'RunSpec', 'not null'],
  ['{}', 'RunSpec', "not '{}'"],
  [[], 'RunSpec', 'not an empty array'],
  [undefined, 'RunSpec', 'missing'],
  [{ optimiser: [] }, 'optimiser', 'unknown field', "Did you mean 'optimizers'?"],
  [{ teams: [] }, 'teams', 'unknown field', "its 'optimizers'"],
  [{ version: 2 }, 'version', '1'],
  [{ version: '1' }, 'version', "not '1'"],
  [JSON.parse('{"__proto__": 1}'), '__proto__', 'unknown field'],

  // Surface
  [{ surface: 'rosenbrock' }, 'surface', 'an object'],
  [{ surface: null }, 'surface', 'not null'],
  [{ surface: {} }, 'surface', "'id'", "'formula'"],
  [{ surface: { id: 7 } }, 'surface.id', 'not 7'],
  [{ surface: { id: 'rosenbrok' } }, 'surface.id', "Did you mean 'rosenbrock'?"],
  [{ surface: { id: 'nowhere-near' } }, 'surface.id', 'unknown surface', 'himmelblau'],
  [{ surface: { id: 'rosenbrock', params: { c: 1 } } }, 'surface.params.c', 'unknown field', 'a, b'],
  [{ surface: { id: 'bowl', params: { c: 1 } } }, 'surface.params.c', 'none is allowed'],
  [
    { surface: { id: 'rosenbrock', params: { b: 0 } } },
    'surface.params.b',
    'from 0.1 to 1,000',
    'default, 100',
  ],
  [{ surface: { id: 'rosenbrock', params: { b: '100' } } }, 'surface.params.b', "not '100'"],
  [{ surface: { id: 'rosenbrock', params: [] } }, 'surface.params', 'an object'],
  [{ surface: { id: 'rosenbrock', domain: [0, 1, 0, 1] } }, 'surface.domain', 'only for a formula'],

  // Formula
  [{ surface: { formula: 5 } }, 'surface.formula', 'a text'],
  [{ surface: { formula: '' } }, 'surface.formula', 'position 1'],
  [{ surface: { formula: 'x +* y' } }, 'surface.formula', 'position 4', "'*'"],
  [{ surface: { formula: 'k*x^2' } }, 'surface.formula', "'k'", 'position 1', 'surface.params: {"k": 1}'],
  [{ surface: { formula: 'sni(x)' } }, 'surface.formula', "'sin'"],
  [{ surface: { formula: nested(200) } }, 'surface.formula', 'nesting'],
  [{ surface: { formula: 'x'.repeat(5000) } }, 'surface.formula', 'characters'],
  [{ surface: { formula: 'x', id: 'bowl' } }, 'surface', "both an 'id' and a 'formula'", 'one or the other'],
  [{ surface: { formula: 'k*x', params: { k: null } } }, 'surface.params.k', 'a finite number', 'not null'],
  [{ surface: { formula: 'k*x', params: { k: Number.NaN } } }, 'surface.params.k', 'not NaN'],
  [{ surface: { formula: 'x', params: { x: 1 } } }, 'surface.formula', "'x'"],
  [{ surface: { formula: 'x', params: { '2k': 1 } } }, 'surface.formula', "'2k'"],
  [{ surface: { formula: 'x', params: 3 } }, 'surface.params', 'an object'],
  [{ surface: { formula: 'x', domain: [0, 1, 0] } }, 'surface.domain', 'must have exactly 4 entries, not 3.'],
  [{ surface: { formula: 'x', domain: [1, 0, 0, 1] } }, 'surface.domain', 'xmin < xmax'],
  [{ surface: { formula: 'x', domain: [0, 1, 2, 2] } }, 'surface.domain', 'ymin < ymax'],
  [
    { surface: { formula: 'x', domain: [0, Number.POSITIVE_INFINITY, 0, 1] } },
    'surface.domain[1]',
    'Infinity',
  ],
  [{ surface: { formula: 'x', domain: [-3e38, 3e38, 0, 1] } }, 'surface.domain', '3.4e38'],
  // One apart in float64, the same in float32.
  [{ surface: { formula: 'x', domain: [1e9, 1e9 + 1, 0, 1] } }, 'surface.domain', 'xmin < xmax'],

  // Optimizers
  [{ optimizers: [] }, 'optimizers', '1 to 16', 'not 0'],
  [{ optimizers: Array(17).fill({ id: 'sgd' }) }, 'optimizers', 'not 17'],
  [{ optimizers: { id: 'sgd' } }, 'optimizers', 'an array'],
  [{ optimizers: ['adam'] }, 'optimizers[0]', 'an object', "not 'adam'"],
  [{ optimizers: [{}] }, 'optimizers[0].id', 'missing', "'sgd'"],
  [{ optimizers: [{ id: 'sgd' }, { id: 'adma' }] }, 'optimizers[1].id', "Did you mean 'adam'?"],
  [{ optimizers: [{ id: 'sgd', lr: 0.1 }] }, 'optimizers[0].lr', 'unknown field', '{"hyper": {"lr": …}}'],
  [
    { optimizers: [{ id: 'sgd', hyper: { momentum: 0.9 } }] },
    'optimizers[0].hyper.momentum',
    'weightDecay',
    "Use the optimizer 'momentum'",
  ],
  [{ optimizers: [{ id: 'adam', hyper: { lr: -1 } }] }, 'optimizers[0].hyper.lr', '≥ 0', 'not -1', '0.001'],
  [{ optimizers: [{ id: 'adam', hyper: { lr: '0.1' } }] }, 'optimizers[0].hyper.lr', "not '0.1'"],
  [{ optimizers: [{ id: 'adam', hyper: { lr: Number.NaN } }] }, 'optimizers[0].hyper.lr', 'NaN'],
  [
    { optimizers: [{ id: 'adam', hyper: { lr: 1e39 } }] },
    'optimizers[0].hyper.lr',
    'must be a number within ±3.4e38 (float32), not 1e+39.',
  ],
  [{ optimizers: [{ id: 'adam', hyper: { lr: -1e39 } }] }, 'optimizers[0].hyper.lr', '≥ 0, not -1e+39'],
  [
    { optimizers: [{ id: 'adam', hyper: { beta1: 1e39 } }] },
    'optimizers[0].hyper.beta1',
    'a number ≥ 0 and < 1',
  ],
  [{ starts: { kind: 'points', points: [[0, -1e39]] } }, 'starts.points[0][1]', '±3.4e38 (float32)'],
  [{ optimizers: [{ id: 'adam', hyper: { beta1: 1 } }] }, 'optimizers[0].hyper.beta1', '≥ 0 and < 1'],
  [
    { optimizers: [{ id: 'adam', hyper: { lookaheadAlpha: 0 } }] },
    'optimizers[0].hyper.lookaheadAlpha',
    '> 0 and ≤ 1',
  ],
  [{ optimizers: [{ id: 'adam', hyper: { beta2: -0.1 } }] }, 'optimizers[0].hyper.beta2', 'not -0.1'],
  // Within the bounds, but not in float32.
  ...[
    ['adam', 'beta1'],
    ['adam', 'beta2'],
    ['rmsprop', 'alpha'],
  ].map(
    ([id, name]): Row => [
      { optimizers: [{ id, hyper: { [name]: 0.99999999 } }] },
      `optimizers[0].hyper.${name}`,
      '≥ 0 and < 1',
      'not 0.99999999, which float32 rounds to 1.',
    ],
  ),
  [
    { optimizers: [{ id: 'polyak', hyper: { fStar: 'low' } }] },
    'optimizers[0].hyper.fStar',
    'for the default.',
  ],
  [{ optimizers: [{ id: 'adam', hyper: { eps: null } }] }, 'optimizers[0].hyper.eps', 'not null'],
  [
    { optimizers: [{ id: 'rmsprop', hyper: { centered: 1 } }] },
    'optimizers[0].hyper.centered',
    'true or false',
  ],
  [{ optimizers: [{ id: 'adam', hyper: null }] }, 'optimizers[0].hyper', 'not null'],

  // Schedule
  [{ schedule: 'cosine' }, 'schedule', 'an object'],
  [{ schedule: { id: 'cosin' } }, 'schedule.id', "Did you mean 'cosine'?"],
  [{ schedule: { id: null } }, 'schedule.id', 'not null'],
  [{ schedule: { params: { total: 5 } } }, 'schedule.params.total', 'allowed: warmup'],
  [{ schedule: { id: 'cosine', params: { total: 0 } } }, 'schedule.params.total', 'whole number'],
  [{ schedule: { id: 'cosine', params: { total: 1.5 } } }, 'schedule.params.total', 'not 1.5'],
  [{ schedule: { id: 'cosine', params: { final: 2 } } }, 'schedule.params.final', 'from 0 to 1'],

  // Gradient and stop
  [{ gradient: null }, 'gradient', 'an object'],
  [{ gradient: { clip: 1 } }, 'gradient.clip', 'unknown field'],
  [{ gradient: { clipNorm: 0 } }, 'gradient.clipNorm', '> 0', 'null'],
  [{ gradient: { clipNorm: 1e-50 } }, 'gradient.clipNorm', '> 0', 'not 1e-50, which float32 rounds to 0.'],
  [{ gradient: { clipNorm: '1' } }, 'gradient.clipNorm', "not '1'"],
  [{ gradient: { noise: -1 } }, 'gradient.noise', '≥ 0'],
  [{ gradient: { noise: null } }, 'gradient.noise', 'not null'],
  [{ gradient: { batchSize: 0 } }, 'gradient.batchSize', 'a whole number from 1 to 1,000,000', 'not 0'],
  [{ gradient: { batchSize: 1.5 } }, 'gradient.batchSize', 'whole number', 'not 1.5'],
  [{ gradient: { batchSize: 1e7 } }, 'gradient.batchSize', 'not 10000000'],
  [{ gradient: { sam: -0.1 } }, 'gradient.sam', '≥ 0', 'Use 0 for none.'],
  [{ gradient: { sam: true } }, 'gradient.sam', 'not true', 'Use 0 for none.'],
  [{ gradient: { clipValue: 0 } }, 'gradient.clipValue', '> 0', 'Use null for no clipping.'],
  [{ gradient: { clipValue: 1e-50 } }, 'gradient.clipValue', 'not 1e-50, which float32 rounds to 0.'],
  [{ gradient: { centralize: 1 } }, 'gradient.centralize', 'true or false', 'not 1'],
  [{ gradient: { batch: 8 } }, 'gradient.batch', 'unknown field', 'batchSize'],
  [{ stop: { gradientNorm: -1e-9 } }, 'stop.gradientNorm', '≥ 0'],
  [{ stop: { gradientNorm: null } }, 'stop.gradientNorm', 'not null'],
  [{ stop: { loss: 'low' } }, 'stop.loss', "not 'low'"],

  // Starts
  [{ starts: 5 }, 'starts', 'an object'],
  [{ starts: { kind: 'square' } }, 'starts.kind', 'grid'],
  [{ starts: { kind: 'grid', spread: 1 } }, 'starts.spread', 'unknown field'],
  [{ starts: { count: 0 } }, 'starts.count', 'from 1 to 10,000,000'],
  [{ starts: { count: 1.5 } }, 'starts.count', 'whole number'],
  [{ starts: { count: 1e12 } }, 'starts.count', '10,000,000'],
  [{ starts: { count: '10' } }, 'starts.count', "not '10'"],
  [{ starts: { count: null } }, 'starts.count', 'not null'],
  [{ starts: { kind: 'normal', spread: -1 } }, 'starts.spread', '≥ 0'],
  [{ starts: { kind: 'normal', center: [0] } }, 'starts.center', 'not 1'],
  [{ starts: { kind: 'ring', radius: Number.POSITIVE_INFINITY } }, 'starts.radius', 'Infinity'],
  [{ starts: { kind: 'ring', center: ['a', 0] } }, 'starts.center[0]', "not 'a'"],
  [{ starts: { kind: 'points' } }, 'starts.points', 'missing'],
  [{ starts: { kind: 'points', points: [] } }, 'starts.points', 'not 0'],
  [
    { starts: { kind: 'points', points: [[0, 0], [1]] } },
    'starts.points[1]',
    'must have exactly 2 entries, not 1.',
  ],
  [{ starts: { kind: 'points', points: [5] } }, 'starts.points[0]', 'must be an array of 2 entries, not 5.'],
  [{ starts: { kind: 'points', points: [[0, Number.NaN]] } }, 'starts.points[0][1]', 'NaN'],
  [{ starts: { kind: 'points', points: [[0, 0]], count: 1 } }, 'starts.count', 'unknown field'],
  [{ starts: { points: [[0, 0]] } }, 'starts.points', 'unknown field'],

  // Numbers of the run
  [{ steps: -1 }, 'steps', 'from 0 to 1,000,000'],
  [{ steps: 2.5 }, 'steps', 'whole number'],
  [{ steps: 1e7 }, 'steps', '1,000,000'],
  [{ steps: null }, 'steps', 'not null'],
  [{ steps: true }, 'steps', 'not true'],
  [{ seed: -1 }, 'seed', 'from 0 to 4,294,967,295'],
  [{ seed: 2 ** 32 }, 'seed', 'not 4294967296'],
  [{ seed: '1' }, 'seed', "not '1'"],
];

describe('parseRunSpec refuses', () => {
  it.each(badSpecs.map((row) => ({ row, name: `${row[1]}: ${JSON.stringify(row[0])?.slice(0, 70)}` })))(
    '$name',
    ({ row }) => expectRefusal(() => parseRunSpec(row[0]), row),
  );

  it('does not repeat a value of any length', () => {
    expect(refusal(() => parseRunSpec({ steps: 'long'.repeat(1000) })).message.length).toBeLessThan(200);
  });
});

describe('parseRunSpecs', () => {
  it('names the entry of an array', () => {
    expect(refusal(() => parseRunSpecs([{}, { steps: -1 }])).field).toBe('[1].steps');
    expect(refusal(() => parseRunSpecs([{}, 7])).field).toBe('[1]');
    expect(refusal(() => parseRunSpecs([])).message).toContain('at least one RunSpec');
  });
});

describe('parseEvaluateRequests refuses', () => {
  const rows: Row[] = [
    [null, 'The request', "an object with the fields 'surface', 'points', not null"],
    [[], 'The request', 'at least one request'],
    [[null], '[0]', 'not null'],
    [{ points: [] }, 'points', 'not 0'],
    [{}, 'points', 'missing'],
    [{ points: [[0, 0, 0]] }, 'points[0]', 'not 3'],
    [{ points: [[0, '1']] }, 'points[0][1]', "not '1'"],
    [{ surface: { id: 'bowel' }, points: [[0, 0]] }, 'surface.id', "'bowl'"],
    [{ points: [[0, 0]], steps: 5 }, 'steps', 'unknown field'],
    [[{ points: [[0, 0]] }, { points: 1 }], '[1].points', 'an array'],
  ];
  it.each(rows.map((row) => ({ row, name: `${row[1]}: ${JSON.stringify(row[0])}` })))('$name', ({ row }) =>
    expectRefusal(() => parseEvaluateRequests(row[0]), row),
  );
});

describe('a text that is no JSON', () => {
  it.each([
    ['', 'empty'],
    ['   \n', 'empty'],
    ['{"steps": 5', 'ends too early', 'line 1, column 12'],
    ['{\n  "steps": 5,\n}', 'line 3, column 1', '"}"'],
    ["{'steps': 5}", 'column 2', '"\'"'],
    ['{"steps": 05}', 'column 12', '"5"'],
    ['{"steps": NaN}', 'column 11', '"N"'],
    ['{"steps": nul}', 'column 14', '"}"'],
    ['{"steps" 5}', 'column 10', '"5"'],
    ['{} {}', 'column 4', '"{"'],
    ['[1, 2', 'ends too early'],
    ['"unfinished', 'ends too early'],
    ['"a\nb"', 'line 1, column 3', '"\\n"'],
    ['"\\x"', 'column 3'],
    ['[-]', 'column 3', '"]"'],
  ])('%j is refused with its place', (text, ...phrases) => {
    const error = refusal(() => parseRunSpecText(text));
    expect(error.code).toBe('bad-input');
    for (const phrase of phrases) expect(error.message).toContain(phrase);
  });
});
