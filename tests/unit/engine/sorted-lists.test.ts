import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactQuantiles, quantilesOfSorted } from '../../../src/engine/quantiles.ts';
import { valueAtRank } from '../../../src/engine/sorted-lists.ts';

/** Few different values, so that they repeat within lists and across. */
const lists = fc.array(fc.array(fc.integer({ min: 1, max: 9 }).map(Math.sqrt)), {
  minLength: 1,
  maxLength: 5,
});
const ascending = (values: readonly number[]) => Float64Array.from(values).sort();

describe('several sorted lists', () => {
  it('have at each rank what they have there when sorted into one', () => {
    fc.assert(
      fc.property(lists, (values) => {
        const sorted = values.map(ascending);
        expect(values.flat().map((_, rank) => valueAtRank(sorted, rank))).toEqual([
          ...ascending(values.flat()),
        ]);
      }),
    );
  });

  it('have the quantiles of all their values', () => {
    fc.assert(
      fc.property(lists, (values) => {
        expect(quantilesOfSorted(values.map(ascending))).toEqual(exactQuantiles(ascending(values.flat())));
      }),
    );
  });
});
