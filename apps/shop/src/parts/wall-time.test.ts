import { describe, expect, it } from 'vitest';
import { instantAtWall, wallTextAt, wholeMinute } from './wall-time.ts';

const ZONES = ['Asia/Shanghai', 'UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'];
const at = (text: string, zone: string): string => new Date(instantAtWall(text, zone) ?? Number.NaN).toISOString();

describe('instantAtWall', () => {
  it('reads a time on the clocks of a zone', () => {
    expect(at('2026-11-22T18:30', 'Asia/Shanghai')).toBe('2026-11-22T10:30:00.000Z');
    expect(at('2026-07-01T00:00', 'America/New_York')).toBe('2026-07-01T04:00:00.000Z');
  });

  it('takes the first of two, and goes on behind a jump', () => {
    expect(at('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
    expect(at('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  });

  it.each(['', '2026-02-31T10:00', '2026-11-22', '2026-11-22T24:00', 'soon'])('knows that %j is no time', (text) => {
    expect(instantAtWall(text, 'Asia/Shanghai')).toBeUndefined();
  });

  it.each(ZONES)('leads back to what the clocks of %s show', (zone) => {
    // Every 23 hours and a few minutes of a year: at all times of the day, on both sides of every change of clocks.
    const wrong: string[] = [];
    for (let ms = Date.UTC(2026, 0); ms < Date.UTC(2027, 0); ms += 1_387 * 60_000) {
      const text = wallTextAt(ms, zone);
      const back = instantAtWall(text, zone) ?? Number.NaN;
      // An hour that occurs twice comes back as its first occurrence, which shows the same.
      if (back !== ms && !(back < ms && wallTextAt(back, zone) === text)) wrong.push(text);
    }
    expect(wrong).toEqual([]);
  });
});

describe('wholeMinute', () => {
  it('cuts seconds off', () => {
    expect(new Date(wholeMinute(Date.UTC(2026, 1, 3, 4, 5, 59, 999))).toISOString()).toBe('2026-02-03T04:05:00.000Z');
  });
});
