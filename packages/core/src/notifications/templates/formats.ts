import { displayMoney } from '@keyfall/money';
import type { Money } from '@keyfall/money';
import type { MailContext } from './mail-content.ts';

/** A moment as the reader's language writes it, with its zone. */
export function momentText(moment: Date, { locale, timeZone }: MailContext): string {
  return new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(moment);
}

export function moneyText(amount: Money, { locale }: MailContext): string {
  return displayMoney(amount, locale);
}

export function countText(count: number, { locale }: MailContext): string {
  return new Intl.NumberFormat(locale).format(count);
}
