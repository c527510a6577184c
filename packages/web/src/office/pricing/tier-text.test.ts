import { describe, expect, it } from 'vitest';
import { complaintAbout, readPasted, readTiers, samePrices, tierText } from './tier-text.ts';

describe('tiers as text', () => {
  it('are read as people write them, and written as they are read', () => {
    expect(readTiers('24')).toEqual([{ minQuantity: 1, unitPrice: '24' }]);
    expect(readTiers('２４；１０：２３。５')).toEqual([
      { minQuantity: 1, unitPrice: '24' },
      { minQuantity: 10, unitPrice: '23.5' },
    ]);
    expect(tierText(readTiers('100:22; 24;10: 23.50')!)).toBe('24; 10: 23.5; 100: 22');
    expect(readTiers('  ')).toEqual([]);
    for (const text of ['x', '24;', '10:', '0: 4', '1:2:3', '-3', '1000000: 2', '1e3']) {
      expect([text, readTiers(text)]).toEqual([text, undefined]);
    }
    expect(samePrices('24.00', '24')).toBe(true);
    expect(samePrices('24; 10: 23', '24')).toBe(false);
  });

  it('are complained about as the server would refuse them', () => {
    const bounds = { cost: '20', ceiling: '30' };
    expect(complaintAbout('', bounds)).toBeUndefined();
    expect(complaintAbout('20; 10: 19', bounds)).toBeUndefined();
    expect(complaintAbout('abc', bounds)).toBe('not_a_price');
    expect(complaintAbout('10: 24', bounds)).toBe('tiers');
    expect(complaintAbout('24; 10: 25', bounds)).toBe('tiers');
    expect(complaintAbout('24; 10: 23; 10: 22', bounds)).toBe('tiers');
    expect(complaintAbout('19.99', bounds)).toBe('below_cost');
    expect(complaintAbout('30.01', bounds)).toBe('above_ceiling');
  });

  it('come as rows out of a spreadsheet', () => {
    expect(readPasted('24\r\n25\t26\r\n')).toEqual([['24'], ['25', '26']]);
  });
});
