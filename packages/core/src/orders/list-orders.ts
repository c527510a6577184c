import { can, type Locale, type OrderState, type Page } from '@keyfall/contracts';
import { readOrderSearch } from '@keyfall/contracts/order-search';
import type { OrderRowDto } from '@keyfall/contracts/order-schemas';
import { asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { blindIndexesOf } from '../inventory/index.ts';
import { pageOf, positionOf } from '../page-cursor.ts';
import { Secret } from '../secret.ts';
import {
  findOrdersOfCode,
  listOrderRows,
  readTenantCurrency,
  type OrderFilter,
  type OrderListRow,
} from './admin-list-queries.ts';
import { isoOrNull, moneyOf, titleOf } from './present.ts';

export interface OrderListInput {
  readonly q?: string | undefined;
  readonly states?: readonly OrderState[] | undefined;
  readonly distributorId?: string | undefined;
  readonly shopId?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly sort?: 'newest' | 'oldest' | undefined;
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

/**
 * The wholesaler's orders, newest first unless asked otherwise. One search text finds a number, a mail address, a phone or an amount; a code's value
 * is searched by {@link findOrdersByCode}, which is no query and so leaves no trace in an address.
 * @throws DomainError cursor_invalid
 */
export async function listOrders(ctx: Ctx<StaffPrincipal>, input: OrderListInput): Promise<Page<OrderRowDto>> {
  const { limit } = input;
  return await asStaff(ctx, async (tx) => {
    const search = input.q === undefined || input.q === '' ? {} : searchFilter(input.q, await readTenantCurrency(tx));
    if (search === null) return { items: [], nextCursor: null };
    const rows = await listOrderRows(tx, {
      ...search,
      states: input.states,
      distributorId: input.distributorId,
      shopId: input.shopId,
      from: input.from === undefined ? undefined : new Date(input.from),
      until: input.until === undefined ? undefined : new Date(input.until),
      oldestFirst: input.sort === 'oldest',
      before: positionOf(input.cursor),
      limit: limit + 1,
    });
    const { page, nextCursor } = pageOf(rows, limit, (last) => [last.position, last.id]);
    return {
      items: page.map((row) => presentRow(row, ctx)),
      nextCursor,
    };
  });
}

/** Null: the text can only be a code's value. */
function searchFilter(text: string, currency: Parameters<typeof readOrderSearch>[1]): Partial<OrderFilter> | null {
  const search = readOrderSearch(text, currency);
  switch (search.by) {
    case 'number':
      return { orderNo: search.orderNo };
    case 'mail':
      return { mail: search.mail };
    case 'phone_or_amount':
      return { phone: search.phone, ...(search.minor === null ? {} : { amount: search.minor }) };
    case 'code':
      return null;
  }
}

/** Orders that hold or held a code of this value, found by its blind index; the value itself goes nowhere. */
export async function findOrdersByCode(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly value: string },
): Promise<readonly OrderRowDto[]> {
  const indexes = await blindIndexesOf(ctx.core, ctx.principal.tenantId, new Secret(input.value));
  return await asStaff(ctx, async (tx) => {
    const orderIds = await findOrdersOfCode(tx, indexes);
    if (orderIds.length === 0) return [];
    return (await listOrderRows(tx, { orderIds, limit: 50 })).map((row) => presentRow(row, ctx));
  });
}

function presentRow(row: OrderListRow, ctx: Ctx<StaffPrincipal>): OrderRowDto {
  const maySeeContact = can({ audience: 'admin', role: ctx.principal.role }, 'orders.read_contact');
  return {
    ...presentOrderHead(row, ctx.locale),
    channel: row.channel,
    distributorId: row.distributor_id,
    distributorName: row.distributor_name,
    contact: maySeeContact ? (row.contact_mail ?? row.contact_phone) : null,
  };
}

/** What every list of orders shows, whoever reads it. */
export function presentOrderHead(
  row: Omit<OrderListRow, 'distributor_id' | 'distributor_name' | 'channel'>,
  locale: Locale,
) {
  return {
    id: row.id,
    orderNo: row.order_no,
    state: row.state,
    amount: moneyOf(row.amount, row.currency),
    refunded: moneyOf(row.refunded, row.currency),
    shopName: row.shop_name,
    title: titleOf(row, locale),
    moreLines: row.lines - 1,
    units: row.units,
    createdAt: row.created_at.toISOString(),
    paidAt: isoOrNull(row.paid_at),
  };
}
