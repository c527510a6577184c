import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { listEvents, redeliverEvent } from '../gateway/events.ts';
import { globalFaults, putApiFault, putGlobalFaults } from '../gateway/fault-settings.ts';
import { faultsSchema, NO_FAULTS } from '../gateway/faults.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { listPayments } from '../gateway/payments.ts';
import { controlPage } from '../pages/control-page.ts';
import { chooseLocale } from '../pages/words.ts';
import { pageHeaders } from './guard.ts';

const ROWS_SHOWN = 30;

const formSchema = z.object({
  action: z.enum(['save', 'reset']),
  duplicates: z.coerce.number(),
  delay_ms: z.coerce.number(),
  reorder_window_ms: z.coerce.number(),
  signature: z.string(),
  delivery: z.string(),
  refund: z.string(),
});

/** The control page for people; programs use the same settings under `/api/test`. */
export function controlRoutes(gateway: Gateway): Hono {
  const { store } = gateway;
  const app = new Hono();
  app.use(bodyLimit({ maxSize: 8 * 1024 }));

  app.get('/', (c) => {
    const locale = chooseLocale(c.req.query('lang'), c.req.header('accept-language'));
    const page = controlPage({
      locale,
      faults: globalFaults(store),
      payments: listPayments(store, { limit: ROWS_SHOWN }),
      events: listEvents(store, { limit: ROWS_SHOWN }),
      saved: c.req.query('saved') === '1',
    });
    return c.html(page, 200, pageHeaders());
  });

  app.post('/', async (c) => {
    const { action, ...fields } = formSchema.parse(await c.req.parseBody());
    if (action === 'reset') {
      putGlobalFaults(store, NO_FAULTS);
      putApiFault(store, undefined);
    } else {
      putGlobalFaults(store, faultsSchema.parse(fields));
    }
    return c.redirect(`/control?saved=1&lang=${chooseLocale(c.req.query('lang'), undefined)}`, 303);
  });

  app.post('/events/:id/redeliver', (c) => {
    redeliverEvent(gateway, c.req.param('id'));
    return c.redirect(`/control?lang=${chooseLocale(c.req.query('lang'), undefined)}`, 303);
  });
  return app;
}
