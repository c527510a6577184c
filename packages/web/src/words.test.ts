import * as contracts from '@keyfall/contracts';
import { ALERT_KINDS, ALERTS_CLOSED_BY_HAND, alertWord } from '@keyfall/contracts/alerts';
import { ORDER_EVENT_KINDS, SUSPENSE_REASONS } from '@keyfall/contracts/order-events';
import { LOCALES, loadCatalog } from '@keyfall/i18n';
import type { CatalogTree, Namespace } from '@keyfall/i18n';
import { describe, expect, it } from 'vitest';

async function namesIn(namespace: Namespace, locale: (typeof LOCALES)[number], path: string): Promise<string[]> {
  let at: string | CatalogTree | undefined = await loadCatalog(namespace, locale);
  for (const step of path.split('.')) at = typeof at === 'object' ? at[step] : undefined;
  return typeof at === 'object' ? Object.keys(at).toSorted() : [];
}

it('the timeline knows every state that an order comes to', () => {
  const told: readonly string[] = ORDER_EVENT_KINDS;
  expect(contracts.ORDER_STATES.filter((state) => !told.includes(state))).toEqual(['awaiting_payment']);
});

describe.each(LOCALES)('words in %s', (locale) => {
  it('are there for every event of an order, wherever its timeline is shown', async () => {
    const kinds = ORDER_EVENT_KINDS.toSorted();
    expect(await namesIn('admin', locale, 'orders.events')).toEqual(kinds);
    expect(await namesIn('portal', locale, 'orders.events')).toEqual(kinds);
    const shop = await namesIn('shop', locale, 'order.events');
    expect(shop.filter((name) => name !== 'other')).toEqual(kinds);
    expect(await namesIn('common', locale, 'kinds.suspenseReason')).toEqual(SUSPENSE_REASONS.toSorted());
    expect(await namesIn('common', locale, 'kinds.refundReason')).toEqual(contracts.REFUND_REASONS.toSorted());
  });

  it('say what every alert is, what to do and where', async () => {
    const kinds = ALERT_KINDS.map(alertWord).toSorted();
    for (const group of ['kinds', 'nextOf', 'go']) {
      expect(await namesIn('admin', locale, `alerts.${group}`)).toEqual(kinds);
    }
    expect(ALERTS_CLOSED_BY_HAND.filter((kind) => !ALERT_KINDS.includes(kind))).toEqual([]);
  });
});
