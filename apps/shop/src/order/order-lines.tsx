import { useFormat, useT } from '@keyfall/i18n';
import { Markdown, Money } from '@keyfall/ui';
import { StateLabel } from '@keyfall/web';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import type { BuyerOrder, OrderLine } from '../orders-api.ts';
import { ProductCover } from '../parts/product-cover.tsx';
import { useShopTime } from '../parts/shop-time.ts';
import { useFieldLabel } from '../product/top-up-form.tsx';
import { CodePanel } from './code-panel.tsx';
import classes from './order.module.css';

/** What was bought, each line with its codes or its credit. */
export function OrderLines({ order }: { readonly order: BuyerOrder }): ReactNode {
  const t = useT('shop');
  return (
    <section aria-labelledby="lines-title">
      <h2 id="lines-title" className={classes['sectionTitle']}>
        {t('order.lines')}
      </h2>
      <ul className={classes['lines']}>
        {order.lines.map((line) => (
          <li key={line.line} className={classes['line']}>
            <LineHead line={line} isSingle={order.lines.length === 1} />
            <LineGoods orderNo={order.orderNo} line={line} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function LineHead({ line, isSingle }: { readonly line: OrderLine; readonly isSingle: boolean }): ReactNode {
  const t = useT('shop');
  const format = useFormat();
  const seed = line.productSlug ?? line.productName;
  return (
    <div className={classes['lineHead']}>
      <span className={classes['lineCover']}>
        <ProductCover seed={seed} name={line.productName} imageId={line.imageId} />
      </span>
      <span className={classes['lineWhat']}>
        {line.productSlug === null ? (
          <strong>{line.productName}</strong>
        ) : (
          <a href={links.product(line.productSlug)}>
            <strong>{line.productName}</strong>
          </a>
        )}
        <span>
          {line.skuName} × {format.number(line.quantity)}
        </span>
        {line.faceValue === null ? null : <span>{t('cart.face', { value: format.decimal(line.faceValue) })}</span>}
        {isSingle ? null : (
          <span>
            <StateLabel of="line" state={line.state} variant="dot" />
          </span>
        )}
      </span>
      <Money {...line.amount} />
    </div>
  );
}

function LineGoods({ orderNo, line }: { readonly orderNo: string; readonly line: OrderLine }): ReactNode {
  const t = useT('shop');
  const format = useFormat();
  const { moment } = useShopTime();
  const isTopUp = line.kind === 'top_up';
  const isOpen = line.delivered > 0;
  return (
    <>
      {line.account === null ? null : <AccountOf account={line.account} />}
      {isTopUp && isOpen ? <p className={classes['good']}>{t('order.topUpDone')}</p> : null}
      {isTopUp && line.state === 'processing' ? <p className={classes['quiet']}>{t('order.topUpWaiting')}</p> : null}
      {line.deliverAt !== null && line.state === 'processing' ? (
        <p className={classes['quiet']}>{t('order.lineScheduled', { at: moment(line.deliverAt) })}</p>
      ) : null}
      <CodePanel orderNo={orderNo} line={line} />
      {line.warrantyUntil === null || !isOpen ? null : (
        <p className={classes['quiet']}>{t('order.warrantyUntil', { date: format.date(line.warrantyUntil) })}</p>
      )}
      {line.howto.trim() === '' || line.state === 'awaiting_payment' || line.state === 'cancelled' ? null : (
        <details className={classes['howto']} open={isOpen}>
          <summary>{t('order.howto')}</summary>
          <Markdown source={line.howto} />
        </details>
      )}
    </>
  );
}

function AccountOf({ account }: { readonly account: Readonly<Record<string, string>> }): ReactNode {
  return (
    <dl className={classes['account']}>
      {Object.entries(account).map(([name, value]) => (
        <AccountPair key={name} name={name} value={value} />
      ))}
    </dl>
  );
}

function AccountPair({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <div>
      <dt>{useFieldLabel(name)}</dt>
      <dd>{value}</dd>
    </div>
  );
}
