import type {
  BuyerOrderDto,
  BuyerOrderRowDto,
  InboxItemDto,
  PaymentMethodDto,
  PlacedOrderDto,
  QuoteDto,
  RevealedCode,
} from '@keyfall/contracts/order-schemas';
import { postJson } from '@keyfall/web';
import { client } from './api.ts';
import type { Inputs } from './api.ts';
import type { CartItem } from './cart/cart-store.ts';
import { referralCode } from './parts/referral.ts';

export type BuyerOrder = BuyerOrderDto;
export type OrderLine = BuyerOrderDto['lines'][number];
export type { BuyerOrderRowDto, InboxItemDto, PaymentMethodDto, QuoteDto, RevealedCode };

type NoticeIds = Inputs['inbox']['markRead']['ids'];
type LineInput = Inputs['checkout']['quote']['lines'][number];

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}
/** What the server needs of lines of the cart. */
export function lineInputs(items: readonly CartItem[]): LineInput[] {
  return items.map(({ skuId, quantity, faceValue, account }) => ({
    skuId: skuId as LineInput['skuId'],
    quantity,
    ...(faceValue === undefined ? {} : { faceValue }),
    ...(account === undefined ? {} : { account }),
  }));
}

export async function quote(items: readonly CartItem[]): Promise<QuoteDto> {
  return await client.checkout.quote.query({ lines: lineInputs(items) });
}

/** How the shop can be paid now, or one of its orders. */
export async function paymentMethods(orderNo?: string): Promise<readonly PaymentMethodDto[]> {
  return await client.checkout.methods.query(orderNo === undefined ? undefined : { orderNo });
}

export interface PlaceInput {
  readonly clientRef: string;
  readonly items: readonly CartItem[];
  readonly mail: string | null;
  readonly queryPassword: string | undefined;
  /** When to hand over, an ISO instant; missing: as soon as it is paid. */
  readonly deliverAt: string | undefined;
  readonly expectedTotal: QuoteDto['total'];
}

/** Places the order; sending it again with the same reference answers the same order. */
export async function placeOrder(input: PlaceInput): Promise<PlacedOrderDto> {
  const referral = referralCode();
  return await client.checkout.place.mutate({
    clientRef: input.clientRef,
    lines: lineInputs(input.items),
    contact: { mail: input.mail, phone: null },
    ...(input.queryPassword === undefined ? {} : { queryPassword: input.queryPassword }),
    ...(input.deliverAt === undefined ? {} : { deliverAt: input.deliverAt }),
    expectedTotal: input.expectedTotal,
    device: deviceId(),
    ...(referral === undefined ? {} : { referral }),
  });
}

/** Begins paying at the gateway, or goes on with what was begun; answers where to pay. */
export async function startPayment(orderNo: string, accountId: string): Promise<string> {
  return (await client.checkout.pay.mutate({ orderNo, accountId })).payUrl;
}

export async function getOrder(orderNo: string): Promise<BuyerOrderDto> {
  return await client.orders.get.query({ orderNo });
}

export async function listOrders(cursor: string | null): Promise<Page<BuyerOrderRowDto>> {
  return await client.orders.list.query({ cursor, limit: 20 });
}

export async function cancelOrder(orderNo: string): Promise<void> {
  await client.orders.cancel.mutate({ orderNo });
}

export async function revealCodes(
  orderNo: string,
  line: number,
  units: readonly number[],
): Promise<readonly RevealedCode[]> {
  return await client.orders.reveal.mutate({ orderNo, line, units: [...units] });
}

export async function findOrder(orderNo: string, contact: string): Promise<void> {
  await postJson('/auth/shop/find-order/request', { orderNo, contact });
}

export async function listInbox(cursor: string | null): Promise<Page<InboxItemDto>> {
  return await client.inbox.list.query({ cursor, limit: 20 });
}

export async function markRead(ids: readonly string[]): Promise<void> {
  await client.inbox.markRead.mutate({ ids: ids as NoticeIds });
}

/** Makes (or goes on as) the guest that buys; the answer sets the cookie that later opens the order. */
export async function beginGuest(mail: string, locale: string): Promise<void> {
  await postJson('/auth/shop/guest', { mail, locale });
}

const DEVICE_KEY = 'kf.device';

/** 128 random bits; `crypto.randomUUID` does not exist on a page served over plain http. */
export function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A random id of this browser: holds are counted by it. */
function deviceId(): string {
  const fresh = randomId();
  try {
    const known = localStorage.getItem(DEVICE_KEY);
    if (known !== null && /^[A-Za-z0-9_-]{8,64}$/.test(known)) return known;
    localStorage.setItem(DEVICE_KEY, fresh);
  } catch {
    // Without storage every order is of a new device.
  }
  return fresh;
}

/** Redeems a mailed link; the answer sets the cookie of the guest that bought. */
export async function openOrderLink(token: string): Promise<void> {
  await postJson('/auth/shop/find-order', { token });
}

/** Opens a guest's order by its query password; the answer sets the cookie. */
export async function openWithPassword(orderNo: string, queryPassword: string): Promise<void> {
  await postJson('/auth/shop/find-order/password', { orderNo, queryPassword });
}
