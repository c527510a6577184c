import { describe, expect, it } from 'vitest';
import { cleanPayeeNumber, isSameName, maskPayeeNumber } from './payee.ts';

describe('a payee’s number', () => {
  it.each([
    ['bank_account', '6222 0212-3456 7890', '6222021234567890'],
    ['bank_account', 'de89 3704 0044 0532 0130 00', 'DE89370400440532013000'],
    ['alipay', '+86 138 0013 8000', '13800138000'],
    ['alipay', ' Boss@Example.COM ', 'boss@example.com'],
  ] as const)('%s %j is kept as %s', (kind, typed, kept) => {
    expect(cleanPayeeNumber(kind, typed)).toBe(kept);
  });

  it.each([
    ['bank_account', '1234567'],
    ['bank_account', '6222=SUM(A1)0000'],
    ['bank_account', '6'.repeat(35)],
    ['alipay', '23800138000'],
    ['alipay', 'boss@'],
    ['alipay', `${'a'.repeat(200)}@example.com`],
  ] as const)('%s %j is none', (kind, typed) => {
    expect(cleanPayeeNumber(kind, typed)).toBeUndefined();
  });

  it('is shown by its end alone', () => {
    expect(maskPayeeNumber('6222021234567890')).toBe('•••• 7890');
    expect(maskPayeeNumber('boss@example.com')).toBe('b•••@example.com');
  });
});

describe('names', () => {
  it('are compared without width, case, blanks and points', () => {
    expect(isSameName('上海云仓科技有限公司', ' 上海云仓科技有限公司 ')).toBe(true);
    expect(isSameName('Yuncang Ltd.', 'ＹＵＮＣＡＮＧ LTD')).toBe(true);
    expect(isSameName('张三', '张三丰')).toBe(false);
    expect(isSameName('', ' . ')).toBe(false);
  });
});
