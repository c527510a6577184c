import { type Page } from '@keyfall/contracts';
import type { InboxItemDto } from '@keyfall/contracts/order-schemas';
import { asService, asShop, type BuyerPrincipal, type Ctx } from '../context.ts';
import { dataOf, isoOrNull } from '../orders/index.ts';
import { pageOf, positionOf } from '../page-cursor.ts';
import { countUnread, listInboxRows, markInboxRead } from './inbox-queries.ts';

/** The buyer's messages, newest first, and how many are unread (at most 100 told). */
export async function listInbox(
  ctx: Ctx<BuyerPrincipal>,
  input: { readonly cursor?: string | null | undefined; readonly limit: number },
): Promise<Page<InboxItemDto> & { readonly unread: number }> {
  const before = positionOf(input.cursor);
  const { rows, unread } = await asShop(ctx, async (tx) => {
    const [found, count] = await Promise.all([listInboxRows(tx, { before, limit: input.limit + 1 }), countUnread(tx)]);
    return { rows: found, unread: count };
  });
  const { page, nextCursor } = pageOf(rows, input.limit, (last) => [last.position, last.id]);
  return {
    items: page.map((row) => ({
      id: row.id,
      kind: row.kind,
      orderNo: row.order_no,
      params: dataOf(row.params),
      createdAt: row.created_at.toISOString(),
      readAt: isoOrNull(row.read_at),
    })),
    nextCursor,
    unread,
  };
}

/** Marks messages of the buyer as read: the named ones, or all. Others' are left alone without a word. */
export async function markInboxSeen(
  ctx: Ctx<BuyerPrincipal>,
  input: { readonly ids?: readonly string[] | undefined },
): Promise<void> {
  const { buyerId, shopId } = ctx.principal;
  await asService(ctx, (tx) => markInboxRead(tx, { buyerId, shopId }, input.ids));
}
