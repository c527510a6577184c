/** What a SKU sells. The first three take codes from stock, a top-up is credited to the buyer's account. */
export const SKU_KINDS = ['card_code', 'link', 'link_password', 'top_up'] as const;
export type SkuKind = (typeof SKU_KINDS)[number];

/** Whether units of the kind are taken from the stock of codes. */
export function isStockKind(kind: SkuKind): boolean {
  return kind !== 'top_up';
}

/** What one code consists of; kept per code, so one file may mix links with and without a password. */
export const CONTENT_KINDS = ['secret', 'number_secret', 'link', 'link_password'] as const;
export type ContentKind = (typeof CONTENT_KINDS)[number];

/** Content kinds a SKU of the kind may hold. */
export const CONTENT_KINDS_OF_SKU: Readonly<Record<SkuKind, readonly ContentKind[]>> = {
  card_code: ['secret', 'number_secret'],
  link: ['link', 'link_password'],
  link_password: ['link', 'link_password'],
  top_up: [],
};

/** A fixed face value, or a range of which the buyer picks one (US$10–500). */
export const FACE_VALUE_KINDS = ['fixed', 'range'] as const;
export type FaceValueKind = (typeof FACE_VALUE_KINDS)[number];

/** Which code leaves first: by expiry, by arrival, or at random. */
export const PICK_ORDERS = ['fefo', 'fifo', 'random'] as const;
export type PickOrder = (typeof PICK_ORDERS)[number];

/** What happens to paid units that are out of stock: money back at once, or wait for stock. */
export const SHORTAGE_POLICIES = ['refund', 'backorder'] as const;
export type ShortagePolicy = (typeof SHORTAGE_POLICIES)[number];

export const ORDER_CHANNELS = ['shop', 'portal', 'api'] as const;
export type OrderChannel = (typeof ORDER_CHANNELS)[number];

/** A special one lets the recipient deduct the tax, and asks for more about it. */
export const INVOICE_KINDS = ['ordinary', 'special'] as const;
export type InvoiceKind = (typeof INVOICE_KINDS)[number];

/** What an invoice is about: a buyer's order, a distributor's purchase, or what one that collects itself was charged for an order. */
export const INVOICE_SUBJECTS = ['order', 'purchase', 'charge'] as const;
export type InvoiceSubject = (typeof INVOICE_SUBJECTS)[number];

export const PAYER_KINDS = ['buyer', 'distributor'] as const;
export type PayerKind = (typeof PAYER_KINDS)[number];

/** Who receives the buyer's money: the wholesaler's gateway account, or the distributor's own. */
export const COLLECTED_BY = ['platform', 'distributor'] as const;
export type CollectedBy = (typeof COLLECTED_BY)[number];

/** Income model, frozen per order line. */
export const INCOME_MODELS = ['price_difference', 'percentage'] as const;
export type IncomeModel = (typeof INCOME_MODELS)[number];

/** By what a buyer is known to belong to an earner's own people; its share then goes to the wholesaler. */
export const OWN_PURCHASE_SIGNS = ['account', 'mail', 'phone', 'payee', 'device'] as const;
export type OwnPurchaseSign = (typeof OWN_PURCHASE_SIGNS)[number];

/** Who bears a gateway's fee. */
export const FEE_BEARERS = ['platform', 'seller'] as const;
export type FeeBearer = (typeof FEE_BEARERS)[number];

export const REJECT_REASONS = [
  'empty_secret',
  'secret_too_long',
  'control_character',
  'too_few_columns',
  'too_many_columns',
  'bad_date',
  'digits_lost',
] as const;
/** Why a row of a code file was rejected. */
export type RejectReason = (typeof REJECT_REASONS)[number];

export const AUDIENCES = ['admin', 'portal', 'shop'] as const;
export type Audience = (typeof AUDIENCES)[number];
