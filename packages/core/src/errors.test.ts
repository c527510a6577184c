import { inspect } from 'node:util';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { DomainError, InvariantError, PortError, assert, isDomainError } from './errors.ts';
import { Secret, secret } from './secret.ts';

describe('DomainError', () => {
  it('carries code, kind and parameters from the catalogue', () => {
    const error = new DomainError('price_below_floor', { price: '9.00', floor: '10.00' });
    expect(error).toMatchObject({ code: 'price_below_floor', kind: 'conflict', retryable: false });
    expect(error.params).toEqual({ price: '9.00', floor: '10.00' });
    expect(new DomainError('rate_limited')).toMatchObject({ kind: 'rate_limited', retryable: true, params: {} });
  });

  it('keeps what was below for the log', () => {
    const cause = new Error('duplicate key');
    expect(new DomainError('slug_taken', { slug: 'a' }, { cause }).cause).toBe(cause);
  });

  it('demands the parameters a code needs, and no others', () => {
    expectTypeOf<ConstructorParameters<typeof DomainError<'slug_taken'>>[1]>().toEqualTypeOf<{ slug: string }>();
    expectTypeOf<ConstructorParameters<typeof DomainError<'rate_limited'>>[1]>().toEqualTypeOf<
      { retryAfterSeconds?: number } | undefined
    >();
  });

  it('is told apart by code', () => {
    const error: unknown = new DomainError('not_found');
    expect(isDomainError(error)).toBe(true);
    expect(isDomainError(error, 'not_found')).toBe(true);
    expect(isDomainError(error, 'forbidden')).toBe(false);
    expect(isDomainError(new PortError('refused', { retryable: true }))).toBe(false);
  });
});

describe('assert', () => {
  it('throws only on a broken invariant', () => {
    expect(() => assert(true, 'fine')).not.toThrow();
    expect(() => assert(0, 'the sum is off')).toThrow(InvariantError);
  });
});

describe('Secret', () => {
  const hidden = secret('ABCD-1234');

  it('prints [secret] however it is shown', () => {
    const shown = [
      `${hidden}`,
      String(hidden),
      '' + hidden,
      JSON.stringify({ hidden }),
      inspect({ hidden }, { depth: 5, showHidden: true }),
      inspect(hidden),
      Object.entries(hidden).join(),
      JSON.stringify({ ...hidden }),
    ];
    expect(shown.filter((text) => text.includes('ABCD'))).toEqual([]);
    expect(`${hidden}`).toBe('[secret]');
  });

  it('gives its value only when asked', () => {
    expect(hidden.expose()).toBe('ABCD-1234');
    expect(hidden).toBeInstanceOf(Secret);
  });
});
