import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { stream } from 'hono/streaming';
import { billDay, billLines } from '../gateway/bill.ts';
import { closeByReference, closePayment } from '../gateway/close-payment.ts';
import { createPayment, createPaymentSchema } from '../gateway/create-payment.ts';
import { GatewayRefusal } from '../gateway/gateway.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { findPayment, findPaymentByReference } from '../gateway/payments.ts';
import type { Payment } from '../gateway/payments.ts';
import { createRefund, createRefundSchema, findRefund } from '../gateway/refunds.ts';
import { webhookTarget } from '../gateway/webhook-target.ts';
import { requireSignature } from './api-auth.ts';
import type { ApiVariables } from './api-auth.ts';
import { failOnDemand } from './api-faults.ts';
import { parseJson } from './errors.ts';
import { paymentView, refundView } from './views.ts';

const BODY_BYTES_MAX = 64 * 1024;
/** Lines joined into one write of a bill. */
const BILL_LINES_PER_WRITE = 200;

/** The gateway's API for merchants. Every request is signed; README.md describes it for whoever writes a client. */
export function apiRoutes(
  gateway: Gateway,
  options: { readonly publicUrl: () => string; readonly targetNamesAllowed: readonly string[] },
): Hono<{ Variables: ApiVariables; Bindings: HttpBindings }> {
  const app = new Hono<{ Variables: ApiVariables; Bindings: HttpBindings }>();
  app.use(bodyLimit({ maxSize: BODY_BYTES_MAX }), requireSignature(gateway));
  const view = (payment: Payment) => paymentView(payment, options.publicUrl());

  app.post('/payments', failOnDemand(gateway, 'create'), (c) => {
    const input = createPaymentSchema.parse(parseJson(c.get('body')));
    if (!webhookTarget(input.notify_url, options.targetNamesAllowed)) {
      throw new GatewayRefusal(422, 'notify_url_refused', 'The sandbox sends webhooks to this machine only.');
    }
    const { payment, created } = createPayment(gateway, c.get('merchantId'), input);
    return c.json(view(payment), created ? 201 : 200);
  });

  app.get('/payments/by-reference/:reference', failOnDemand(gateway, 'query'), (c) => {
    const payment = findPaymentByReference(gateway.store, c.get('merchantId'), c.req.param('reference'));
    return c.json(view(found(payment)));
  });

  app.get('/payments/:id', failOnDemand(gateway, 'query'), (c) =>
    c.json(view(ownPayment(gateway, c.get('merchantId'), c.req.param('id')))),
  );

  app.post('/payments/by-reference/:reference/close', failOnDemand(gateway, 'close'), (c) =>
    c.json(view(closeByReference(gateway, c.get('merchantId'), c.req.param('reference')))),
  );

  app.post('/payments/:id/close', failOnDemand(gateway, 'close'), (c) => {
    const payment = ownPayment(gateway, c.get('merchantId'), c.req.param('id'));
    return c.json(view(closePayment(gateway, payment.id, 'merchant')));
  });

  app.post('/refunds', failOnDemand(gateway, 'refund'), (c) => {
    const input = createRefundSchema.parse(parseJson(c.get('body')));
    const { refund, created } = createRefund(gateway, c.get('merchantId'), input);
    return c.json(refundView(refund), created ? 201 : 200);
  });

  app.get('/refunds/by-reference/:reference', failOnDemand(gateway, 'query'), (c) => {
    const refund = findRefund(gateway.store, c.get('merchantId'), c.req.param('reference'));
    if (!refund) throw new GatewayRefusal(404, 'refund_unknown', 'There is no such refund.');
    return c.json(refundView(refund));
  });

  app.get('/bills/:file{[0-9-]+\\.csv}', failOnDemand(gateway, 'bill'), (c) => {
    const date = c.req.param('file').slice(0, -'.csv'.length);
    const day = billDay(date, gateway.settings.billUtcOffsetMinutes);
    if (!day) throw new GatewayRefusal(422, 'bad_date', 'A bill is named by its day, as in 2026-01-31.csv.');
    c.header('content-type', 'text/csv; charset=utf-8');
    return stream(c, async (output) => {
      let lines: string[] = [];
      for (const line of billLines(gateway, c.get('merchantId'), day)) {
        if (lines.push(line) < BILL_LINES_PER_WRITE) continue;
        await output.write(`${lines.join('\n')}\n`);
        lines = [];
      }
      await output.write(`${lines.join('\n')}\n`);
    });
  });
  return app;
}

function found(payment: Payment | undefined): Payment {
  if (!payment) throw new GatewayRefusal(404, 'payment_unknown', 'There is no such payment.');
  return payment;
}

/** Another merchant's payment is as unknown as none. */
function ownPayment(gateway: Gateway, merchantId: string, id: string): Payment {
  const payment = found(findPayment(gateway.store, id));
  if (payment.merchantId !== merchantId) throw new GatewayRefusal(404, 'payment_unknown', 'There is no such payment.');
  return payment;
}
