import { describe, expect, test } from 'vitest';
import { createLayout, registerStruct } from '../../../src/gpu/layout.ts';

describe('createLayout', () => {
  const layout = createLayout('Mixed', ['a', { name: 'n', type: 'u32' }, 'b']);

  test('is a WGSL struct of the names in their order', () => {
    expect(layout.wgsl).toBe('struct Mixed { a: f32, n: u32, b: f32 }\n');
    expect([layout.words, layout.bytes]).toEqual([3, 12]);
  });

  test('writes each value in its type, wherever it is told to', () => {
    const buffer = new ArrayBuffer(20);
    layout.write({ a: 0.1, n: 4_000_000_000, b: -2 }, buffer, 2);
    expect(Array.from(new Float32Array(buffer, 0, 3))).toEqual([0, 0, Math.fround(0.1)]);
    expect(new Uint32Array(buffer, 12, 1)[0]).toBe(4_000_000_000);
    expect(new Float32Array(buffer, 16, 1)[0]).toBe(-2);
  });

  test('does not write outside of the buffer', () => {
    expect(() => layout.write({ a: 0, n: 0, b: 0 }, new ArrayBuffer(16), 2)).toThrow(RangeError);
  });

  test('a missing value is an error, not a zero', () => {
    const incomplete = { a: 1, n: 2 } as unknown as Record<'a' | 'n' | 'b', number>;
    expect(() => layout.pack(incomplete)).toThrow('Mixed.b has no value.');
  });

  test('an empty list gets a pad, since WGSL has no empty struct', () => {
    const empty = createLayout('Empty', []);
    expect(empty.wgsl).toBe('struct Empty { pad: f32 }\n');
    expect(empty.pack({}).byteLength).toBe(4);
  });
});

test('registerStruct has one T per name, and a pad for none', () => {
  expect(registerStruct('State', ['m', 'v'])).toBe('struct State { m: T, v: T }\n');
  expect(registerStruct('State', [])).toBe('struct State { pad: T }\n');
});
