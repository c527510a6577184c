import { describe, expect, it } from 'vitest';
import { readLinkToken } from './link-token.ts';

const TOKEN = 'aB3_-'.repeat(5);

describe('readLinkToken', () => {
  it('reads a token, and the order it is about where one is named', () => {
    expect(readLinkToken(TOKEN)).toEqual({ token: TOKEN, orderNo: undefined });
    expect(readLinkToken(`${TOKEN}.0123456789ABCDEF`)).toEqual({ token: TOKEN, orderNo: '0123456789ABCDEF' });
  });

  it.each(['', 'short', `${TOKEN}.`, `${TOKEN}.0123`, `${TOKEN}.0123456789ABCDEU`, `${TOKEN}/../x`, '<script>'])(
    'takes nothing from %j',
    (hash) => {
      expect(readLinkToken(hash)).toBeUndefined();
    },
  );
});
