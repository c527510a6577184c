import { readSql, type ReadTx, type ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';

/** Marks unread messages of one buyer as read. */
export async function markInboxRead(
  tx: ServiceTx,
  owner: { readonly buyerId: string; readonly shopId: string },
  ids: readonly string[] | undefined,
): Promise<void> {
  let query = tx
    .updateTable('notify.inbox_item')
    .set({ read_at: sql<Date>`app.now()` })
    .where('buyer_id', '=', owner.buyerId)
    .where('shop_id', '=', owner.shopId)
    .where('read_at', 'is', null);
  if (ids !== undefined) query = query.where('id', 'in', ids.length === 0 ? [uuidv7()] : [...ids]);
  await query.execute();
}

/** Puts a message into a buyer's inbox; the same one twice is one. */
export async function insertInboxItem(
  tx: ServiceTx,
  item: {
    readonly buyerId: string;
    readonly shopId: string;
    readonly kind: string;
    readonly orderId: string | null;
    readonly params?: Readonly<Record<string, string | number | boolean | null>>;
    readonly dedupe: string;
  },
): Promise<void> {
  await tx
    .insertInto('notify.inbox_item')
    .values({
      id: uuidv7(),
      buyer_id: item.buyerId,
      shop_id: item.shopId,
      kind: item.kind,
      order_id: item.orderId,
      params: JSON.stringify(item.params ?? {}),
      dedupe: item.dedupe,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'dedupe']).doNothing())
    .execute();
}

export interface InboxRow {
  readonly id: string;
  readonly kind: string;
  readonly order_no: string | null;
  readonly params: unknown;
  readonly created_at: Date;
  readonly read_at: Date | null;
  readonly position: string;
}

/** The buyer's messages, newest first. */
export async function listInboxRows(
  tx: ReadTx<'shop'>,
  page: { readonly before?: { readonly position: string; readonly id: string } | undefined; readonly limit: number },
): Promise<InboxRow[]> {
  const earlier =
    page.before === undefined
      ? sql``
      : sql`and (i.created_at, i.id) < (${page.before.position}::timestamptz, ${page.before.id}::uuid)`;
  return await readSql(
    tx,
    sql<InboxRow>`
      select i.id, i.kind, o.order_no, i.params, i.created_at, i.read_at, i.created_at::text as position
        from notify.inbox_item i
        left join orders.sales_order o on o.tenant_id = i.tenant_id and o.id = i.order_id
       where i.tenant_id = app.tenant_id() and i.buyer_id = app.buyer_id() ${earlier}
       order by i.created_at desc, i.id desc limit ${page.limit}`,
  );
}

export async function countUnread(tx: ReadTx<'shop'>): Promise<number> {
  const rows = await readSql(
    tx,
    sql<{ unread: number }>`
      select count(*)::integer as unread from (
        select from notify.inbox_item i where i.tenant_id = app.tenant_id() and i.buyer_id = app.buyer_id() and i.read_at is null limit 100) x`,
  );
  return rows[0]?.unread ?? 0;
}
