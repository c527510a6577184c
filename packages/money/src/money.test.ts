import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { CURRENCIES, CURRENCY_CODES, exponentOf } from './currency.ts';
import { displayDecimal, displayMoney, displayMoneyParts } from './display.ts';
import { MoneyError } from './money-error.ts';
import {
  MINOR_MAX,
  add,
  compare,
  equals,
  formatAmount,
  money,
  negate,
  parseCurrency,
  parseMoney,
  subtract,
  sum,
} from './money.ts';
import type { Money } from './money.ts';

const minor = fc.bigInt({ min: -MINOR_MAX, max: MINOR_MAX });
const small = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const currency = fc.constantFrom(...CURRENCY_CODES);

function reasonOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof MoneyError) return error.reason;
    throw error;
  }
  return 'accepted';
}

describe('currencies', () => {
  it('keep the exponents the ledger was booked with', () => {
    const expected = {
      JPY: 0,
      KRW: 0,
      VND: 0,
      CNY: 2,
      USD: 2,
      HKD: 2,
      EUR: 2,
      KWD: 3,
      BHD: 3,
      USDT: 6,
      USDC: 6,
      BTC: 8,
      ETH: 8,
    };
    expect(Object.fromEntries(Object.keys(expected).map((code) => [code, exponentOf(parseCurrency(code))]))).toEqual(
      expected,
    );
    expect(Object.values(CURRENCIES).every(({ exponent }) => exponent >= 0 && exponent <= 8)).toBe(true);
    expect(reasonOf(() => parseCurrency('constructor'))).toBe('unknown_currency');
  });
});

describe('parse and format', () => {
  it.each([
    ['12.30', 'CNY', 1230n],
    ['12.3', 'CNY', 1230n],
    ['12', 'CNY', 1200n],
    ['-0.01', 'CNY', -1n],
    ['0', 'JPY', 0n],
    ['3000', 'JPY', 3000n],
    ['0.001', 'KWD', 1n],
    ['1.000001', 'USDT', 1_000_001n],
    ['21000000.00000001', 'BTC', 2_100_000_000_000_001n],
    ['92233720368547758.07', 'CNY', MINOR_MAX],
  ] as const)('%s %s is %s', (text, code, expected) => {
    expect(parseMoney(text, code).minor).toBe(expected);
  });

  it.each([
    ['', 'bad_format'],
    [' 1', 'bad_format'],
    ['1\n', 'bad_format'],
    ['+1', 'bad_format'],
    ['01', 'bad_format'],
    ['1.', 'bad_format'],
    ['.5', 'bad_format'],
    ['1e3', 'bad_format'],
    ['1,000.00', 'bad_format'],
    ['１２', 'bad_format'],
    ['NaN', 'bad_format'],
    ['0x10', 'bad_format'],
    ['1.005', 'too_many_decimals'],
    ['1.000', 'too_many_decimals'],
    ['92233720368547758.08', 'out_of_range'],
    ['9999999999999999999', 'out_of_range'],
    ['9'.repeat(400), 'bad_format'],
  ])('%j is refused as %s', (text, reason) => {
    expect(reasonOf(() => parseMoney(text, 'CNY'))).toBe(reason);
  });

  it('round-trip every amount of every currency', () => {
    fc.assert(
      fc.property(minor, currency, (amount, code) => {
        const text = formatAmount(money(amount, code));
        expect(parseMoney(text, code).minor).toBe(amount);
        expect((text.split('.')[1] ?? '').length).toBe(exponentOf(code));
      }),
    );
  });
});

describe('arithmetic', () => {
  it('adds and subtracts exactly', () => {
    fc.assert(
      fc.property(small, small, small, (a, b, c) => {
        const [x, y, z] = [money(a, 'CNY'), money(b, 'CNY'), money(c, 'CNY')];
        expect(equals(subtract(add(x, y), y), x)).toBe(true);
        expect(equals(add(add(x, y), z), sum([z, y, x], 'CNY'))).toBe(true);
        expect(add(x, negate(x)).minor).toBe(0n);
        expect(compare(x, y)).toBe(-compare(y, x) + 0);
      }),
    );
    expect(sum([], 'JPY')).toEqual(money(0n, 'JPY'));
  });

  it('mixes no currencies and leaves no range', () => {
    expect(reasonOf(() => add(money(1n, 'CNY'), money(1n, 'USD')))).toBe('currency_mismatch');
    expect(reasonOf(() => compare(money(1n, 'CNY'), money(1n, 'USD')))).toBe('currency_mismatch');
    expect(equals(money(1n, 'CNY'), money(1n, 'USD'))).toBe(false);
    expect(reasonOf(() => add(money(MINOR_MAX, 'CNY'), money(1n, 'CNY')))).toBe('out_of_range');
    expect(reasonOf(() => money(-MINOR_MAX - 1n, 'CNY'))).toBe('out_of_range');
  });

  it('is made by its constructors only', () => {
    expectTypeOf<{ minor: bigint; currency: 'CNY' }>().not.toExtend<Money>();
    expectTypeOf(money(1n, 'CNY').minor).toEqualTypeOf<bigint>();
  });
});

describe('display', () => {
  it('writes amounts as the locale does', () => {
    expect(displayMoney(money(123_450n, 'CNY'), 'zh-CN')).toBe('¥1,234.50');
    expect(displayMoney(money(-123_450n, 'CNY'), 'en')).toBe('-CN¥1,234.50');
    expect(displayMoney(money(3000n, 'JPY'), 'en')).toBe('¥3,000');
    expect(displayMoney(money(1_500_000n, 'USDT'), 'en')).toBe('1.500000 USDT');
    expect(displayMoney(money(5n, 'BTC'), 'zh-CN')).toBe('0.00000005 BTC');
  });

  it('stays exact where a float would not', () => {
    expect(displayMoney(money(MINOR_MAX, 'USD'), 'en')).toBe('$92,233,720,368,547,758.07');
    expect(displayDecimal('123456789012.12345678', 'en')).toBe('123,456,789,012.12345678');
    expect(displayDecimal('24', 'en', 2)).toBe('24.00');
  });

  it('gives the pieces that a design sets apart', () => {
    expect(displayMoneyParts(money(-123_450n, 'CNY'), 'zh-CN')).toEqual({
      sign: '-',
      currency: '¥',
      whole: '1,234',
      fraction: '.50',
      currencyFirst: true,
    });
    expect(displayMoneyParts(money(3000n, 'JPY'), 'zh-CN')).toMatchObject({ whole: '3,000', fraction: '' });
    expect(displayMoneyParts(money(1_500_000n, 'USDT'), 'en')).toMatchObject({
      currency: 'USDT',
      currencyFirst: false,
    });
  });

  it('shows every digit of every amount', () => {
    fc.assert(
      fc.property(minor, currency, (amount, code) => {
        const shown = displayMoneyParts(money(amount, code), 'en');
        const digits = (shown.whole + shown.fraction).replaceAll(',', '');
        expect((amount < 0n ? '-' : '') + digits).toBe(formatAmount(money(amount, code)));
      }),
    );
  });
});
