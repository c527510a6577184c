import { displayMoney, isCurrencyCode, money } from '@keyfall/money';
import { html } from 'hono/html';
import type { EventRecord } from '../gateway/events.ts';
import type { Faults } from '../gateway/faults.ts';
import type { Payment } from '../gateway/payments.ts';
import { page } from './layout.ts';
import type { Html } from './layout.ts';
import { minorText } from './minor-text.ts';
import { translator } from './words.ts';
import type { PageLocale, Translate, Word } from './words.ts';

export interface ControlPageInput {
  readonly locale: PageLocale;
  readonly faults: Faults;
  readonly payments: readonly Payment[];
  readonly events: readonly EventRecord[];
  readonly saved: boolean;
}

/** Where a person bends the gateway for everybody and watches what it sends. */
export function controlPage(input: ControlPageInput): Html {
  const { locale } = input;
  const t = translator(locale);
  return page({
    locale,
    title: t('controlTitle'),
    path: '/control',
    width: 'wide',
    body: html`
      <h1>${t('controlTitle')}</h1>
      <p class="quiet">${t('controlIntro')}</p>
      ${input.saved ? html`<p class="notice calm" role="status">${t('saved')}</p>` : ''}
      <section class="card">${faultsForm(input.faults, locale, t)}</section>
      <section class="card" aria-labelledby="payments">
        <h2 id="payments">${t('paymentsHeading')}</h2>
        ${input.payments.length === 0 ? html`<p class="quiet">${t('noPayments')}</p>` : paymentTable(input, t)}
      </section>
      <section class="card" aria-labelledby="webhooks">
        <h2 id="webhooks">${t('webhooksHeading')}</h2>
        ${input.events.length === 0 ? html`<p class="quiet">${t('noWebhooks')}</p>` : eventTable(input, t)}
      </section>
    `,
  });
}

function faultsForm(faults: Faults, locale: PageLocale, t: Translate): Html {
  const signatures = { good: 'signatureGood', bad_once: 'signatureBadOnce', bad_always: 'signatureBadAlways' } as const;
  const deliveries = { send: 'deliverySend', drop_first: 'deliveryDropFirst', drop_all: 'deliveryDropAll' } as const;
  const refunds = {
    done: 'refundDone',
    pending: 'refundPending',
    pending_then_failed: 'refundPendingFailed',
    failed: 'refundFailed',
  } as const;
  return html`
    <form method="post" action="/control?lang=${locale}">
      <div class="fields">
        ${numberField('duplicates', t('duplicatesLabel'), faults.duplicates, 5)}
        ${numberField('delay_ms', t('delayLabel'), faults.delay_ms, 3_600_000)}
        ${numberField('reorder_window_ms', t('reorderLabel'), faults.reorder_window_ms, 60_000)}
        ${choiceField('signature', t('signatureLabel'), faults.signature, signatures, t)}
        ${choiceField('delivery', t('deliveryLabel'), faults.delivery, deliveries, t)}
        ${choiceField('refund', t('refundsLabel'), faults.refund, refunds, t)}
      </div>
      <div class="actions">
        <button class="primary" name="action" value="save">${t('save')}</button>
        <button name="action" value="reset">${t('resetAll')}</button>
      </div>
    </form>
  `;
}

function numberField(name: string, label: string, value: number, max: number): Html {
  return html`<div>
    <label for="${name}">${label}</label>
    <input id="${name}" name="${name}" type="number" min="0" max="${max}" value="${value}" required />
  </div>`;
}

function choiceField<V extends string>(
  name: string,
  label: string,
  value: V,
  choices: Readonly<Record<V, Word>>,
  t: Translate,
): Html {
  const entries = Object.entries<Word>(choices);
  return html`<div>
    <label for="${name}">${label}</label>
    <select id="${name}" name="${name}">
      ${entries.map(([key, word]) => html`<option value="${key}" ${key === value ? 'selected' : ''}>${t(word)}</option>`)}
    </select>
  </div>`;
}

function paymentTable(input: ControlPageInput, t: Translate): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="payments">
    <table>
      <thead>
        <tr>
          <th scope="col">${t('columnTime')}</th>
          <th scope="col">${t('columnReference')}</th>
          <th scope="col" class="figure">${t('columnAmount')}</th>
          <th scope="col">${t('columnState')}</th>
          <th scope="col">${t('openPayPage')}</th>
        </tr>
      </thead>
      <tbody>
        ${input.payments.map(
          (payment) =>
            html`<tr>
              <td>${timeText(payment.createdAt, input.locale)}</td>
              <td><code>${payment.reference}</code></td>
              <td class="figure">${amountText(payment, input.locale)}</td>
              <td>${t(`state.${payment.state}`)}</td>
              <td>
                ${
                  payment.owed
                    ? html`<a href="/pay/${payment.id}" aria-label="${t('openPayPage')} ${payment.reference}"
                        >${t('openPayPage')}</a
                      >`
                    : ''
                }
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function eventTable(input: ControlPageInput, t: Translate): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="webhooks">
    <table>
      <thead>
        <tr>
          <th scope="col">${t('columnTime')}</th>
          <th scope="col">${t('columnEvent')}</th>
          <th scope="col">${t('columnDelivery')}</th>
          <th scope="col">${t('sendAgain')}</th>
        </tr>
      </thead>
      <tbody>
        ${input.events.map(
          (event) =>
            html`<tr>
              <td>${timeText(event.createdAt, input.locale)}</td>
              <td>${event.type}<br /><code>${event.id}</code></td>
              <td>${event.deliveries.map((delivery) => html`<div>${deliveryText(delivery, t)}</div>`)}</td>
              <td>
                <form method="post" action="/control/events/${event.id}/redeliver?lang=${input.locale}">
                  <button aria-label="${t('sendAgain')} ${event.id}">${t('sendAgain')}</button>
                </form>
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const DELIVERY_STATES = ['queued', 'delivered', 'dropped', 'given_up'] as const;

function deliveryText(delivery: EventRecord['deliveries'][number], t: Translate): string {
  const state = DELIVERY_STATES.find((known) => known === delivery.state) ?? 'queued';
  const said = t('attempts', { state: t(`delivery.${state}`), attempts: String(delivery.attempts) });
  const detail = delivery.lastError ?? (delivery.lastStatus === undefined ? '' : `HTTP ${delivery.lastStatus}`);
  return detail === '' ? said : `${said} (${detail})`;
}

function amountText(payment: Payment, locale: PageLocale): string {
  if (!payment.owed) return '';
  const { amount, currency } = payment.owed;
  return isCurrencyCode(currency) ? displayMoney(money(amount, currency), locale) : minorText(amount, currency);
}

function timeText(ms: number, locale: PageLocale): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'medium' }).format(ms);
}
