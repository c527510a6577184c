import { orderListInputSchema } from '@keyfall/contracts/order-schemas';
import { portalOrderListInputSchema } from '@keyfall/contracts/portal-schemas';
import { statementPartySchema, statementPeriodSchema } from '@keyfall/contracts/statement-schemas';
import { exportOrders, exportPortalOrders } from '@keyfall/core/orders';
import { writeOwnStatement, writePartyStatement, type StatementFormat } from '@keyfall/core/statements';
import { Hono, type Context } from 'hono';
import { answerFile, type DownloadFile } from '../http/answer-file.ts';
import type { ApiKit } from '../http/api-kit.ts';
import { assertStorable } from '../http/assert-storable.ts';
import { errorResponse } from '../http/error-response.ts';
import type { ApiHttpEnv } from '../http/http-env.ts';
import { distributorOf, staffOf } from '../http/route-callers.ts';
import { openReport } from './open-report.ts';

/** A file has no pages. */
const PAGE = { cursor: true, limit: true } as const;

/**
 * Files written while they are downloaded. `GET /downloads/statement.{csv,pdf}?from&until`, in the back office with `party`
 * (house, distributor, supplier, gateway) and `id`. `GET /downloads/orders.csv` takes the filters of the list of orders, `state`
 * as often as wanted. Reports: `open-report.ts`.
 */
export function createDownloadRoutes(kit: ApiKit): Hono<ApiHttpEnv> {
  const app = new Hono<ApiHttpEnv>();
  app.onError((error, c) => errorResponse(c, error, kit.onUnexpected));
  app.use('/downloads/*', async (c, next) => {
    assertStorable(c.req.queries());
    await next();
  });
  for (const format of ['csv', 'pdf'] as const) {
    app.get(`/downloads/statement.${format}`, async (c) => answerFile(c, format, await openStatement(kit, c, format)));
  }
  for (const format of ['csv', 'xlsx'] as const) {
    app.get(`/downloads/report.${format}`, async (c) => answerFile(c, format, await openReport(kit, c, format)));
  }
  app.get('/downloads/orders.csv', async (c) => answerFile(c, 'csv', await openOrders(kit, c)));
  return app;
}

async function openStatement(kit: ApiKit, c: Context<ApiHttpEnv>, format: StatementFormat): Promise<DownloadFile> {
  const { from, until, party, id } = c.req.query();
  if (c.get('site') === 'portal') {
    const ctx = await distributorOf(kit, c, 'statements.read');
    const period = statementPeriodSchema.parse({ from, until });
    return await writeOwnStatement(ctx, { period, format, locale: ctx.locale });
  }
  const ctx = await staffOf(kit, c, 'statements.read');
  const request = { period: statementPeriodSchema.parse({ from, until }), format, locale: ctx.locale };
  return await writePartyStatement(ctx, { ...request, party: statementPartySchema.parse({ kind: party, id }) });
}

async function openOrders(kit: ApiKit, c: Context<ApiHttpEnv>): Promise<DownloadFile> {
  const filter = { ...c.req.query(), states: c.req.queries('state') };
  if (c.get('site') === 'portal') {
    const ctx = await distributorOf(kit, c, 'reports.export');
    return exportPortalOrders(ctx, portalOrderListInputSchema.omit(PAGE).parse(filter));
  }
  const ctx = await staffOf(kit, c, 'reports.export');
  return exportOrders(ctx, orderListInputSchema.omit(PAGE).parse(filter));
}
