/**
 * The value that has `rank` values before it when several ascending lists are sorted into one, which they are not for
 * that.
 * @param rank whole, from 0 to before the number of all values; none of them NaN
 */
export function valueAtRank(lists: readonly Float64Array[], rank: number): number {
  const low = lists.map(() => 0);
  const high = lists.map((list) => list.length);
  for (;;) {
    const widths = lists.map((_, k) => high[k] - low[k]);
    const widest = widths.indexOf(Math.max(...widths));
    const pivot = lists[widest][(low[widest] + high[widest]) >>> 1];
    const below = lists.map((list, k) => firstIndex(list, low[k], high[k], (value) => value >= pivot));
    const through = lists.map((list, k) => firstIndex(list, below[k], high[k], (value) => value > pivot));
    if (rank < sum(below)) below.forEach((end, k) => void (high[k] = end));
    else if (rank < sum(through)) return pivot;
    else through.forEach((end, k) => void (low[k] = end));
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** First index from `low` on at which `is`, which once true stays true; `high` where it never is. */
export function firstIndex(
  list: ArrayLike<number>,
  low: number,
  high: number,
  is: (value: number) => boolean,
): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (is(list[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
