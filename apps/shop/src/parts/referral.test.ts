import { describe, expect, it } from 'vitest';
import { isFresh, takeReferral } from './referral.ts';

describe('takeReferral', () => {
  it('takes the code and leaves the rest of the address', () => {
    expect(takeReferral('/p/vip', '?sku=A&r=WANG88&q=1')).toEqual({ code: 'WANG88', place: '/p/vip?sku=A&q=1' });
    expect(takeReferral('/', '?r=wang_8-8')).toEqual({ code: 'wang_8-8', place: '/' });
  });

  it('drops what is no code, and finds nothing where there is none', () => {
    expect(takeReferral('/', '?r=%3Cscript%3E')).toEqual({ code: undefined, place: '/' });
    expect(takeReferral('/', `?r=${'A'.repeat(41)}`)).toEqual({ code: undefined, place: '/' });
    expect(takeReferral('/', '?q=r')).toBeUndefined();
  });
});

describe('isFresh', () => {
  const DAY_MS = 86_400_000;
  const now = Date.UTC(2026, 10, 22);
  it.each([
    [0, true],
    [29.9, true],
    [30, false],
    [400, false],
    [-1, false],
  ])('after %d days is %s', (days, expected) => {
    expect(isFresh({ code: 'WANG88', atMs: now - days * DAY_MS }, now)).toBe(expected);
  });

  it('never holds for what was written by somebody else', () => {
    expect(isFresh({ code: 'a b', atMs: now }, now)).toBe(false);
  });
});
