import type { Column, TeamRow } from './columns.ts';

/** What a table is sorted by; without a column, by the order of the teams. */
export interface Sorting<Row> {
  column: Column<Row> | null;
  direction: 'ascending' | 'descending';
}

/** A sorted copy. Equals stay in the order of the teams, and what has no value comes last either way. */
export function sortRows<Row extends TeamRow>(
  rows: readonly Row[],
  { column, direction }: Sorting<Row>,
): Row[] {
  const sign = direction === 'ascending' ? 1 : -1;
  const key = (row: Row) => (column === null ? row.team : column.value(row));
  return [...rows].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    // Not by difference: ∞ − ∞ is none.
    return x === y ? a.team - b.team : x < y ? -sign : sign;
  });
}

/** The first press on a column sorts the best to the top, the next the other way round. */
export function nextSorting<Row>(now: Sorting<Row>, column: Column<Row> | null): Sorting<Row> {
  if (now.column === column) {
    return { column, direction: now.direction === 'ascending' ? 'descending' : 'ascending' };
  }
  return { column, direction: column?.best === 'highest' ? 'descending' : 'ascending' };
}

/** Whether a row has the best value of a column; nobody has where all are equal. */
export function isBest<Row>(rows: readonly Row[], column: Column<Row>, row: Row): boolean {
  if (column.best === undefined) return false;
  const values = rows.map(column.value).filter((value) => !Number.isNaN(value));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low < high && column.value(row) === (column.best === 'highest' ? high : low);
}
