import { money } from '@keyfall/money/format';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { accountTemplateSchema } from './account-template-schemas.ts';
import { orderIdSchema } from './id-schemas.ts';
import { parseId } from './ids.ts';
import type { OrderId, ShopId } from './ids.ts';
import { pickLocale } from './locales.ts';
import { fromMoneyDto, toMoneyDto } from './money-dto.ts';
import { moneyDtoSchema, nonNegativeMoneySchema, positiveMoneySchema, unitPriceSchema } from './money-schemas.ts';
import { decodeCursor, encodeCursor } from './pagination.ts';
import { pageInputSchema } from './pagination-schemas.ts';

const ID = '0193e2c4-7d1a-7c3b-9a55-3f2a1b4c5d6e';

describe('ids', () => {
  it('accept UUIDs, in lower case', () => {
    expect(orderIdSchema.parse(ID.toUpperCase())).toBe(ID);
    expect(parseId<OrderId>(ID)).toBe(ID);
    expectTypeOf(orderIdSchema.parse(ID)).toEqualTypeOf<OrderId>();
    expectTypeOf<OrderId>().not.toExtend<ShopId>();
  });

  it.each(['', 'x', `${ID}0`, ID.replace('-', ''), `{${ID}}`, '00000000-0000-0000-0000-000000000000', `${ID}\n`])(
    'refuse %j',
    (text) => {
      expect(orderIdSchema.safeParse(text).success).toBe(false);
      expect(parseId(text)).toBeUndefined();
    },
  );
});

describe('money on the wire', () => {
  it('has exactly the currency’s decimals', () => {
    expect(toMoneyDto(money(1230n, 'CNY'))).toEqual({ amount: '12.30', currency: 'CNY' });
    expect(fromMoneyDto(moneyDtoSchema.parse({ amount: '-0.05', currency: 'CNY' })).minor).toBe(-5n);
    expect(moneyDtoSchema.parse({ amount: '5', currency: 'JPY' })).toEqual({ amount: '5', currency: 'JPY' });
  });

  it.each([
    { amount: '12.3', currency: 'CNY' },
    { amount: '12.300', currency: 'CNY' },
    { amount: '012.30', currency: 'CNY' },
    { amount: '-0.00', currency: 'CNY' },
    { amount: '1e2', currency: 'CNY' },
    { amount: 12.3, currency: 'CNY' },
    { amount: '5.0', currency: 'JPY' },
    { amount: '12.30', currency: 'XXX' },
    { amount: '12.30', currency: 'toString' },
    { amount: '99999999999999999999.00', currency: 'CNY' },
  ])('refuses %j', (dto) => {
    expect(moneyDtoSchema.safeParse(dto).success).toBe(false);
  });

  it('round-trips every amount', () => {
    const amounts = fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(amounts, fc.constantFrom('CNY', 'JPY', 'KWD', 'USDT', 'BTC'), (minor, currency) => {
        const dto = moneyDtoSchema.parse(toMoneyDto(money(minor, currency)));
        expect(fromMoneyDto(dto)).toEqual(money(minor, currency));
      }),
    );
  });

  it('knows signs', () => {
    expect(positiveMoneySchema.safeParse({ amount: '0.00', currency: 'CNY' }).success).toBe(false);
    expect(nonNegativeMoneySchema.safeParse({ amount: '0.00', currency: 'CNY' }).success).toBe(true);
    expect(nonNegativeMoneySchema.safeParse({ amount: '-0.01', currency: 'CNY' }).success).toBe(false);
    expect(unitPriceSchema.safeParse('0.9650').success).toBe(true);
    expect(unitPriceSchema.safeParse('0.123456789').success).toBe(false);
  });
});

describe('pages', () => {
  it('give a limit within bounds', () => {
    expect(pageInputSchema.parse({})).toEqual({ limit: 50 });
    expect(pageInputSchema.safeParse({ limit: 201 }).success).toBe(false);
    expect(pageInputSchema.safeParse({ limit: 0 }).success).toBe(false);
    expect(pageInputSchema.safeParse({ cursor: 'a b' }).success).toBe(false);
  });

  it('read their own cursors and no others', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.string({ maxLength: 40 })), { minLength: 1, maxLength: 4 }), (values) => {
        const cursor = encodeCursor(values);
        expect(decodeCursor(cursor, values.length)).toEqual(values);
        expect(decodeCursor(cursor, values.length + 1)).toBeUndefined();
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => decodeCursor(text, 2) === undefined));
    expect(decodeCursor(btoa('{"a":1}').replaceAll('=', ''), 1)).toBeUndefined();
    expect(decodeCursor(btoa('[1]'), 1)).toBeUndefined();
    expect(decodeCursor(encodeCursor([ID, null]), 2)).toEqual([ID, null]);
    for (const text of ['a\u0000', '\ud800']) expect(decodeCursor(encodeCursor([text]), 1)).toBeUndefined();
  });
});

describe('languages', () => {
  it.each([
    ['zh-TW,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['en-GB,en;q=0.9', 'en'],
    ['fr,en;q=0.5', 'en'],
    ['fr', 'zh-CN'],
    ['', 'zh-CN'],
    [null, 'zh-CN'],
    [['EN'], 'en'],
  ] as const)('%j reads %s', (preferred, locale) => {
    expect(pickLocale(preferred)).toBe(locale);
  });
});

describe('accountTemplateSchema', () => {
  it('fails with the parser’s reason', () => {
    expect(accountTemplateSchema.parse('uid:digits(5-16)')).toBe('uid:digits(5-16)');
    expect(accountTemplateSchema.safeParse('uid:digits').error?.issues[0]?.message).toBe('bad_length');
  });
});
