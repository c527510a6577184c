import { z } from 'zod';
import type { Row, Store } from '../store/open-store.ts';
import { textOf } from '../store/row.ts';

export const MERCHANT_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** One account at the gateway. The key signs requests to it, the secret signs webhooks from it. */
export const merchantSchema = z.strictObject({
  id: z.string().regex(MERCHANT_ID),
  name: z.string().min(1).max(80),
  api_key: z.string().min(16).max(200),
  webhook_secret: z.string().min(16).max(200),
});
export type Merchant = z.infer<typeof merchantSchema>;

/** The file a platform may write before the start: a list of merchants. */
export const merchantFileSchema = z.array(merchantSchema).max(1000);

function merchantOf(row: Row): Merchant {
  return {
    id: textOf(row, 'id'),
    name: textOf(row, 'name'),
    api_key: textOf(row, 'api_key'),
    webhook_secret: textOf(row, 'webhook_secret'),
  };
}

/** Creates the merchant or replaces its name and secrets. */
export function putMerchant(store: Store, merchant: Merchant): void {
  store.run(
    `insert into merchant (id, name, api_key, webhook_secret) values (?, ?, ?, ?)
     on conflict (id) do update
     set name = excluded.name, api_key = excluded.api_key, webhook_secret = excluded.webhook_secret`,
    merchant.id,
    merchant.name,
    merchant.api_key,
    merchant.webhook_secret,
  );
}

export function findMerchant(store: Store, id: string): Merchant | undefined {
  const row = store.get('select * from merchant where id = ?', id);
  return row && merchantOf(row);
}

export function listMerchants(store: Store): readonly Merchant[] {
  return store.all('select * from merchant order by id limit 1000').map(merchantOf);
}
