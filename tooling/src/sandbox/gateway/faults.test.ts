import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueAt, faultsSchema, NO_FAULTS } from './faults.ts';

describe('dueAt', () => {
  it('is now without faults, for every event of an act', () => {
    expect([dueAt(NO_FAULTS, 1000), dueAt(NO_FAULTS, 1000, 3)]).toEqual([1000, 1000]);
  });

  it('is later by the delay', () => {
    expect(dueAt({ ...NO_FAULTS, delay_ms: 250 }, 1000)).toBe(1250);
  });

  it('reverses what happens in one window, after the window', () => {
    const faults = { ...NO_FAULTS, reorder_window_ms: 1000 };
    fc.assert(
      fc.property(fc.nat(998), fc.nat(998), (first, second) => {
        fc.pre(first < second);
        const [earlier, later] = [dueAt(faults, 5000 + first), dueAt(faults, 5000 + second)];
        expect(later).toBeLessThan(earlier);
        expect(later).toBeGreaterThan(6000);
      }),
    );
  });

  it('reverses the events of one act', () => {
    const faults = { ...NO_FAULTS, reorder_window_ms: 1000 };
    expect(dueAt(faults, 5000, 1)).toBeLessThan(dueAt(faults, 5000, 0));
  });
});

describe('faultsSchema', () => {
  it.each([
    { duplicates: 6 },
    { duplicates: -1 },
    { delay_ms: 3_600_001 },
    { reorder_window_ms: 1.5 },
    { signature: 'none' },
    { delivery: 'maybe' },
    { unknown: true },
  ])('refuses %j', (faults) => {
    expect(faultsSchema.safeParse(faults).success).toBe(false);
  });
});
