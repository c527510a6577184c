import { describe, expect, it } from 'vitest';
import { dayEnd, dayStart } from './day-bounds.ts';

describe('the bounds of a day', () => {
  it('are its first instant and the first one after it, in the own zone', () => {
    const [start, end] = [dayStart('2026-01-31'), dayEnd('2026-01-31')];
    expect(new Date(start ?? '').toString()).toContain('Jan 31 2026 00:00:00');
    expect(new Date(end ?? '').toString()).toContain('Feb 01 2026 00:00:00');
  });

  it('are none for what is no day', () => {
    expect(dayStart(undefined)).toBeUndefined();
    expect(dayStart('31.1.2026')).toBeUndefined();
  });
});
