import { Hono } from 'hono';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { NO_FAULTS } from '../gateway/faults.ts';
import type { Faults } from '../gateway/faults.ts';
import { globalFaults } from '../gateway/fault-settings.ts';
import { GatewayRefusal } from '../gateway/gateway.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { findMerchant } from '../gateway/merchants.ts';
import { findPayment, putPaymentFaults } from '../gateway/payments.ts';
import type { Payment } from '../gateway/payments.ts';
import { pay } from '../gateway/pay.ts';
import { PAY_MODES } from '../gateway/pay-rules.ts';
import { readAmount } from '../pages/minor-text.ts';
import { payPage, REFUND_ENDINGS, TELLINGS, unknownPaymentPage } from '../pages/pay-page.ts';
import type { PayNotice } from '../pages/pay-page.ts';
import { chooseLocale } from '../pages/words.ts';
import type { PageLocale } from '../pages/words.ts';
import { pageHeaders } from './guard.ts';

const formSchema = z.object({
  mode: z.enum(PAY_MODES),
  amount: z.string().max(24).optional(),
  telling: z.enum(TELLINGS).default('normal'),
  refund: z.enum(REFUND_ENDINGS).default('done'),
});

const TELLING_FAULTS: Record<(typeof TELLINGS)[number], Partial<Faults>> = {
  normal: {},
  duplicate: { duplicates: 2 },
  delayed: { delay_ms: 10_000 },
  bad_signature: { signature: 'bad_once' },
  dropped: { delivery: 'drop_all' },
};

/** The hosted payment page. Whoever holds its address may pay: that is how payment links work. */
export function payRoutes(gateway: Gateway): Hono {
  const { store } = gateway;
  const app = new Hono();
  app.use(bodyLimit({ maxSize: 8 * 1024 }));

  const show = (
    c: Context,
    payment: Payment,
    status: 200 | 409 | 422,
    notice?: PayNotice,
  ): Response | Promise<Response> =>
    c.html(
      payPage({
        payment,
        merchantName: findMerchant(store, payment.merchantId)?.name ?? payment.merchantId,
        locale: localeOf(c, payment),
        nowMs: gateway.clock.now(),
        notice,
      }),
      status,
      pageHeaders([new URL(payment.returnUrl).origin]),
    );

  app.get('/:id', (c) => {
    const payment = findPayment(store, c.req.param('id'));
    return payment?.owed ? show(c, payment, 200) : unknown(c);
  });

  app.post('/:id', async (c) => {
    const payment = findPayment(store, c.req.param('id'));
    if (!payment?.owed) return unknown(c);
    const form = formSchema.parse(await c.req.parseBody());
    const amount = form.mode === 'wrong_amount' ? readAmount(form.amount ?? '', payment.owed.currency) : undefined;
    if (form.mode === 'wrong_amount' && amount === undefined) return show(c, payment, 422, 'badAmountNotice');
    putPaymentFaults(store, payment.id, chosenFaults(gateway, form.telling, form.refund));
    try {
      const { outcome, payment: after } = pay(gateway, payment.id, form.mode, amount === undefined ? {} : { amount });
      if (outcome === 'declined') return await show(c, after, 200, 'declinedNotice');
      return c.redirect(payment.returnUrl, 303);
    } catch (error) {
      if (!(error instanceof GatewayRefusal)) throw error;
      return show(c, findPayment(store, payment.id) ?? payment, 409, 'refusedNotice');
    }
  });
  return app;
}

function localeOf(c: Context, payment: Payment): PageLocale {
  return chooseLocale(c.req.query('lang'), payment.locale);
}

function unknown(c: Context): Response | Promise<Response> {
  const locale = chooseLocale(c.req.query('lang'), c.req.header('accept-language'));
  return c.html(unknownPaymentPage(locale), 404, pageHeaders());
}

/** Choosing nothing on the page leaves the payment to what applies to all. */
function chosenFaults(
  gateway: Gateway,
  telling: (typeof TELLINGS)[number],
  refund: Faults['refund'],
): Faults | undefined {
  if (telling === 'normal' && refund === 'done') return undefined;
  const base = telling === 'normal' ? globalFaults(gateway.store) : NO_FAULTS;
  return { ...base, ...TELLING_FAULTS[telling], refund };
}
