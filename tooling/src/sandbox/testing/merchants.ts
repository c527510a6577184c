import type { Merchant } from '../gateway/merchants.ts';

export const MERCHANT: Merchant = {
  id: 'm-first',
  name: '青云小店',
  api_key: 'first-api-key-0123456789',
  webhook_secret: 'first-webhook-secret-0123456789',
};
export const OTHER_MERCHANT: Merchant = {
  id: 'm-other',
  name: 'Other shop',
  api_key: 'other-api-key-0123456789',
  webhook_secret: 'other-webhook-secret-0123456789',
};
