import { can, type OrderState, type Page } from '@keyfall/contracts';
import { readOrderSearch } from '@keyfall/contracts/order-search';
import type { PortalOrderDto, PortalOrderRowDto } from '@keyfall/contracts/order-schemas';
import type { CurrencyCode } from '@keyfall/money';
import { asDistributor, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { pageOf, positionOf } from '../page-cursor.ts';
import { readEventRows, readLineRows } from './admin-detail-queries.ts';
import { readOrderCharge } from './charge-queries.ts';
import { presentOrderHead } from './list-orders.ts';
import { presentLine, presentTerms } from './order-parts.ts';
import {
  findPortalOrder,
  listPortalOrderRows,
  listSharesOfMine,
  type PortalOrderFilter,
  type ShareOfMineRow,
} from './portal-queries.ts';
import { readOwnCurrency } from './portal-income-queries.ts';
import { isoOrNull, moneyOf, plainDecimal, presentEventData } from './present.ts';

export interface PortalOrderListInput {
  readonly q?: string | undefined;
  readonly states?: readonly OrderState[] | undefined;
  readonly shopId?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly sort?: 'newest' | 'oldest' | undefined;
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

/**
 * The distributor's own orders, newest first unless asked otherwise. A search text finds a number or an amount, and a mail address or a phone for
 * those who may read contacts; codes are not searched here. Read as the portal's role.
 *
 * @throws DomainError cursor_invalid
 */
export async function listPortalOrders(
  ctx: Ctx<DistributorPrincipal>,
  input: PortalOrderListInput,
): Promise<Page<PortalOrderRowDto>> {
  const { limit } = input;
  const before = positionOf(input.cursor);
  return await asDistributor(ctx, async (tx) => {
    const search = input.q === undefined || input.q === '' ? {} : searchFilter(ctx, input.q, await readOwnCurrency(tx));
    if (search === null) return { items: [], nextCursor: null };
    const rows = await listPortalOrderRows(tx, ctx.principal.distributorId, {
      ...search,
      states: input.states,
      shopId: input.shopId,
      from: input.from === undefined ? undefined : new Date(input.from),
      until: input.until === undefined ? undefined : new Date(input.until),
      oldestFirst: input.sort === 'oldest',
      before,
      limit: limit + 1,
    });
    const { page, nextCursor } = pageOf(rows, limit, (last) => [last.position, last.id]);
    return {
      items: page.map((row) => ({
        ...presentOrderHead({ ...row, currency: row.currency as CurrencyCode }, ctx.locale),
        contact: maySeeContact(ctx) ? (row.contact_mail ?? row.contact_phone) : null,
      })),
      nextCursor,
    };
  });
}

function maySeeContact(ctx: Ctx<DistributorPrincipal>): boolean {
  return can({ audience: 'portal', role: ctx.principal.role }, 'orders.read_contact');
}

function maySeeIncome(ctx: Ctx<DistributorPrincipal>): boolean {
  return can({ audience: 'portal', role: ctx.principal.role }, 'commissions.read');
}

/** Null: nothing the reader may search by. */
function searchFilter(
  ctx: Ctx<DistributorPrincipal>,
  text: string,
  currency: CurrencyCode,
): Partial<PortalOrderFilter> | null {
  const search = readOrderSearch(text, currency);
  const byContact = maySeeContact(ctx);
  switch (search.by) {
    case 'number':
      return { orderNo: search.orderNo };
    case 'mail':
      return byContact ? { mail: search.mail } : null;
    case 'phone_or_amount': {
      const amount = search.minor === null ? {} : { amount: search.minor };
      if (byContact) return { phone: search.phone, ...amount };
      return search.minor === null ? null : amount;
    }
    case 'code':
      return null;
  }
}

/**
 * One of the distributor's own orders: what was sold, its own share of each line and what became of it, the events the
 * buyer sees too. Contacts and income only for those who may read them; no figure of the upline and no code is in it. Read as the portal's role.
 *
 * @throws DomainError order_not_found (also another distributor's)
 */
export async function readPortalOrder(
  ctx: Ctx<DistributorPrincipal>,
  input: { readonly orderNo: string },
): Promise<PortalOrderDto> {
  const { distributorId } = ctx.principal;
  return await asDistributor(ctx, async (tx) => {
    const order = await findPortalOrder(tx, distributorId, input.orderNo);
    if (order === undefined) throw new DomainError('order_not_found');
    const [lines, shares, events, charge] = await Promise.all([
      readLineRows(tx, order.id),
      listSharesOfMine(tx, distributorId, order.id),
      readEventRows(tx, order.id),
      readOrderCharge(tx, order.id),
    ]);
    const withContact = maySeeContact(ctx);
    return {
      id: order.id,
      orderNo: order.order_no,
      state: order.state,
      amount: moneyOf(order.amount, order.currency),
      refunded: moneyOf(order.refunded, order.currency),
      charge,
      shopName: order.shop_name,
      contactMail: withContact ? order.contact_mail : null,
      contactPhone: withContact ? order.contact_phone : null,
      createdAt: order.created_at.toISOString(),
      paidAt: isoOrNull(order.paid_at),
      deliveredAt: isoOrNull(order.delivered_at),
      lines: lines.map((line) => {
        const shown = presentLine(line, order.currency, ctx.locale);
        // The account of a top-up is the buyer's as much as its address is.
        return withContact ? shown : { ...shown, account: null };
      }),
      shares: maySeeIncome(ctx) ? shares.map((share) => presentShare(share, order.currency)) : [],
      events: events.map((row) => ({
        id: row.id,
        kind: row.kind,
        at: row.created_at.toISOString(),
        data: presentEventData(row, order.currency),
      })),
    };
  });
}

/** A distributor's own share as its portal shows it. */
export function presentShare(share: ShareOfMineRow, currency: string): PortalOrderDto['shares'][number] {
  return {
    line: share.line,
    ...presentTerms(share, currency),
    unitPrice: plainDecimal(share.unit_price),
    referralCode: share.referral_code,
    amount: moneyOf(share.amount, currency),
    earned: moneyOf(share.earned ?? 0n, currency),
    feeBorne: moneyOf(share.fee_borne ?? 0n, currency),
    clawed: moneyOf(share.clawed ?? 0n, currency),
    released: moneyOf(share.released ?? 0n, currency),
    releaseAt: isoOrNull(share.release_at),
  };
}
