import { textOf } from '../store/row.ts';
import { closePayment } from './close-payment.ts';
import type { Gateway } from './gateway.ts';
import { settleDuePayouts } from '../payouts/payouts.ts';
import { settleDueRefunds } from './refunds.ts';

const FORGET_EVERY_MS = 60_000;

/** Closes the payments whose time is over. @returns how many */
export function expirePayments(gateway: Gateway): number {
  const due = gateway.store.all(
    `select id from payment where state = 'pending' and expires_at <= ? order by expires_at limit 500`,
    gateway.clock.now(),
  );
  for (const row of due) closePayment(gateway, textOf(row, 'id'), 'expired');
  return due.length;
}

/** Forgets old finished deliveries and the events left without one: the list of what was sent stays bounded. */
export function forgetOldDeliveries(gateway: Gateway): void {
  const { store, clock, settings } = gateway;
  const before = clock.wall() - settings.deliveriesKeptMs;
  store.transaction(() => {
    store.run(`delete from delivery where state <> 'queued' and updated_at < ?`, before);
    store.run(`delete from event where not exists (select 1 from delivery
      where delivery.event_id = event.id)`);
  });
}

/** Does everything that is due by time until it is stopped. Work that is behind is caught up after a restart. */
export function startSweep(gateway: Gateway, onError: (error: unknown) => void): { stop(): void } {
  let forgottenAt = 0;
  const timer = setInterval(() => {
    try {
      expirePayments(gateway);
      settleDueRefunds(gateway);
      settleDuePayouts(gateway);
      if (gateway.clock.wall() - forgottenAt < FORGET_EVERY_MS) return;
      forgottenAt = gateway.clock.wall();
      forgetOldDeliveries(gateway);
    } catch (error) {
      onError(error);
    }
  }, gateway.settings.sweepIntervalMs);
  return { stop: () => clearInterval(timer) };
}
