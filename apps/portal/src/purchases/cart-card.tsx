import { useT } from '@keyfall/i18n';
import { ConfirmAction, KeyValueList, Money } from '@keyfall/ui';
import { useErrorNotice, useMoneyText } from '@keyfall/web';
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { Card } from '../parts/card.tsx';
import { CartLine } from './cart-line.tsx';
import type { Cart, CartInput } from './use-cart.ts';
import classes from './purchases.module.css';

type Quote = Outputs['purchases']['quote'];

const UNITS_AT_ONCE = 500;
const PRICE_AFTER_MS = 250;

/** The purchase as it stands: each line at the price of its quantity, what the wallet has, and the way to buy. */
export function CartCard({
  cart,
  onBought,
}: {
  readonly cart: Cart;
  readonly onBought: (orderNo: string) => void;
}): ReactNode {
  const t = useT('portal');
  const [asking, setAsking] = useState<{ readonly quote: Quote; readonly clientRef: string } | undefined>(undefined);
  const wanted = cart.input;
  const [asked] = useDebouncedValue(wanted, PRICE_AFTER_MS);
  const query = useQuery({
    ...trpc.purchases.quote.queryOptions({ lines: [...(asked ?? [])] }),
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
  });
  const quote = wanted === undefined ? undefined : query.data;
  // What is shown must be what was asked for last.
  const isFresh = JSON.stringify(asked) === JSON.stringify(wanted) && !query.isPlaceholderData && !query.isFetching;
  const isCovered = quote?.spendableAfter !== null && quote?.spendableAfter?.amount.startsWith('-') === false;
  const canBuy =
    isFresh &&
    isCovered &&
    quote !== undefined &&
    quote.lines.every((line) => line.problem === null) &&
    quote.total !== null;
  return (
    <Card title={t('purchases.cart')}>
      {cart.lines.length === 0 ? <p className={classes['quiet']}>{t('purchases.cartEmpty')}</p> : null}
      {cart.lines.map((line) => (
        <CartLine
          key={line.goods.skuId}
          line={line}
          priced={quote?.lines.find((one) => one.skuId === line.goods.skuId)}
          currency={line.goods.currency}
          onChange={(change) => cart.change(line.goods.skuId, change)}
          onRemove={() => cart.remove(line.goods.skuId)}
        />
      ))}
      {quote === undefined || quote.total === null ? null : <Totals quote={quote} isCovered={isCovered} />}
      {quote !== undefined && quote.units > UNITS_AT_ONCE ? (
        <p className={classes['quiet']}>{t('purchases.large')}</p>
      ) : null}
      <Button
        fullWidth
        mt="sm"
        disabled={!canBuy}
        onClick={() => (quote === undefined ? undefined : setAsking({ quote, clientRef: crypto.randomUUID() }))}
      >
        {t('purchases.check')}
      </Button>
      {asking === undefined || wanted === undefined ? null : (
        <Confirm {...asking} lines={wanted} onClose={() => setAsking(undefined)} onBought={onBought} />
      )}
    </Card>
  );
}

function Totals({ quote, isCovered }: { readonly quote: Quote; readonly isCovered: boolean }): ReactNode {
  const t = useT('portal');
  return (
    <>
      <KeyValueList items={factsOf(t, quote)} />
      {isCovered ? null : (
        <output className={classes['problem']}>
          {t('purchases.notCovered')} <a href="/wallet?panel=top-up">{t('wallet.topUp')}</a>
        </output>
      )}
    </>
  );
}

function factsOf(t: ReturnType<typeof useT<'portal'>>, quote: Quote) {
  const money = (amount: Quote['total']): ReactNode => (amount === null ? null : <Money {...amount} />);
  return [
    { label: t('purchases.spendable'), value: money(quote.spendable), align: 'end' as const },
    { label: t('purchases.total'), value: money(quote.total), align: 'end' as const, strong: true },
    { label: t('purchases.after'), value: money(quote.spendableAfter), align: 'end' as const },
  ];
}

interface ConfirmProps {
  readonly quote: Quote;
  readonly clientRef: string;
  readonly lines: readonly CartInput[];
  readonly onClose: () => void;
  readonly onBought: (orderNo: string) => void;
}

function Confirm({ quote, clientRef, lines, onClose, onBought }: ConfirmProps): ReactNode {
  const t = useT('portal');
  const noticeOf = useErrorNotice();
  const moneyText = useMoneyText();
  const buy = useMutation({
    mutationFn: (expectedTotal: NonNullable<Quote['total']>) =>
      client.purchases.place.mutate({ clientRef, lines: [...lines], expectedTotal }),
    onSuccess: ({ orderNo }) => onBought(orderNo),
  });
  const { total } = quote;
  if (total === null) return null;
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('purchases.confirmTitle')}
      description={t('purchases.confirmHelp')}
      facts={[
        ...quote.lines.map((line) => ({ label: line.name, value: `× ${line.quantity}`, align: 'end' as const })),
        ...factsOf(t, quote),
      ]}
      confirmLabel={t('purchases.confirm', { amount: moneyText(total) })}
      busy={buy.isPending}
      error={noticeOf(buy.error)}
      onConfirm={() => buy.mutate(total)}
    />
  );
}
