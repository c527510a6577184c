import type { Store } from './open-store.ts';
import { textOf } from './row.ts';

/**
 * Two clocks. `wall` is the machine's and dates signatures, retries and delays. `now` is the one payments live by; it
 * can be moved forward so that a demonstration of next week's bill need not wait for next week, and stays moved after a
 * restart.
 */
export interface SandboxClock {
  wall(): number;
  now(): number;
  advance(byMs: number): void;
}

export function createClock(store: Store, wall: () => number): SandboxClock {
  const row = store.get(`select value from setting where name = 'clock_offset_ms'`);
  let offsetMs = row ? Number(textOf(row, 'value')) : 0;
  return {
    wall,
    now: () => wall() + offsetMs,
    advance: (byMs) => {
      offsetMs += byMs;
      store.run(
        `insert into setting (name, value) values ('clock_offset_ms', ?)
         on conflict (name) do update set value = excluded.value`,
        String(offsetMs),
      );
    },
  };
}
