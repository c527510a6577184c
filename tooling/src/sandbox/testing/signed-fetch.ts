import type { CreatePaymentRequest } from '@keyfall/core/payments';
import { requestSignature } from '../gateway/signature.ts';
import type { Merchant } from '../gateway/merchants.ts';

/** Requests signed as of a given time, for tests that move the gateway's clock away from the machine's. */
export function signedFetch(baseUrl: string, merchant: Merchant, atMs: number) {
  const send = async (method: 'GET' | 'POST', target: string, body = ''): Promise<Response> => {
    const timestamp = String(Math.floor(atMs / 1000));
    const signed = { timestamp, method, target, body: new TextEncoder().encode(body) };
    const response = await fetch(new URL(target, baseUrl), {
      method,
      headers: {
        'sandbox-merchant': merchant.id,
        'sandbox-timestamp': timestamp,
        'sandbox-signature': requestSignature(signed, merchant.api_key),
      },
      ...(body === '' ? {} : { body }),
    });
    if (!response.ok) throw new Error(`${target}: ${response.status} ${await response.text()}`);
    return response;
  };
  return {
    /** @returns the gateway's id of the payment */
    createPayment: async (request: CreatePaymentRequest): Promise<string> => {
      const body = JSON.stringify({
        reference: request.reference,
        amount: request.amount.toString(),
        currency: request.currency,
        subject: request.subject,
        return_url: request.returnUrl,
        notify_url: request.notifyUrl,
        expires_at: request.expiresAt.toISOString(),
        locale: request.locale,
      });
      const { id } = (await (await send('POST', '/api/payments', body)).json()) as { readonly id: string };
      return id;
    },
    billLines: async (date: string): Promise<readonly string[]> =>
      (await (await send('GET', `/api/bills/${date}.csv`)).text()).trimEnd().split('\n'),
  };
}
