import type { Page } from '@keyfall/contracts';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '../context.ts';
import { writeCsv } from '../inventory/index.ts';
import { listOrders, type OrderListInput } from './list-orders.ts';
import { listPortalOrders, type PortalOrderListInput } from './portal-orders.ts';

export interface OrderFile {
  readonly name: string;
  readonly pieces: AsyncGenerator<Uint8Array, void, undefined>;
}

type Filter<Input> = Omit<Input, 'cursor' | 'limit'>;

/** Orders read at a time; each time is a transaction of its own, so a long file holds nothing up. */
const ROWS_AT_A_TIME = 200;

const HEAD = [
  'order_no',
  'state',
  'created_at',
  'paid_at',
  'currency',
  'amount',
  'refunded',
  'units',
  'lines',
  'title',
];

interface Row {
  readonly orderNo: string;
  readonly state: string;
  readonly createdAt: string;
  readonly paidAt: string | null;
  readonly amount: { readonly amount: string; readonly currency: string };
  readonly refunded: { readonly amount: string };
  readonly units: number;
  readonly moreLines: number;
  readonly title: string;
}

function headCells(row: Row): string[] {
  return [
    row.orderNo,
    row.state,
    row.createdAt,
    row.paidAt ?? '',
    row.amount.currency,
    row.amount.amount,
    row.refunded.amount,
    String(row.units),
    String(row.moreLines + 1),
    row.title,
  ];
}

/**
 * The orders a filter finds, newest first, as a CSV file written while it is downloaded; contacts only for those who may
 * read them. That it was taken stands in the audit before the first row leaves. @throws DomainError as the list
 */
export function exportOrders(
  ctx: Ctx<StaffPrincipal>,
  filter: Filter<OrderListInput>,
  limit = ROWS_AT_A_TIME,
): OrderFile {
  const list = (cursor: string | null) => listOrders(ctx, { ...filter, cursor, limit });
  const head = [...HEAD, 'channel', 'distributor', 'shop', 'contact'];
  return fileOf(ctx, head, filter, list, (row) => [
    ...headCells(row),
    row.channel,
    row.distributorName,
    row.shopName ?? '',
    row.contact ?? '',
  ]);
}

/** A distributor's own orders, likewise. @throws DomainError as the list */
export function exportPortalOrders(ctx: Ctx<DistributorPrincipal>, filter: Filter<PortalOrderListInput>): OrderFile {
  const list = (cursor: string | null) => listPortalOrders(ctx, { ...filter, cursor, limit: ROWS_AT_A_TIME });
  return fileOf(ctx, [...HEAD, 'shop', 'contact'], filter, list, (row) => [
    ...headCells(row),
    row.shopName ?? '',
    row.contact ?? '',
  ]);
}

function fileOf<Item>(
  ctx: Ctx<StaffPrincipal> | Ctx<DistributorPrincipal>,
  header: readonly string[],
  { q, ...filter }: { readonly q?: string | undefined },
  list: (cursor: string | null) => Promise<Page<Item>>,
  cellsOf: (item: Item) => readonly string[],
): OrderFile {
  async function* rows(): AsyncGenerator<readonly string[], void, undefined> {
    let page = await list(null);
    // What was searched for may be somebody's address; that something was is enough for the trail.
    const data = { ...filter, searched: q !== undefined && q !== '' };
    await asService(ctx, (tx) => recordAudit(tx, ctx, { action: 'orders.export', data }));
    for (;;) {
      for (const item of page.items) yield cellsOf(item);
      if (page.nextCursor === null) return;
      page = await list(page.nextCursor);
    }
  }
  return { name: 'orders.csv', pieces: writeCsv(header, rows()) };
}
