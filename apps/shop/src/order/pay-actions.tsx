import { useT } from '@keyfall/i18n';
import { ErrorState } from '@keyfall/ui';
import { useErrorNotice, useMoneyText } from '@keyfall/web';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { cancelOrder, paymentMethods, startPayment } from '../orders-api.ts';
import type { BuyerOrder } from '../orders-api.ts';
import { orderKey } from './use-order.ts';
import classes from './order.module.css';

/** What can be done about an order that is not paid: pay, go on paying, give it up; or buy again. */
export function PayActions({ order, retry }: { readonly order: BuyerOrder; readonly retry: boolean }): ReactNode {
  const t = useT('shop');
  if (order.state === 'closed') {
    const slug = order.lines[0]?.productSlug;
    return slug === undefined || slug === null ? null : (
      <div className={classes['actions']}>
        <Button component="a" href={links.product(slug)} variant="default">
          {t('order.buyAgain')}
        </Button>
      </div>
    );
  }
  return order.state === 'awaiting_payment' ? <PayOrCancel order={order} retry={retry} /> : null;
}

function PayOrCancel({ order, retry }: { readonly order: BuyerOrder; readonly retry: boolean }): ReactNode {
  const t = useT('shop');
  const noticeOf = useErrorNotice();
  const moneyText = useMoneyText();
  const methods = useQuery({
    queryKey: ['payment-methods', order.orderNo],
    queryFn: () => paymentMethods(order.orderNo),
    staleTime: 60_000,
  });
  const [isLeaving, setLeaving] = useState(false);
  const pay = useMutation({
    mutationFn: (accountId: string) => startPayment(order.orderNo, accountId),
    onSuccess: (payUrl) => {
      setLeaving(true);
      window.location.assign(payUrl);
    },
  });
  const notice = noticeOf(pay.error);
  return (
    <div className={classes['actions']}>
      {retry && notice === undefined && !isLeaving ? <output>{t('checkout.payLater')}</output> : null}
      {notice === undefined ? null : <ErrorState compact error={notice} />}
      {order.openPayment === null ? (
        methods.data?.map((method, index) => (
          <Button
            key={method.id}
            size="lg"
            fullWidth
            variant={index === 0 ? 'filled' : 'default'}
            loading={pay.isPending || isLeaving}
            onClick={() => pay.mutate(method.id)}
          >
            {t('order.payNow', { amount: moneyText(order.amount) })}
            {(methods.data.length ?? 0) > 1 ? ` · ${method.name}` : ''}
          </Button>
        ))
      ) : (
        <Button component="a" href={order.openPayment.payUrl} size="lg" fullWidth>
          {t('order.payAgain')}
        </Button>
      )}
      <CancelButton orderNo={order.orderNo} />
    </div>
  );
}

function CancelButton({ orderNo }: { readonly orderNo: string }): ReactNode {
  const t = useT('shop');
  const noticeOf = useErrorNotice();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const cancel = useMutation({
    mutationFn: () => cancelOrder(orderNo),
    onSettled: () => queryClient.invalidateQueries({ queryKey: orderKey(orderNo) }),
  });
  const notice = noticeOf(cancel.error);
  if (!asking) {
    return (
      <Button variant="subtle" color="gray" onClick={() => setAsking(true)}>
        {t('order.cancel')}
      </Button>
    );
  }
  return (
    <fieldset className={classes['asking']} aria-label={t('order.cancelTitle')}>
      <p>
        <strong>{t('order.cancelTitle')}</strong> {t('order.cancelHelp')}
      </p>
      {notice === undefined ? null : <ErrorState compact error={notice} />}
      <div className={classes['askingButtons']}>
        <Button variant="default" onClick={() => setAsking(false)}>
          {t('order.cancelNo')}
        </Button>
        <Button color="red" loading={cancel.isPending || cancel.isSuccess} onClick={() => cancel.mutate()}>
          {t('order.cancelYes')}
        </Button>
      </div>
    </fieldset>
  );
}
