import { displayMoney, displayMoneyParts, isCurrencyCode, money } from '@keyfall/money';
import { html } from 'hono/html';
import type { Payment } from '../gateway/payments.ts';
import { wrongAmountOf } from '../gateway/pay-rules.ts';
import { page } from './layout.ts';
import type { Html } from './layout.ts';
import { minorText } from './minor-text.ts';
import { translator } from './words.ts';
import type { PageLocale, Translate, Word } from './words.ts';

export type PayNotice = 'declinedNotice' | 'refusedNotice' | 'badAmountNotice';

export interface PayPageInput {
  readonly payment: Payment;
  readonly merchantName: string;
  readonly locale: PageLocale;
  readonly nowMs: number;
  readonly notice?: PayNotice | undefined;
}

/** How the page's choices bend the notification; the names are the values of its select box. */
export const TELLINGS = ['normal', 'duplicate', 'delayed', 'bad_signature', 'dropped'] as const;
export const REFUND_ENDINGS = ['done', 'pending', 'pending_then_failed', 'failed'] as const;

/** The hosted payment page: the amount and one big button, and below it every designed failure. Works without script. */
export function payPage(input: PayPageInput): Html {
  const { payment, locale } = input;
  const t = translator(locale);
  return page({
    locale,
    title: t('payTitle', { merchant: input.merchantName }),
    path: `/pay/${payment.id}`,
    width: 'narrow',
    body: html`
      ${input.notice ? html`<p class="notice" role="alert">${t(input.notice)}</p>` : ''}
      <form method="post" action="/pay/${payment.id}?lang=${locale}">
        <section class="card sheet" aria-labelledby="heading">${sheet(input, t)}</section>
        ${failures(payment, t)}
      </form>
    `,
  });
}

export function unknownPaymentPage(locale: PageLocale): Html {
  const t = translator(locale);
  return page({
    locale,
    title: t('unknownHeading'),
    path: '/',
    width: 'narrow',
    body: html`<section class="card sheet">
      <h1>${t('unknownHeading')}</h1>
      <p>${t('unknownText')}</p>
    </section>`,
  });
}

function sheet(input: PayPageInput, t: Translate): Html {
  const { payment } = input;
  const expired = payment.expiresAt <= input.nowMs;
  if (payment.state === 'captured') return captured(input, t);
  if (payment.state === 'closed' || expired) return closed(payment, t);
  const amount = display(payment.owed, input.locale);
  return html`
    <h1 id="heading" class="merchant">${t('payTitle', { merchant: input.merchantName })}</h1>
    <p class="subject">${payment.subject}</p>
    <p class="label">${t('amountDue')}</p>
    <p class="amount">${bigAmount(payment.owed, input.locale)}</p>
    <p class="quiet">${timeLeft(payment, input.nowMs, t)}</p>
    <button class="primary" name="mode" value="exact">${t('payNow', { amount })}</button>
    <button class="plain" name="mode" value="cancel">${t('cancelAndReturn')}</button>
    ${reference(payment, t)}
  `;
}

function captured(input: PayPageInput, t: Translate): Html {
  const { payment, locale } = input;
  return html`
    <h1 id="heading" class="good"><span class="mark" aria-hidden="true">✓</span> ${t('paidHeading')}</h1>
    <p>${t('paidText')}</p>
    <p class="label">${t('takenLabel')}</p>
    <ul class="money">
      ${payment.captures.map((capture) => html`<li>${display(capture, locale)}</li>`)}
    </ul>
    <a class="button primary" href="${payment.returnUrl}">${t('backToShop')}</a>
    ${reference(payment, t)}
  `;
}

function closed(payment: Payment, t: Translate): Html {
  const why: Record<'merchant' | 'payer' | 'expired', Word> = {
    merchant: 'closedByMerchant',
    payer: 'closedByPayer',
    expired: 'closedExpired',
  };
  return html`
    <h1 id="heading">${t('closedHeading')}</h1>
    <p>${t(why[payment.closeReason ?? 'expired'])}</p>
    <a class="button primary" href="${payment.returnUrl}">${t('backToShop')}</a>
    ${reference(payment, t)}
  `;
}

function reference(payment: Payment, t: Translate): Html {
  return html`<dl class="reference">
    <dt>${t('orderReference')}</dt>
    <dd>${payment.reference}</dd>
  </dl>`;
}

function timeLeft(payment: Payment, nowMs: number, t: Translate): string {
  const minutes = Math.floor((payment.expiresAt - nowMs) / 60_000);
  return minutes < 1 ? t('lessThanAMinute') : t('minutesLeft', { minutes: String(minutes) });
}

function failures(payment: Payment, t: Translate): Html {
  const { owed } = payment;
  if (!owed) return html``;
  const isPending = payment.state === 'pending';
  return html`
    <section class="card" aria-labelledby="failures">
      <h2 id="failures">${t('failuresHeading')}</h2>
      <p class="quiet">${t('failuresText')}</p>
      ${telling(t)}
      <div class="choices">
        ${
          isPending
            ? html`
                ${choice('twice', t('payTwice'), t('payTwiceHint'))} ${choice('fail', t('payFail'), t('payFailHint'))}
                <div class="with-field">
                  <label for="amount">${t('wrongAmountLabel')} (${owed.currency})</label>
                  <input
                    id="amount"
                    name="amount"
                    inputmode="decimal"
                    maxlength="24"
                    autocomplete="off"
                    value="${minorText(wrongAmountOf(owed.amount), owed.currency)}"
                  />
                  ${choice('wrong_amount', t('payWrongAmount'), t('payWrongAmountHint'))}
                </div>
              `
            : ''
        }
        ${payment.state === 'captured' ? choice('twice', t('payAgain'), t('payTwiceHint')) : ''}
        ${payment.state === 'captured' ? '' : choice('late', t('payLate'), t('payLateHint'))}
      </div>
    </section>
  `;
}

function telling(t: Translate): Html {
  const tellings: Record<(typeof TELLINGS)[number], Word> = {
    normal: 'tellingNormal',
    duplicate: 'tellingDuplicate',
    delayed: 'tellingDelayed',
    bad_signature: 'tellingBadSignature',
    dropped: 'tellingDropped',
  };
  const endings: Record<(typeof REFUND_ENDINGS)[number], Word> = {
    done: 'refundDone',
    pending: 'refundPending',
    pending_then_failed: 'refundPendingFailed',
    failed: 'refundFailed',
  };
  return html`
    <label for="telling">${t('tellingHeading')}</label>
    <select id="telling" name="telling">
      ${TELLINGS.map((value) => html`<option value="${value}">${t(tellings[value])}</option>`)}
    </select>
    <label for="refund">${t('refundHeading')}</label>
    <select id="refund" name="refund">
      ${REFUND_ENDINGS.map((value) => html`<option value="${value}">${t(endings[value])}</option>`)}
    </select>
  `;
}

function choice(mode: string, label: string, hint: string): Html {
  return html`<button class="choice" name="mode" value="${mode}"><b>${label}</b><span>${hint}</span></button>`;
}

function display(owed: Payment['owed'], locale: PageLocale): string {
  if (!owed) return '';
  return isCurrencyCode(owed.currency)
    ? displayMoney(money(owed.amount, owed.currency), locale)
    : minorText(owed.amount, owed.currency);
}

function bigAmount(owed: Payment['owed'], locale: PageLocale): Html | string {
  if (!owed || !isCurrencyCode(owed.currency)) return display(owed, locale);
  const parts = displayMoneyParts(money(owed.amount, owed.currency), locale);
  const currency = html`<span class="currency">${parts.currency}</span>`;
  return html`${parts.currencyFirst ? currency : ''}<span class="whole">${parts.whole}</span
    ><span class="fraction">${parts.fraction}</span>${parts.currencyFirst ? '' : currency}`;
}
