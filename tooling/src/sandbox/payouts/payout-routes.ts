import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { GatewayRefusal } from '../gateway/gateway.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { requireSignature, type ApiVariables } from '../http/api-auth.ts';
import { failOnDemand } from '../http/api-faults.ts';
import { errorBody, parseJson } from '../http/errors.ts';
import {
  createPayout,
  createPayoutSchema,
  findPayout,
  listPayouts,
  nextOutcome,
  payoutView,
  PAYOUT_OUTCOMES,
  putNextOutcome,
  settlePayout,
  type Payout,
} from './payouts.ts';

/** The payout rail's API for merchants; signed as the gateway's. */
export function payoutRoutes(gateway: Gateway): Hono<{ Variables: ApiVariables; Bindings: HttpBindings }> {
  const app = new Hono<{ Variables: ApiVariables; Bindings: HttpBindings }>();
  app.use(bodyLimit({ maxSize: 16 * 1024 }), requireSignature(gateway));
  const answer = (payout: Payout): Response =>
    payout.isMute
      ? Response.json(errorBody('unavailable', 'The sandbox says nothing about this payout.'), { status: 503 })
      : Response.json(payoutView(payout));

  app.post('/', failOnDemand(gateway, 'payout'), (c) => {
    const input = createPayoutSchema.parse(parseJson(c.get('body')));
    return answer(createPayout(gateway, c.get('merchantId'), input));
  });
  app.get('/by-reference/:reference', failOnDemand(gateway, 'query'), (c) => {
    const payout = findPayout(gateway.store, c.get('merchantId'), c.req.param('reference'));
    if (!payout) throw new GatewayRefusal(404, 'payout_unknown', 'There is no such payout.');
    return answer(payout);
  });
  return app;
}

const planSchema = z.strictObject({ outcome: z.enum(PAYOUT_OUTCOMES) });
const settleSchema = z.strictObject({ state: z.enum(['paid', 'failed', 'returned']) });

/** What tests and people drive the rail by; unsigned, as the gateway's own test routes. */
export function payoutTestRoutes({ store }: Gateway): Hono {
  const app = new Hono();
  app.use(bodyLimit({ maxSize: 8 * 1024 }));
  app.get('/', (c) => c.json({ payouts: listPayouts(store, 100).map(payoutView), next: nextOutcome(store) }));
  app.put('/outcome', async (c) => {
    const plan = planSchema.parse(parseJson(await c.req.text()));
    putNextOutcome(store, plan.outcome);
    return c.json(plan);
  });
  app.post('/:reference/settle', async (c) => {
    const { state } = settleSchema.parse(parseJson(await c.req.text()));
    settlePayout(store, c.req.param('reference'), state);
    return c.json({ state });
  });
  return app;
}
