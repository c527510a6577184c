import { describe, expect, it } from 'vitest';
import { searchOfView } from './use-view.ts';

describe('another view of a page', () => {
  const present = '?after=c2Vjb25k&open=17&state=issued&from=2026-11-01&owner=7';

  it('begins at its first page, without filters and open rows of the last one', () => {
    expect(searchOfView(present, { view: 'payees' }, [])).toBe('?view=payees');
    expect(searchOfView(`${present}&view=payees`, { view: undefined }, [])).toBe('');
  });

  it('keeps what means the same in every view', () => {
    expect(searchOfView(present, { view: 'cash' }, ['from', 'until', 'owner'])).toBe(
      '?from=2026-11-01&owner=7&view=cash',
    );
  });
});
