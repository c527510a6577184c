import '@keyfall/ui/shop-forms.css';
import { RichText, useFormat, useT } from '@keyfall/i18n';
import { EmptyState, ErrorState, Money } from '@keyfall/ui';
import type { ErrorNotice } from '@keyfall/ui';
import { readError, useErrorNotice, useMoneyText, useTitle, useUrlState } from '@keyfall/web';
import { Button } from '@mantine/core';
import { IconLock, IconShoppingBag } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { shop } from '../boot.ts';
import { readBuyNow, useCart } from '../cart/cart-store.ts';
import { isShort } from '../cart/line-problem.ts';
import { useQuote } from '../cart/use-quote.ts';
import { links } from '../links.ts';
import { paymentMethods } from '../orders-api.ts';
import pageClasses from '../parts/page.module.css';
import { useShopSession } from '../parts/session.ts';
import { ContactFields, useContact } from './contact-fields.tsx';
import { DeliveryChoice } from './delivery-choice.tsx';
import { OrderSummary } from './order-summary.tsx';
import { PaymentChoice } from './payment-choice.tsx';
import { useDeliveryTime } from './use-delivery-time.ts';
import { usePay } from './use-pay.ts';
import classes from './checkout.module.css';

/** Everything between the cart and the payment page, on one screen. */
export function CheckoutPage(): ReactNode {
  const t = useT('shop');
  const [{ now }] = useUrlState('now');
  const cart = useCart();
  // Read once: paying empties both, and the page must not turn into an empty cart under the buyer's hand.
  const [items] = useState(() => (now === undefined ? cart : readBuyNow()));
  useTitle(t('checkout.title'), shop.name);
  return (
    <div className={pageClasses['page']}>
      <h1 className={pageClasses['title']} data-page-title>
        {t('checkout.title')}
      </h1>
      {items.length === 0 ? (
        <EmptyState
          icon={<IconShoppingBag size={28} />}
          title={t('cart.empty')}
          description={t('cart.emptyHelp')}
          action={
            <Button component="a" href={links.home}>
              {t('cart.toShop')}
            </Button>
          }
        />
      ) : (
        <CheckoutForm items={items} isBuyNow={now !== undefined} />
      )}
    </div>
  );
}

interface CheckoutFormProps {
  readonly items: ReturnType<typeof useCart>;
  readonly isBuyNow: boolean;
}

function CheckoutForm({ items, isBuyNow }: CheckoutFormProps): ReactNode {
  const t = useT('shop');
  const noticeOf = useErrorNotice();
  const session = useShopSession();
  const quote = useQuote(items);
  const methods = useQuery({ queryKey: ['payment-methods'], queryFn: () => paymentMethods(), staleTime: 60_000 });
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const contact = useContact(session);
  const time = useDeliveryTime();
  const pay = usePay({ items, isBuyNow, onRefused: () => void quote.refetch() });
  const method = methods.data?.find((each) => each.id === chosen) ?? methods.data?.[0];
  const isFree = quote.data !== undefined && /^[0.]*$/.test(quote.data.total.amount);
  const canOrder = quote.data?.canOrder === true && !quote.data.lines.some(isShort);
  const submit = (event: React.FormEvent): void => {
    event.preventDefault();
    const given = contact.check();
    const when = time.check();
    if (
      given === undefined ||
      when === undefined ||
      quote.data === undefined ||
      !canOrder ||
      (method === undefined && !isFree)
    )
      return;
    pay.start({
      ...given,
      ...when,
      isMember: session?.role === 'member',
      total: quote.data.total,
      accountId: method?.id,
    });
  };
  const quoteNotice = quote.data === undefined ? noticeOf(quote.error) : undefined;
  // The server has the last word on the time, for a browser's clock may be wrong.
  const isTimeRefused = readError(pay.error).fields.some(({ pointer }) => pointer === '/deliverAt');
  const payNotice = isTimeRefused ? undefined : noticeOf(pay.error);
  return (
    <form className={classes['form']} onSubmit={submit} noValidate>
      <div className={classes['inputs']}>
        <section className={pageClasses['card']}>
          <h2 className={pageClasses['cardTitle']}>{t('checkout.contactTitle')}</h2>
          <ContactFields contact={contact} session={session} />
        </section>
        <section className={pageClasses['card']}>
          <h2 className={pageClasses['cardTitle']}>{t('checkout.timeTitle')}</h2>
          <DeliveryChoice time={time} isRefused={isTimeRefused} />
        </section>
        {isFree ? null : (
          <section className={pageClasses['card']}>
            <h2 className={pageClasses['cardTitle']}>{t('checkout.payTitle')}</h2>
            <PaymentChoice methods={methods} chosen={method?.id} onChoose={setChosen} />
          </section>
        )}
      </div>
      <section className={classes['summary']}>
        <div className={pageClasses['card']}>
          <div className={classes['summaryHead']}>
            <h2 className={pageClasses['cardTitle']}>{t('checkout.summary')}</h2>
            {isBuyNow ? null : <a href={links.cart}>{t('checkout.editCart')}</a>}
          </div>
          {quoteNotice === undefined ? (
            <OrderSummary items={items} quote={quote.data} />
          ) : (
            <ErrorState compact error={quoteNotice} onRetry={() => void quote.refetch()} />
          )}
        </div>
        {payNotice === undefined ? null : <PayNotice notice={payNotice} cause={pay.error} />}
        {quote.data !== undefined && !canOrder ? (
          <p className={classes['fix']} role="alert">
            {t('cart.fix')}
          </p>
        ) : null}
        <PayBar
          total={quote.data?.total}
          holdSeconds={quote.data?.holdSeconds}
          isFree={isFree}
          step={pay.step}
          disabled={!canOrder || (method === undefined && !isFree)}
        />
      </section>
    </form>
  );
}

interface PayNoticeProps {
  readonly notice: ErrorNotice;
  readonly cause: unknown;
}

/** Why it was not taken, brought before the buyer's eyes: on a phone it lies below what was pressed. */
function PayNotice({ notice, cause }: PayNoticeProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.scrollIntoView({ block: 'center' }), [cause]);
  return (
    <div ref={place}>
      <ErrorState compact error={notice} />
    </div>
  );
}

interface PayBarProps {
  readonly total: { readonly amount: string; readonly currency: string } | undefined;
  readonly holdSeconds: number | undefined;
  readonly isFree: boolean;
  readonly step: 'idle' | 'placing' | 'leaving';
  readonly disabled: boolean;
}

function PayBar({ total, holdSeconds, isFree, step, disabled }: PayBarProps): ReactNode {
  const t = useT('shop');
  const format = useFormat();
  const moneyText = useMoneyText();
  const label =
    total === undefined
      ? t('cart.updating')
      : isFree
        ? t('checkout.free')
        : t('checkout.pay', { amount: moneyText(total) });
  return (
    <div className={classes['payArea']}>
      <div className={classes['bar']}>
        <div className={classes['barTotal']}>
          <span>{t('cart.total')}</span>
          {total === undefined ? '—' : <Money {...total} />}
        </div>
        <Button type="submit" size="lg" disabled={disabled} loading={step !== 'idle'} className={classes['pay'] ?? ''}>
          {label}
        </Button>
      </div>
      <output className={classes['step']}>
        {step === 'placing' ? t('checkout.placing') : step === 'leaving' ? t('checkout.redirecting') : ''}
      </output>
      {holdSeconds === undefined ? null : (
        <p className={pageClasses['quiet']}>{t('checkout.held', { duration: format.durationSeconds(holdSeconds) })}</p>
      )}
      <p className={classes['secure']}>
        <IconLock size={16} aria-hidden /> {t('checkout.secure')}
      </p>
      <p className={pageClasses['quiet']}>
        <RichText
          text={t('checkout.agree')}
          tags={{
            terms: (inner) => <a href={links.legal('terms')}>{inner}</a>,
            refunds: (inner) => <a href={links.legal('refunds')}>{inner}</a>,
          }}
        />
      </p>
    </div>
  );
}
