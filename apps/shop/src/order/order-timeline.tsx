import { useI18n, useT } from '@keyfall/i18n';
import { Timeline } from '@keyfall/ui';
import type { ReactNode } from 'react';
import type { BuyerOrder } from '../orders-api.ts';
import classes from './order.module.css';

/** Events of one commit have one time; this is the order in which they follow from each other. */
const STEPS = ['placed', 'in_review', 'reopened', 'paid', 'fulfilling', 'partly_delivered', 'delivered', 'revealed'];

function stepOf(kind: string): number {
  const step = STEPS.indexOf(kind);
  return step === -1 ? STEPS.length : step;
}

/** What happened to the order, newest first. */
export function OrderTimeline({ order }: { readonly order: BuyerOrder }): ReactNode {
  const t = useT('shop');
  const i18n = useI18n();
  const entries = order.events
    .map((event) => ({
      id: event.id,
      at: event.at,
      kind: event.kind,
      title: i18n.lookUp(`shop:order.events.${event.kind}`) ?? t('order.events.other'),
    }))
    .toSorted((a, b) => (a.at === b.at ? stepOf(b.kind) - stepOf(a.kind) : a.at < b.at ? 1 : -1));
  if (entries.length === 0) return null;
  return (
    <section className={classes['facts']}>
      <h2 className={classes['sectionTitle']}>{t('order.timeline')}</h2>
      <Timeline label={t('order.timeline')} entries={entries} />
    </section>
  );
}
