import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageOf, RavineError } from '../../src/core/errors.ts';
import { ulp32 } from '../../src/core/float32.ts';
import { normalPair, randomBits, uniform01 } from '../../src/core/random.ts';
import { packStatus, restStepOf, Status, statusOf } from '../../src/core/status.ts';
import { absoluteSymmetric2, eigenvaluesSymmetric2, solveSymmetric2 } from '../../src/core/symmetric2.ts';

describe('eigenvaluesSymmetric2', () => {
  it('has the trace as sum and the determinant as product', () => {
    const entry = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((thousandths) => thousandths / 1000);
    fc.assert(
      fc.property(entry, entry, entry, (a, b, c) => {
        const [low, high] = eigenvaluesSymmetric2(a, b, c);
        const scale = Math.abs(a) + Math.abs(b) + Math.abs(c) + 1e-3;
        expect(low).toBeLessThanOrEqual(high);
        expect(Math.abs(low + high - (a + c)) / scale).toBeLessThan(1e-14);
        expect(Math.abs(low * high - (a * c - b * b)) / scale ** 2).toBeLessThan(1e-14);
      }),
    );
  });
  it('keeps a small eigenvalue beside a large one', () => {
    expect(eigenvaluesSymmetric2(1e12, 0, 1e-6)).toEqual([1e-6, 1e12]);
  });
  it('knows a saddle', () => {
    expect(eigenvaluesSymmetric2(2, 0, -2)).toEqual([-2, 2]);
  });
});

describe('solveSymmetric2', () => {
  it('undoes the product with a matrix of any sign and scale', () => {
    const angle = fc.integer({ min: 0, max: 359 });
    // Up to 10⁵ apart, beyond which a rotated matrix may be called singular.
    const eigenvalue = fc.integer({ min: 1, max: 100_000 }).map((k) => k / 1000);
    const sign = fc.constantFrom(-1, 1);
    const power = fc.integer({ min: -120, max: 120 }).map((k) => 2 ** k);
    fc.assert(
      fc.property(
        angle,
        eigenvalue,
        eigenvalue,
        sign,
        sign,
        power,
        (degrees, l1, l2, sign1, sign2, scale) => {
          const [a, b, c] = rotated(sign1 * l1 * scale, sign2 * l2 * scale, degrees);
          const [dx, dy] = solveSymmetric2(a, b, c, a * 3 - b * 2, b * 3 - c * 2);
          const lost = (1e-15 * Math.max(l1, l2)) / Math.min(l1, l2);
          expect(Math.abs(dx - 3)).toBeLessThan(20 * lost);
          expect(Math.abs(dy + 2)).toBeLessThan(20 * lost);
        },
      ),
    );
  });
  it('has nothing of a direction that a singular matrix takes to zero', () => {
    expect(solveSymmetric2(4, 0, 0, 8, 7)).toEqual([2, 0]);
    expect(solveSymmetric2(0, 0, -4, 8, 8)).toEqual([0, -2]);
    // 2 (1, 1)(1, 1)ᵀ: of (3, 1), (2, 2) is along it, and an eigenvalue of 4.
    expect(solveSymmetric2(2, 2, 2, 3, 1)).toEqual([0.5, 0.5]);
    expect(solveSymmetric2(0, 0, 0, 1, 1)).toEqual([0, 0]);
  });
  it('calls singular what float32 could not tell from it, and no diagonal matrix', () => {
    expect(solveSymmetric2(1, 1, 1 + 1e-7, 1, 1)[0]).toBeCloseTo(0.5, 6);
    expect(solveSymmetric2(1, 1, 1 + 1e-5, 1, 2)[0]).toBeCloseTo(-1e5, -1);
    expect(solveSymmetric2(1, 0, 1e-30, 1, 1e-30)).toEqual([1, 1]);
  });
  it('is not a number where an entry is none', () => {
    expect(solveSymmetric2(Number.NaN, 0, 1, 1, 1)).toEqual([Number.NaN, Number.NaN]);
  });
});

describe('absoluteSymmetric2', () => {
  it('keeps the eigenvectors and takes the magnitudes of the eigenvalues', () => {
    for (const [l1, l2] of [
      [3, 2],
      [-3, 2],
      [-3, -2],
      [5, 0],
      [-5, 0],
      [1e30, -1e-3],
      [-1e-38, 2e-38],
    ]) {
      for (const degrees of [0, 10, 45, 90, 130]) {
        const wanted = rotated(Math.abs(l1!), Math.abs(l2!), degrees);
        const got = absoluteSymmetric2(...rotated(l1!, l2!, degrees));
        const scale = Math.max(Math.abs(l1!), Math.abs(l2!));
        for (const k of [0, 1, 2]) expect(Math.abs(got[k]! - wanted[k]!) / scale).toBeLessThan(1e-15);
      }
    }
  });
  it('is zero for the zero matrix', () => {
    expect(absoluteSymmetric2(0, 0, 0)).toEqual([0, 0, 0]);
  });
});

/** The symmetric matrix with these eigenvalues, the first along a direction. [xx, xy, yy] */
function rotated(l1: number, l2: number, degrees: number): [number, number, number] {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return [c * c * l1 + s * s * l2, c * s * (l1 - l2), s * s * l1 + c * c * l2];
}

describe('counter-based randomness', () => {
  it('gives the same bits for the same counter and others for any other', () => {
    const bits = (...key: [number, number, number, number]) => [...randomBits(...key)].join();
    const reference = bits(1, 2, 3, 4);
    expect(bits(1, 2, 3, 4)).toBe(reference);
    for (const other of [bits(2, 2, 3, 4), bits(1, 3, 3, 4), bits(1, 2, 4, 4), bits(1, 2, 3, 5)]) {
      expect(other).not.toBe(reference);
    }
  });
  it('is uniform and normal to the accuracy of the sample', () => {
    const n = 40_000;
    const buckets = new Float64Array(16);
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const [a, b, c] = randomBits(7, i, 0, 0);
      buckets[Math.floor(uniform01(a!) * 16)]! += 1;
      const [z] = normalPair(b!, c!);
      sum += z;
      squares += z * z;
    }
    const chiSquared = buckets.reduce((total, count) => total + (count - n / 16) ** 2 / (n / 16), 0);
    expect(chiSquared).toBeLessThan(37.7); // 99.9 % point of χ² with 15 degrees of freedom
    expect(Math.abs(sum / n)).toBeLessThan(3.3 / Math.sqrt(n)); // 99.9 %
    expect(Math.abs(squares / n - 1)).toBeLessThan(3.3 * Math.sqrt(2 / n));
  });
});

describe('status word', () => {
  it('holds status and step at rest', () => {
    for (const status of Object.values(Status)) {
      const packed = packStatus(status, 1_000_000);
      expect([statusOf(packed), restStepOf(packed)]).toEqual([status, 1_000_000]);
    }
  });
});

describe('ulp32', () => {
  it('is the gap to the next float32', () => {
    for (const x of [1, 1.5, 3, 1e-3, 6e7, 2 ** -126]) {
      const bits = new Uint32Array(new Float32Array([x]).buffer);
      const here = Math.fround(x);
      bits[0]! += 1;
      expect(ulp32(x)).toBe(new Float32Array(bits.buffer)[0]! - here);
    }
  });

  it('is infinite beyond the largest float32, and not before', () => {
    expect(ulp32(3.4028234663852886e38)).toBe(2 ** 104);
    for (const x of [3.403e38, -1e301, Number.POSITIVE_INFINITY])
      expect(ulp32(x)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('RavineError', () => {
  it('shows the sentence and the cure', () => {
    expect(messageOf(new RavineError('bad-input', 'lr is negative.', { cure: 'Use 0 or more.' }))).toBe(
      'lr is negative. Use 0 or more.',
    );
    expect(messageOf('plain')).toBe('plain');
  });
});
