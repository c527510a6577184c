import { describe, expect, expectTypeOf, it } from 'vitest';
import { ERRORS, ERROR_CODES, isErrorCode, isRetryable, kindOf } from './catalogue.ts';
import type { ErrorParamsOf } from './catalogue.ts';
import { catalogErrors } from './catalog-errors.ts';
import { commonErrors } from './common-errors.ts';
import { moneyErrors } from './money-errors.ts';
import { orderErrors } from './order-errors.ts';
import { peopleErrors } from './people-errors.ts';
import { tenancyErrors } from './tenancy-errors.ts';

describe('error catalogue', () => {
  it('has each code once over all areas', () => {
    const areas = [commonErrors, peopleErrors, tenancyErrors, catalogErrors, orderErrors, moneyErrors];
    const codes = areas.flatMap((area) => Object.keys(area));
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes).toHaveLength(ERROR_CODES.length);
    expect(codes.filter((code) => !/^[a-z]+(_[a-z]+)*$/.test(code))).toEqual([]);
  });

  it('has the codes that the public API promises', () => {
    const promised =
      'malformed_request unauthenticated signature_invalid signature_expired nonce_reused insufficient_balance forbidden ' +
      'risk_review not_found method_not_allowed payload_too_large unsupported_media_type idempotency_conflict ' +
      'idempotency_in_progress duplicate_client_order_no out_of_stock price_changed sku_unavailable limit_exceeded ' +
      'not_cancellable cursor_expired validation_failed rate_limited internal unavailable';
    expect(promised.split(' ').filter((code) => !isErrorCode(code))).toEqual([]);
  });

  it('is retryable exactly where waiting may help', () => {
    const retryable = ERROR_CODES.filter(isRetryable);
    expect(retryable).toEqual(expect.arrayContaining(['rate_limited', 'internal', 'unavailable', 'out_of_stock']));
    expect(retryable).toContain('idempotency_in_progress');
    expect(isRetryable('price_changed')).toBe(false);
    expect(isRetryable('shop_closed')).toBe(false);
    const kinds = new Set(retryable.map(kindOf));
    expect(kinds).toEqual(new Set(['rate_limited', 'unavailable', 'internal', 'conflict']));
  });

  it('does not take inherited names for codes', () => {
    expect(isErrorCode('constructor')).toBe(false);
    expect(isErrorCode('toString')).toBe(false);
    expect(isErrorCode('not_found')).toBe(true);
    expect(ERRORS.insufficient_balance.kind).toBe('payment_required');
  });

  it('knows the parameters of each code at compile time', () => {
    expectTypeOf<ErrorParamsOf<'slug_taken'>>().toEqualTypeOf<{ slug: string }>();
    expectTypeOf<ErrorParamsOf<'out_of_stock'>>().toEqualTypeOf<{ skuId?: string; available?: number }>();
    expectTypeOf<keyof ErrorParamsOf<'forbidden'>>().toEqualTypeOf<'permission'>();
  });
});
