import { assert } from './errors.ts';

/** The row of a statement that always answers exactly one. @throws InvariantError */
export function onlyRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  assert(row !== undefined, 'a statement answered no row');
  return row;
}
