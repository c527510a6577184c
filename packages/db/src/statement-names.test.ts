import { beforeEach, expect, it } from 'vitest';
import { createStatementNames, type StatementNames } from './statement-names.ts';

let statementName: StatementNames;
beforeEach(() => {
  statementName = createStatementNames();
});

it('names a text at its third use, always alike, and different texts differently', () => {
  expect([1, 2].map(() => statementName('select $1::int'))).toEqual([undefined, undefined]);
  const name = statementName('select $1::int');
  expect(name).toMatch(/^kf_[0-9a-f]{24}$/);
  expect(statementName('select $1::int')).toBe(name);
  for (let use = 1; use < 3; use++) statementName('select $1::text');
  expect(statementName('select $1::text')).not.toBe(name);
});

it('never names long texts, and stops naming when there are enough', () => {
  const long = `select ${'1,'.repeat(5000)} $1`;
  for (let use = 1; use <= 5; use++) expect(statementName(long)).toBeUndefined();
  let names = 0;
  for (let text = 0; text < 500; text++) {
    for (let use = 1; use < 3; use++) statementName(`select ${text}, $1`);
    if (statementName(`select ${text}, $1`) !== undefined) names++;
  }
  expect(names).toBeGreaterThan(350);
  expect(names).toBeLessThanOrEqual(400);
});

it('forgets texts that do not come back before naming others', () => {
  for (let text = 0; text < 10_000; text++) statementName(`once ${text}`);
  expect(statementName('once 0')).toBeUndefined();
});

it('leaves each database its own names, however many another has', () => {
  const other = createStatementNames();
  for (let text = 0; text < 500; text++) for (let use = 0; use < 3; use++) other(`select ${text}, $1`);
  expect([1, 2, 3].map(() => statementName('select $1::int')).at(-1)).toBeDefined();
});
