import type { Brand } from '@keyfall/money/format';

/**
 * Every id is a UUID string that its maker brands, so that an order's id can never be passed where a shop's is wanted.
 * Unchecked text becomes an id only through `id-schemas.ts` or {@link parseId}.
 */
export type TenantId = Brand<string, 'TenantId'>;
export type DistributorId = Brand<string, 'DistributorId'>;
export type LevelId = Brand<string, 'LevelId'>;
export type PriceListId = Brand<string, 'PriceListId'>;
export type PriceRuleId = Brand<string, 'PriceRuleId'>;
export type ShopId = Brand<string, 'ShopId'>;
export type DomainId = Brand<string, 'DomainId'>;
export type BuyerId = Brand<string, 'BuyerId'>;
export type LoginId = Brand<string, 'LoginId'>;
export type MembershipId = Brand<string, 'MembershipId'>;
export type SessionId = Brand<string, 'SessionId'>;
export type InvitationId = Brand<string, 'InvitationId'>;
export type ApiKeyId = Brand<string, 'ApiKeyId'>;
export type CategoryId = Brand<string, 'CategoryId'>;
export type ProductId = Brand<string, 'ProductId'>;
export type SkuId = Brand<string, 'SkuId'>;
export type ImageId = Brand<string, 'ImageId'>;
export type SupplierId = Brand<string, 'SupplierId'>;
export type SupplierRequestId = Brand<string, 'SupplierRequestId'>;
export type BatchId = Brand<string, 'BatchId'>;
export type ImportId = Brand<string, 'ImportId'>;
export type CodeId = Brand<string, 'CodeId'>;
export type CartId = Brand<string, 'CartId'>;
export type QuoteId = Brand<string, 'QuoteId'>;
export type OrderId = Brand<string, 'OrderId'>;
export type OrderLineId = Brand<string, 'OrderLineId'>;
export type AttemptId = Brand<string, 'AttemptId'>;
export type GatewayAccountId = Brand<string, 'GatewayAccountId'>;
export type BankAccountId = Brand<string, 'BankAccountId'>;
export type CryptoWalletId = Brand<string, 'CryptoWalletId'>;
export type ReceiptId = Brand<string, 'ReceiptId'>;
export type RefundId = Brand<string, 'RefundId'>;
export type DeliveryId = Brand<string, 'DeliveryId'>;
export type RevealId = Brand<string, 'RevealId'>;
export type ClaimId = Brand<string, 'ClaimId'>;
export type AccountId = Brand<string, 'AccountId'>;
export type JournalId = Brand<string, 'JournalId'>;
export type CommissionLineId = Brand<string, 'CommissionLineId'>;
export type TopUpId = Brand<string, 'TopUpId'>;
export type PayeeId = Brand<string, 'PayeeId'>;
export type WithdrawalId = Brand<string, 'WithdrawalId'>;
export type TicketId = Brand<string, 'TicketId'>;
export type SettlementId = Brand<string, 'SettlementId'>;
export type InvoiceId = Brand<string, 'InvoiceId'>;
export type CouponId = Brand<string, 'CouponId'>;
export type NoticeId = Brand<string, 'NoticeId'>;
export type EventId = Brand<string, 'EventId'>;
export type AuditId = Brand<string, 'AuditId'>;
export type ExportId = Brand<string, 'ExportId'>;

const UUID_TEXT = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Owner of the platform's own ledger accounts, where a column may not be null. It is no valid id of anything. */
export const NIL_UUID = '00000000-0000-0000-0000-000000000000';

/** Whether a text is a UUID in the lower-case form the database prints. */
export function isUuid(text: string): boolean {
  return UUID_TEXT.test(text);
}

/** Brands a text as an id, or answers undefined: for files that must not import zod. */
export function parseId<Id extends Brand<string, string>>(text: string): Id | undefined {
  const lower = text.toLowerCase();
  return isUuid(lower) ? (lower as Id) : undefined;
}
