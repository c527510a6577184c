import { randomUUID } from 'node:crypto';
import type http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BuyerOrderDto, PlacedOrderDto, QuoteDto, RevealedCode } from '@keyfall/contracts/order-schemas';
import { callTrpc, HttpClient, NoAnswer, postJson, ApiRefusal } from './http-client.ts';
import type { TestStack } from './stack.ts';

/** How the payer behaves at the gateway. */
export interface PayHow {
  readonly mode?: 'exact' | 'wrong_amount' | 'twice' | 'fail' | 'cancel' | 'late';
  readonly faults?: Readonly<Record<string, unknown>>;
}

/** A guest at a shop, over HTTP as a browser would, from an address of its own. */
export class Shopper {
  readonly #stack: TestStack;
  readonly #client: HttpClient;
  readonly mail: string;
  readonly clientRef = randomUUID();

  constructor(stack: TestStack, index: number, agent?: http.Agent) {
    this.#stack = stack;
    this.mail = `buyer${index}@example.com`;
    const address = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
    this.#client = new HttpClient({ port: stack.port, host: stack.tenant.shop.host, address }, agent);
  }

  async begin(): Promise<void> {
    await postJson(this.#client, '/auth/shop/guest', { mail: this.mail, locale: 'en' });
  }

  async quote(skuCode: string): Promise<QuoteDto> {
    return await callTrpc(this.#client, 'shop', 'query', 'checkout.quote', { lines: this.#lines(skuCode) });
  }

  /** Places the order; calling it again asks for the same order again. */
  async place(skuCode: string): Promise<PlacedOrderDto> {
    const input = { clientRef: this.clientRef, lines: this.#lines(skuCode), contact: { mail: this.mail, phone: null } };
    return await callTrpc(this.#client, 'shop', 'mutation', 'checkout.place', input);
  }

  /** Begins paying at the wholesaler's account, or another, and answers the gateway's name of the payment. */
  async beginPayment(orderNo: string, accountId: string = this.#stack.tenant.accountId): Promise<string> {
    const { payUrl } = await callTrpc<{ payUrl: string }>(this.#client, 'shop', 'mutation', 'checkout.pay', {
      orderNo,
      accountId,
    });
    const paymentId = new URL(payUrl).pathname.split('/').at(-1);
    if (paymentId === undefined || paymentId === '') throw new Error(`no payment in ${payUrl}`);
    return paymentId;
  }

  async order(orderNo: string): Promise<BuyerOrderDto> {
    return await callTrpc(this.#client, 'shop', 'query', 'orders.get', { orderNo });
  }

  async reveal(orderNo: string): Promise<readonly RevealedCode[]> {
    return await callTrpc(this.#client, 'shop', 'mutation', 'orders.reveal', { orderNo, line: 1 });
  }

  /** Asks the shop for an ordinary invoice about the order. */
  async askForInvoice(orderNo: string, title: string): Promise<void> {
    const input = { clientRef: randomUUID(), orderNo, recipient: { kind: 'ordinary', title } };
    await callTrpc(this.#client, 'shop', 'mutation', 'invoices.request', input);
  }

  /** Waits until the order is in one of the states. @throws when it takes longer than `timeoutMs` */
  async untilOrder(orderNo: string, states: readonly string[], timeoutMs = 20_000): Promise<BuyerOrderDto> {
    const giveUpAt = Date.now() + timeoutMs;
    for (;;) {
      const order = await this.order(orderNo);
      if (states.includes(order.state)) return order;
      if (Date.now() > giveUpAt) throw new Error(`${orderNo} is still ${order.state}`);
      await sleep(100);
    }
  }

  #lines(skuCode: string): readonly { readonly skuId: string; readonly quantity: number }[] {
    const sku = this.#stack.tenant.skus.get(skuCode);
    if (sku === undefined) throw new Error(`the catalog has no ${skuCode}`);
    return [{ skuId: sku.id, quantity: 1 }];
  }
}

/** Plays the payer at the sandbox. @throws Error with the gateway's own words */
export async function payAtSandbox(
  stack: Pick<TestStack, 'sandboxUrl'>,
  paymentId: string,
  how: PayHow = {},
): Promise<void> {
  await sandboxTest(stack, 'POST', `/payments/${paymentId}/pay`, how);
}

/** Calls the sandbox's unsigned test API. @throws Error with the gateway's own words */
export async function sandboxTest<Output>(
  stack: Pick<TestStack, 'sandboxUrl'>,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  json?: unknown,
): Promise<Output> {
  const init =
    json === undefined
      ? { method }
      : { method, body: JSON.stringify(json), headers: { 'content-type': 'application/json' } };
  const response = await fetch(`${stack.sandboxUrl}/api/test${path}`, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`sandbox ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as Output;
}

/**
 * Repeats what may be repeated while a killed server comes back: no answer at all, or an answer that says it cannot answer
 * now. Every other refusal is the answer.
 */
export async function persist<T>(work: () => Promise<T>, timeoutMs = 60_000): Promise<T> {
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const mayRepeat = error instanceof NoAnswer || (error instanceof ApiRefusal && error.status >= 500);
      if (!mayRepeat || Date.now() > giveUpAt) throw error;
      await sleep(150 + Math.random() * 150);
    }
  }
}
