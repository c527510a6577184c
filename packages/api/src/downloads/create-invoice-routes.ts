import { invoiceIdInputSchema } from '@keyfall/contracts/invoice-schemas';
import { can } from '@keyfall/contracts';
import { DomainError } from '@keyfall/core';
import {
  writeBuyerInvoice,
  writeIssuerInvoice,
  writeIssuerInvoiceOrders,
  writeOwnInvoice,
  writeOwnInvoiceOrders,
} from '@keyfall/core/invoices';
import { Hono, type Context } from 'hono';
import { answerFile, type DownloadFile } from '../http/answer-file.ts';
import type { ApiKit } from '../http/api-kit.ts';
import { errorResponse } from '../http/error-response.ts';
import type { ApiHttpEnv } from '../http/http-env.ts';
import { shopContext } from '../http/request-facts.ts';
import { distributorOf, staffOf } from '../http/route-callers.ts';
import { buyerOf } from '../routers/shop/checkout.ts';
import { ctxOf } from '../trpc/context.ts';
import { shopRoleOf } from '../trpc/procedures.ts';

/**
 * `GET /downloads/invoice.pdf?id`: an issued or void invoice, to whoever issued it or whom it is for. In the portal
 * `side=sale` names one that the distributor issued, else it is one of its own. `GET /downloads/invoice.csv?id`: every order of one,
 * asked for or issued, in the two offices.
 */
export function createInvoiceRoutes(kit: ApiKit): Hono<ApiHttpEnv> {
  const app = new Hono<ApiHttpEnv>();
  app.onError((error, c) => errorResponse(c, error, kit.onUnexpected));
  app.get('/downloads/invoice.pdf', async (c) => answerFile(c, 'pdf', await openInvoice(kit, c)));
  app.get('/downloads/invoice.csv', async (c) => answerFile(c, 'csv', await openInvoiceOrders(kit, c)));
  return app;
}

async function openInvoiceOrders(kit: ApiKit, c: Context<ApiHttpEnv>): Promise<DownloadFile> {
  const { invoiceId } = invoiceIdInputSchema.parse({ invoiceId: c.req.query('id') });
  if (c.get('site') !== 'portal')
    return await writeIssuerInvoiceOrders(await staffOf(kit, c, 'invoices.read'), invoiceId);
  const ctx = await distributorOf(kit, c, 'invoices.read');
  const write = c.req.query('side') === 'sale' ? writeIssuerInvoiceOrders : writeOwnInvoiceOrders;
  return await write(ctx, invoiceId);
}

async function openInvoice(kit: ApiKit, c: Context<ApiHttpEnv>): Promise<DownloadFile> {
  const { invoiceId } = invoiceIdInputSchema.parse({ invoiceId: c.req.query('id') });
  switch (c.get('site')) {
    case 'admin': {
      const ctx = await staffOf(kit, c, 'invoices.read');
      return await writeIssuerInvoice(ctx, { invoiceId, locale: ctx.locale });
    }
    case 'portal': {
      const ctx = await distributorOf(kit, c, 'invoices.read');
      const write = c.req.query('side') === 'sale' ? writeIssuerInvoice : writeOwnInvoice;
      return await write(ctx, { invoiceId, locale: ctx.locale });
    }
    case 'shop': {
      const context = await shopContext(kit, c);
      const role = shopRoleOf(context.principal);
      if (!can({ audience: 'shop', role }, 'invoices.read'))
        throw new DomainError('forbidden', { permission: 'invoices.read' });
      const ctx = buyerOf(ctxOf(context, context.principal));
      return await writeBuyerInvoice(ctx, { invoiceId, locale: ctx.locale });
    }
    case 'links':
      throw new DomainError('not_found', {});
  }
}
