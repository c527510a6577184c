import { useI18n } from '@keyfall/i18n';
import { useNavigation } from '@keyfall/web';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../api.ts';
import { emptyCart, forgetBuyNow } from '../cart/cart-store.ts';
import type { CartItem } from '../cart/cart-store.ts';
import { rememberOrder } from '../find/recent-orders.ts';
import { links } from '../links.ts';
import { beginGuest, placeOrder, startPayment } from '../orders-api.ts';
import type { QuoteDto } from '../orders-api.ts';
import { clientRefFor, forgetClientRef } from './client-ref.ts';

export interface PayInput {
  readonly mail: string | null;
  readonly queryPassword: string | undefined;
  /** When to hand over, an ISO instant; missing: as soon as it is paid. */
  readonly deliverAt: string | undefined;
  readonly isMember: boolean;
  readonly total: QuoteDto['total'];
  /** Missing where there is nothing to pay. */
  readonly accountId: string | undefined;
}

export interface Pay {
  readonly step: 'idle' | 'placing' | 'leaving';
  readonly error: unknown;
  readonly start: (input: PayInput) => void;
}

export interface PayOptions {
  readonly items: readonly CartItem[];
  readonly isBuyNow: boolean;
  /** The server refused: prices or stock have moved. */
  readonly onRefused: () => void;
}

/**
 * From the button to the payment page: guest, order, payment. Each step can be repeated: the same request with the same
 * reference is the same order, so an answer that never came costs nothing.
 */
export function usePay({ items, isBuyNow, onRefused }: PayOptions): Pay {
  const { locale } = useI18n();
  const { navigate } = useNavigation();
  const queryClient = useQueryClient();
  const [step, setStep] = useState<Pay['step']>('idle');
  const [error, setError] = useState<unknown>(undefined);

  const run = async (input: PayInput): Promise<void> => {
    if (!input.isMember && input.mail !== null) {
      await beginGuest(input.mail, locale);
      void queryClient.invalidateQueries({ queryKey: trpc.session.me.queryKey() });
    }
    const { mail, queryPassword, deliverAt, total } = input;
    const clientRef = clientRefFor(items, [mail, deliverAt, total.amount]);
    const order = await placeOrder({ clientRef, items, mail, queryPassword, deliverAt, expectedTotal: total });
    forgetClientRef();
    rememberOrder({ orderNo: order.orderNo, title: items[0]?.name ?? '' });
    if (isBuyNow) forgetBuyNow();
    else emptyCart();
    const page = links.order(order.orderNo);
    if (order.state !== 'awaiting_payment' || input.accountId === undefined) {
      navigate(page, { replace: true });
      return;
    }
    setStep('leaving');
    try {
      const payUrl = await startPayment(order.orderNo, input.accountId);
      // Back from the payment page leads to the order, not to a checkout of something ordered already.
      window.history.replaceState(window.history.state, '', page);
      window.location.assign(payUrl);
    } catch {
      // The order stands; its page offers to pay and says what went wrong there.
      navigate(`${page}?pay=retry`, { replace: true });
    }
  };
  const start = (input: PayInput): void => {
    if (step !== 'idle') return;
    setStep('placing');
    setError(undefined);
    run(input).catch((reason: unknown) => {
      setError(reason);
      setStep('idle');
      onRefused();
    });
  };
  return { step, error, start };
}
