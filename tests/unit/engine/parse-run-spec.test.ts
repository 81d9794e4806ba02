import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSpec } from '../../../src/engine/default-spec.ts';
import { minimalSpec } from '../../../src/engine/minimal-spec.ts';
import { parseEvaluateRequests } from '../../../src/engine/parse-evaluate-request.ts';
import { parseRunSpec, parseRunSpecs, parseRunSpecText } from '../../../src/engine/parse-run-spec.ts';
import { arbitraryRunSpec } from '../../support/arbitrary-run-spec.ts';

/** The contract, word for word, with what has been added to it: none of which does anything where it is left out. */
const contract = {
  version: 1,
  surface: { id: 'rosenbrock', params: {} },
  optimizers: [{ id: 'adam', hyper: { lr: 0.02 } }],
  schedule: { id: 'constant', params: {} },
  gradient: { noise: 0, batchSize: 1, sam: 0, clipNorm: null, clipValue: null, centralize: false },
  starts: { kind: 'grid', count: 10_000 },
  steps: 500,
  stop: { gradientNorm: 0, loss: null },
  seed: 1,
};

describe('parseRunSpec', () => {
  it('completes nothing at all to the contract', () => {
    expect(parseRunSpec({})).toEqual(contract);
    expect(parseRunSpec(contract)).toEqual(contract);
    expect(defaultSpec).toEqual(contract);
  });

  it('gives every caller a spec of its own', () => {
    parseRunSpec({}).optimizers[0].hyper.lr = 7;
    expect(parseRunSpec({})).toEqual(contract);
  });

  it('completes sections that are given in part', () => {
    expect(parseRunSpec({ starts: { kind: 'normal' } }).starts).toEqual({
      kind: 'normal',
      count: 10_000,
      center: null,
      spread: 0.2,
    });
    expect(parseRunSpec({ starts: { kind: 'ring', count: 5 } }).starts).toEqual({
      kind: 'ring',
      count: 5,
      center: null,
      radius: 0.8,
    });
    expect(parseRunSpec({ gradient: { noise: 1, clipNorm: undefined } }).gradient).toEqual({
      ...contract.gradient,
      noise: 1,
    });
    expect(parseRunSpec({ stop: { loss: -1 } }).stop).toEqual({ gradientNorm: 0, loss: -1 });
    expect(parseRunSpec({ surface: { formula: 'x^2 + y^2' } }).surface).toEqual({
      formula: 'x^2 + y^2',
      params: {},
      domain: [-5, 5, -5, 5],
    });
    expect(parseRunSpec({ optimizers: [{ id: 'sgd' }] }).optimizers).toEqual([{ id: 'sgd', hyper: {} }]);
  });

  it('takes the ends of every range', () => {
    for (const steps of [0, 1_000_000]) expect(parseRunSpec({ steps }).steps).toBe(steps);
    for (const seed of [0, 4_294_967_295]) expect(parseRunSpec({ seed }).seed).toBe(seed);
    expect(parseRunSpec({ starts: { count: 10_000_000 } }).starts).toMatchObject({ count: 10_000_000 });
    for (const batchSize of [1, 1_000_000]) {
      expect(parseRunSpec({ gradient: { batchSize } }).gradient.batchSize).toBe(batchSize);
    }
    expect(parseRunSpec({ optimizers: Array(16).fill({ id: 'sgd' }) }).optimizers).toHaveLength(16);
  });

  it('takes what float32 keeps apart from an excluded end', () => {
    const beta2 = 1 - 2 ** -24;
    expect(parseRunSpec({ optimizers: [{ id: 'adam', hyper: { beta2 } }] }).optimizers[0].hyper).toEqual({
      beta2,
    });
    const clipNorm = 2 ** -149;
    expect(parseRunSpec({ gradient: { clipNorm } }).gradient.clipNorm).toBe(clipNorm);
  });

  it('reads text, and arrays of specs', () => {
    expect(parseRunSpecText('{"steps": 7}').steps).toBe(7);
    expect(parseRunSpecs({ steps: 7 })).toHaveLength(1);
    expect(parseRunSpecs([{}, { steps: 7 }]).map((spec) => spec.steps)).toEqual([500, 7]);
  });

  it('returns any complete spec as it is', () => {
    fc.assert(
      fc.property(arbitraryRunSpec, (spec) => {
        expect(parseRunSpec(spec)).toEqual(spec);
      }),
    );
  });

  it('survives JSON', () => {
    fc.assert(
      fc.property(arbitraryRunSpec, (spec) => {
        const text = JSON.stringify(spec);
        expect(JSON.stringify(parseRunSpecText(text))).toBe(text);
      }),
    );
  });
});

describe('minimalSpec', () => {
  it('says nothing about the defaults', () => {
    expect(minimalSpec(parseRunSpec({}))).toEqual({});
  });

  it('says what differs and no more', () => {
    const minimal = {
      surface: { id: 'himmelblau' },
      optimizers: [{ id: 'sgd' }, { id: 'adam', hyper: { lr: 0.1 } }],
      schedule: { id: 'cosine' },
      gradient: { sam: 0.05, clipNorm: 1, centralize: true },
      starts: { kind: 'normal', spread: 0.1 },
      stop: { loss: 0 },
      seed: 2,
    };
    expect(minimalSpec(parseRunSpec(minimal))).toEqual(minimal);
  });

  it.each([
    { kind: 'normal' },
    { kind: 'ring' },
    { kind: 'uniform' },
    { kind: 'normal', spread: 0.8 },
    { kind: 'ring', radius: 0.2, center: [0, 0] },
  ])('knows the defaults of each kind of starts: %j', (starts) => {
    expect(minimalSpec(parseRunSpec({ starts }))).toEqual({ starts });
  });

  it('keeps a negative zero', () => {
    expect(minimalSpec(parseRunSpec({ gradient: { noise: -0 } }))).toEqual({ gradient: { noise: -0 } });
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(arbitraryRunSpec, (spec) => {
        expect(parseRunSpec(minimalSpec(spec))).toEqual(spec);
      }),
    );
  });
});

describe('parseEvaluateRequests', () => {
  it('completes the surface and keeps the points', () => {
    const [request] = parseEvaluateRequests({ points: [[1, 2]] });
    expect(request).toEqual({ surface: contract.surface, points: [[1, 2]] });
    expect(parseEvaluateRequests([request, request])).toEqual([request, request]);
  });
});
