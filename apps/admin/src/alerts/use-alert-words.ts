import { alertWord } from '@keyfall/contracts/alerts';
import { useFormat, useI18n, useT } from '@keyfall/i18n';
import { useMoneyText } from '@keyfall/web';
import type { Alert } from './alert-kinds.ts';

export interface AlertWords {
  readonly title: string;
  /** What it is about: SKU, order, money, how many; empty when the kind says it all. */
  readonly facts: string;
  readonly next: string | undefined;
  /** What the link to its remedy is called. */
  readonly go: string | undefined;
}

/** An alert in the reader's words. One of a kind that this page does not know yet is shown by its name. */
export function useAlertWords(): (alert: Alert) => AlertWords {
  const t = useT('admin');
  const { lookUp } = useI18n();
  const format = useFormat();
  const moneyText = useMoneyText();
  return ({ kind, params }) => {
    const word = alertWord(kind);
    const text = (name: string): string | undefined =>
      typeof params[name] === 'string' || typeof params[name] === 'number' ? String(params[name]) : undefined;
    const [code, orderNo, amount, currency] = [text('code'), text('order_no'), text('amount'), text('currency')];
    const [available, units, first, reason, template] = [
      text('available'),
      text('units'),
      text('first'),
      text('reason'),
      text('template'),
    ];
    const withdrawalNo = text('withdrawal_no');
    const [margin, marginMin] = [text('margin'), text('marginMin')];
    const facts = [
      code === undefined ? undefined : t('alerts.facts.code', { code }),
      text('distributor'),
      margin === undefined || marginMin === undefined ? undefined : t('alerts.facts.margin', { margin, marginMin }),
      template === undefined ? undefined : (lookUp(`admin:alerts.mails.${template}`) ?? template),
      available === undefined ? undefined : t('alerts.facts.available', { available }),
      units === undefined ? undefined : t('alerts.facts.units', { count: Number(units) }),
      first === undefined ? undefined : t('alerts.facts.first', { first: format.date(first) }),
      amount === undefined || currency === undefined ? undefined : moneyText({ amount, currency }),
      amount === undefined && currency !== undefined ? t('alerts.facts.currency', { currency }) : undefined,
      reason === undefined ? undefined : lookUp(`common:kinds.suspenseReason.${reason}`),
      orderNo === undefined ? undefined : t('alerts.facts.order_no', { order_no: orderNo }),
      withdrawalNo === undefined ? undefined : t('alerts.facts.withdrawal_no', { withdrawal_no: withdrawalNo }),
    ].filter((part) => part !== undefined);
    return {
      title: lookUp(`admin:alerts.kinds.${word}`) ?? kind,
      facts: facts.join(' · '),
      next: lookUp(`admin:alerts.nextOf.${word}`),
      go: lookUp(`admin:alerts.go.${word}`),
    };
  };
}
