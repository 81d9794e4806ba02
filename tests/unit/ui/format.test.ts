import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatFixed,
  formatNumber,
  formatShare,
  formatSi,
  readTyped,
} from '../../../src/ui/format.ts';

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [0.02, '0.02'],
    [-1.5, '−1.5'],
    [0.000123456, '1.23e−4'],
    [0.001, '0.001'],
    [123456, '1.23e5'],
    [99999, '1e5'],
    [12345, '12350'],
    [1e-12, '1e−12'],
    [-2.5e-20, '−2.5e−20'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('%d is %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('shows as many digits as asked for', () => {
    expect(formatNumber(1234567, 8)).toBe('1234567');
    expect(formatNumber(Math.PI, 3)).toBe('3.14');
  });
});

describe('formatSi', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [999.6, '1 k'],
    [1500, '1.5 k'],
    [2.56e9, '2.56 G'],
    [213_000_000, '213 M'],
    [5e16, '50000 T'],
    [Number.POSITIVE_INFINITY, '∞'],
  ])('%d is %s', (value, text) => {
    expect(formatSi(value)).toBe(text);
  });
});

describe('formatShare', () => {
  it.each([
    [0, '0 %'],
    [0.0001, '<1 %'],
    [0.623, '62 %'],
    [0.9999, '>99 %'],
    [1, '100 %'],
  ])('%d is %s', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });
});

it('formatCount and formatFixed', () => {
  expect(formatCount(1234567)).toBe('1,234,567');
  expect(formatFixed(-0.5, 3)).toBe('−0.500');
  expect(formatFixed(Number.NaN, 3)).toBe('NaN');
});

describe('readTyped', () => {
  it.each([
    ['0.01', 0.01],
    ['.5', 0.5],
    ['5.', 5],
    ['1e-3', 1e-3],
    ['1e−3', 1e-3],
    ['−2', -2],
    ['10,000', 10_000],
    ['20k', 20_000],
    ['1.5M', 1_500_000],
    [' 7 ', 7],
    ['', null],
    ['1e999', null],
    ['0x10', null],
    ['12 apples', null],
    ['-', null],
    ['1-2', null],
  ])('“%s” is %s', (text, value) => {
    expect(readTyped(text)).toBe(value);
  });

  it('reads back what formatNumber writes', () => {
    for (const value of [0.02, 5e-4, 1e-8, -3.25, 12000, 1e20]) {
      expect(readTyped(formatNumber(value))).toBe(value);
    }
  });
});
