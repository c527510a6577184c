import { describe, expect, it } from 'vitest';
import { chosenPeriod, daysOfMonth, monthsBack } from './statement-period.ts';

const TODAY = new Date(2026, 1, 11);

describe('the period of a statement', () => {
  it('is the present month unless the address says otherwise', () => {
    expect(chosenPeriod({}, TODAY)).toEqual({ from: '2026-02-01', until: '2026-02-28' });
    expect(chosenPeriod({ month: '2024-02' }, TODAY)).toEqual({ from: '2024-02-01', until: '2024-02-29' });
    expect(chosenPeriod({ month: '2025-12', from: '2026-01-03', until: '2026-01-09' }, TODAY)).toEqual({
      from: '2026-01-03',
      until: '2026-01-09',
    });
  });

  it('falls back where the address holds nonsense or half a period', () => {
    for (const url of [{ month: '2026-13' }, { from: '2026-02-31x', until: '2026-03-01' }, { from: '2026-01-01' }]) {
      expect(chosenPeriod(url, TODAY)).toEqual({ from: '2026-02-01', until: '2026-02-28' });
    }
    expect(daysOfMonth('26-1')).toBeUndefined();
  });

  it('offers a year back, across its beginning', () => {
    const months = monthsBack(TODAY);
    expect(months).toHaveLength(13);
    expect(months.slice(0, 3)).toEqual(['2026-02', '2026-01', '2025-12']);
  });
});
