import { useFormat, useT } from '@keyfall/i18n';
import type { Tone } from '@keyfall/ui';
import { useUrlState } from '@keyfall/web';
import {
  IconCalendarClock,
  IconCheck,
  IconClock,
  IconCreditCard,
  IconHourglass,
  IconRotate2,
  IconShieldSearch,
  IconX,
} from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { BuyerOrder } from '../orders-api.ts';
import { useShopTime } from '../parts/shop-time.ts';
import { deliverAtOf, headlineOf, helpOf, holdLeftSeconds } from './order-status.ts';
import type { Headline } from './order-status.ts';
import { PayActions } from './pay-actions.tsx';
import classes from './order.module.css';

const LOOKS: Readonly<Record<Headline, { readonly tone: Tone; readonly icon: typeof IconCheck }>> = {
  awaiting_payment: { tone: 'warning', icon: IconCreditCard },
  checking: { tone: 'info', icon: IconHourglass },
  paid: { tone: 'info', icon: IconHourglass },
  scheduled: { tone: 'info', icon: IconCalendarClock },
  fulfilling: { tone: 'info', icon: IconHourglass },
  in_review: { tone: 'warning', icon: IconShieldSearch },
  delivered: { tone: 'success', icon: IconCheck },
  deliveredTopUp: { tone: 'success', icon: IconCheck },
  partly_delivered: { tone: 'warning', icon: IconClock },
  refund_only: { tone: 'warning', icon: IconRotate2 },
  closing: { tone: 'neutral', icon: IconHourglass },
  closed: { tone: 'neutral', icon: IconX },
};

/** How the order stands, what that means, and the next step. Said aloud when it changes. */
export function StatusCard({ order }: { readonly order: BuyerOrder }): ReactNode {
  const t = useT('shop');
  const [{ pay }] = useUrlState('pay');
  const cameBack = useCameBackFromPaying(order);
  const nowMs = useNow(order.state === 'awaiting_payment');
  const headline = headlineOf(order, cameBack && pay !== 'retry', nowMs);
  const { tone, icon: Icon } = LOOKS[headline];
  const isMoving =
    headline === 'checking' || headline === 'paid' || headline === 'fulfilling' || headline === 'closing';
  return (
    <section className={classes['status']} data-tone={tone} data-moving={isMoving || undefined}>
      <span className={classes['statusIcon']} aria-hidden="true">
        <Icon size={26} />
      </span>
      <div aria-live="polite" className={classes['statusText']}>
        <h1 data-page-title>{t(`order.states.${headline}`)}</h1>
        <p>
          <StatusHelp order={order} headline={headline} nowMs={nowMs} />
        </p>
      </div>
      <PayActions order={order} retry={pay === 'retry'} />
    </section>
  );
}

interface StatusHelpProps {
  readonly order: BuyerOrder;
  readonly headline: Headline;
  readonly nowMs: number;
}

function StatusHelp({ order, headline, nowMs }: StatusHelpProps): ReactNode {
  const t = useT('shop');
  const format = useFormat();
  const { moment } = useShopTime();
  const help = helpOf(order, headline, nowMs);
  if (help === 'awaiting_payment') {
    const left = holdLeftSeconds(order, nowMs);
    return left === undefined
      ? t('order.help.holdOver')
      : t('order.help.awaiting_payment', { left: format.durationSeconds(left) });
  }
  if (help === 'scheduled' || help === 'scheduledRest')
    return t(`order.help.${help}`, { at: moment(deliverAtOf(order, nowMs) ?? order.createdAt) });
  return t(`order.help.${help}`);
}

const SECOND_MS = 1_000;

function useNow(isRunning: boolean): number {
  const [nowMs, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
  return nowMs;
}

/** Whether this page was reached from elsewhere (the payment page) while a payment is open. */
function useCameBackFromPaying(order: BuyerOrder): boolean {
  const [cameBack] = useState(() => {
    if (document.referrer === '') return false;
    return new URL(document.referrer).origin !== window.location.origin;
  });
  return cameBack && order.openPayment !== null;
}
