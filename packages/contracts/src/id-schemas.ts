import { z } from 'zod';
import { isUuid } from './ids.ts';
import type {
  TenantId,
  DistributorId,
  LevelId,
  PriceListId,
  PriceRuleId,
  ShopId,
  DomainId,
  BuyerId,
  LoginId,
  MembershipId,
  SessionId,
  InvitationId,
  ApiKeyId,
  CategoryId,
  ProductId,
  SkuId,
  ImageId,
  SupplierId,
  SupplierRequestId,
  BatchId,
  ImportId,
  CodeId,
  CartId,
  QuoteId,
  OrderId,
  OrderLineId,
  AttemptId,
  GatewayAccountId,
  BankAccountId,
  CryptoWalletId,
  ReceiptId,
  RefundId,
  DeliveryId,
  RevealId,
  ClaimId,
  AccountId,
  JournalId,
  CommissionLineId,
  TopUpId,
  PayeeId,
  WithdrawalId,
  InvoiceId,
  CouponId,
  NoticeId,
  EventId,
  AuditId,
  ExportId,
} from './ids.ts';

// Lower case first: PostgreSQL prints UUIDs in lower case, and ids are compared as text in many places.
function idSchema<Id extends string>(): z.ZodType<Id, string> {
  return z.string().max(36).toLowerCase().refine(isUuid, { error: 'uuid' }) as unknown as z.ZodType<Id, string>;
}

export const tenantIdSchema = idSchema<TenantId>();
export const distributorIdSchema = idSchema<DistributorId>();
export const levelIdSchema = idSchema<LevelId>();
export const priceListIdSchema = idSchema<PriceListId>();
export const priceRuleIdSchema = idSchema<PriceRuleId>();
export const shopIdSchema = idSchema<ShopId>();
export const domainIdSchema = idSchema<DomainId>();
export const buyerIdSchema = idSchema<BuyerId>();
export const loginIdSchema = idSchema<LoginId>();
export const membershipIdSchema = idSchema<MembershipId>();
export const sessionIdSchema = idSchema<SessionId>();
export const invitationIdSchema = idSchema<InvitationId>();
export const apiKeyIdSchema = idSchema<ApiKeyId>();
export const categoryIdSchema = idSchema<CategoryId>();
export const productIdSchema = idSchema<ProductId>();
export const skuIdSchema = idSchema<SkuId>();
export const imageIdSchema = idSchema<ImageId>();
export const supplierIdSchema = idSchema<SupplierId>();
export const supplierRequestIdSchema = idSchema<SupplierRequestId>();
export const batchIdSchema = idSchema<BatchId>();
export const importIdSchema = idSchema<ImportId>();
export const codeIdSchema = idSchema<CodeId>();
export const cartIdSchema = idSchema<CartId>();
export const quoteIdSchema = idSchema<QuoteId>();
export const orderIdSchema = idSchema<OrderId>();
export const orderLineIdSchema = idSchema<OrderLineId>();
export const attemptIdSchema = idSchema<AttemptId>();
export const gatewayAccountIdSchema = idSchema<GatewayAccountId>();
export const bankAccountIdSchema = idSchema<BankAccountId>();
export const cryptoWalletIdSchema = idSchema<CryptoWalletId>();
export const receiptIdSchema = idSchema<ReceiptId>();
export const refundIdSchema = idSchema<RefundId>();
export const deliveryIdSchema = idSchema<DeliveryId>();
export const revealIdSchema = idSchema<RevealId>();
export const claimIdSchema = idSchema<ClaimId>();
export const accountIdSchema = idSchema<AccountId>();
export const journalIdSchema = idSchema<JournalId>();
export const commissionLineIdSchema = idSchema<CommissionLineId>();
export const topUpIdSchema = idSchema<TopUpId>();
export const payeeIdSchema = idSchema<PayeeId>();
export const withdrawalIdSchema = idSchema<WithdrawalId>();
export const invoiceIdSchema = idSchema<InvoiceId>();
export const couponIdSchema = idSchema<CouponId>();
export const noticeIdSchema = idSchema<NoticeId>();
export const eventIdSchema = idSchema<EventId>();
export const auditIdSchema = idSchema<AuditId>();
export const exportIdSchema = idSchema<ExportId>();
