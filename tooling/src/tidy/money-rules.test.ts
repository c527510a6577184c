import { describe, expect, it } from 'vitest';
import { findLines, findRepoFiles, isProduction, withoutComments } from './repo-files.ts';

/** A name that speaks of money, plain or at the end of a path such as `order.totalAmount`. */
const MONEY_NAME = String.raw`[\w.]*(?:amount|price|total|balance|minor|fee|cost|refund|commission|margin|face_?value)\w*`;
const TO_NUMBER = new RegExp(String.raw`(?<!\bformat\.)\b(?:Number|parseFloat|parseInt)\(\s*${MONEY_NAME}\b`, 'i');
const UNARY_PLUS = new RegExp(String.raw`[(=,:?[]\s*\+${MONEY_NAME}\b`, 'i');

const FLOATING_COLUMN = /^\s*\w+\s+(?:real|double\s+precision|float\d?|money)\b/i;

describe('money', () => {
  const files = findRepoFiles('.ts', '.tsx')
    .filter((file) => isProduction(file) && !file.path.startsWith('packages/money/'))
    .map(withoutComments);

  it('never becomes a JavaScript number outside packages/money', () => {
    expect(files.length).toBeGreaterThan(50);
    expect([...findLines(files, TO_NUMBER), ...findLines(files, UNARY_PLUS)]).toEqual([]);
  });

  it.each([
    ['Number(order.totalAmount)', TO_NUMBER],
    ['Number.parseFloat(unitPrice)', TO_NUMBER],
    ['x = +row.balance', UNARY_PLUS],
  ])('would be found as %s', (text, rule) => {
    expect(text).toMatch(rule);
  });

  it('is never a floating point column', () => {
    expect(findLines(findRepoFiles('.sql').map(withoutComments), FLOATING_COLUMN)).toEqual([]);
    expect('  amount double precision not null').toMatch(FLOATING_COLUMN);
  });
});
