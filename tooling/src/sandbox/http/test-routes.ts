import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { CURRENCY_CODES } from '@keyfall/money';
import { z } from 'zod';
import { amountSchema } from '../gateway/create-payment.ts';
import { listEvents, redeliverEvent } from '../gateway/events.ts';
import { apiFault, globalFaults, putApiFault, putGlobalFaults } from '../gateway/fault-settings.ts';
import { apiFaultSchema, faultsSchema, NO_FAULTS } from '../gateway/faults.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { getPayment, listPayments, putPaymentFaults } from '../gateway/payments.ts';
import { PAY_MODES } from '../gateway/pay-rules.ts';
import { pay } from '../gateway/pay.ts';
import { truthPage } from '../gateway/truth.ts';
import { errorBody, parseJson } from './errors.ts';
import { eventView, paymentView } from './views.ts';

const paySchema = z.strictObject({
  mode: z.enum(PAY_MODES).default('exact'),
  amount: amountSchema.optional(),
  currency: z.enum(CURRENCY_CODES).optional(),
  /** Faults of this payment, set before it is paid. */
  faults: faultsSchema.optional(),
});

const YEAR_MS = 366 * 24 * 60 * 60 * 1000;
const advanceSchema = z.strictObject({ advance_ms: z.int().min(0).max(YEAR_MS) });

const pageSchema = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

/** What tests, load and chaos runs drive the gateway by. Unsigned: whoever reaches this port may play the payer. */
export function testRoutes(gateway: Gateway, publicUrl: () => string): Hono {
  const { store } = gateway;
  const app = new Hono();
  app.use(bodyLimit({ maxSize: 16 * 1024 }));

  app.get('/payments', (c) => {
    const payments = listPayments(store, { reference: c.req.query('reference'), limit: 100 });
    return c.json({ payments: payments.map((payment) => paymentView(payment, publicUrl())) });
  });

  app.post('/payments/:id/pay', async (c) => {
    const input = paySchema.parse(parseJson((await c.req.text()) || '{}'));
    if (input.faults) putPaymentFaults(store, getPayment(store, c.req.param('id')).id, input.faults);
    const { outcome, payment } = pay(gateway, c.req.param('id'), input.mode, {
      ...(input.amount === undefined ? {} : { amount: input.amount }),
      ...(input.currency === undefined ? {} : { currency: input.currency }),
    });
    return c.json({ outcome, payment: paymentView(payment, publicUrl()) });
  });

  app.put('/payments/:id/faults', async (c) => {
    const faults = faultsSchema.parse(parseJson(await c.req.text()));
    putPaymentFaults(store, getPayment(store, c.req.param('id')).id, faults);
    return c.json(faults);
  });

  app.get('/faults', (c) => c.json(globalFaults(store)));
  app.put('/faults', async (c) => {
    const faults = faultsSchema.parse(parseJson(await c.req.text()));
    putGlobalFaults(store, faults);
    return c.json(faults);
  });

  app.get('/api-fault', (c) => c.json(apiFault(store) ?? null));
  app.put('/api-fault', async (c) => {
    const fault = apiFaultSchema.parse(parseJson(await c.req.text()));
    putApiFault(store, fault);
    return c.json(fault);
  });

  app.post('/reset-faults', (c) => {
    putGlobalFaults(store, NO_FAULTS);
    putApiFault(store, undefined);
    return c.json(NO_FAULTS);
  });

  app.get('/events', (c) => {
    const events = listEvents(store, { paymentId: c.req.query('payment_id'), limit: 100 });
    return c.json({ events: events.map(eventView) });
  });
  app.post('/events/:id/redeliver', (c) => {
    redeliverEvent(gateway, c.req.param('id'));
    return c.json({ queued: true });
  });

  app.get('/truth/:kind{captures|refunds}', (c) => {
    const page = pageSchema.parse(c.req.query());
    return c.json(truthPage(store, c.req.param('kind') === 'captures' ? 'captures' : 'refunds', page));
  });

  app.post('/clock', async (c) => {
    gateway.clock.advance(advanceSchema.parse(parseJson(await c.req.text())).advance_ms);
    return c.json({ now: new Date(gateway.clock.now()).toISOString() });
  });
  // Without this the signed API, mounted below, would answer for what is not here.
  app.all('*', (c) => c.json(errorBody('not_found', 'There is nothing here.'), 404));
  return app;
}
