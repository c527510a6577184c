import { z } from 'zod';
import {
  ATTEMPT_STATES,
  BANK_TOP_UP_STATES,
  BATCH_STATES,
  CLAIM_STATES,
  CODE_STATES,
  DISTRIBUTOR_STATES,
  DOMAIN_STATES,
  IMPORT_STATES,
  INVOICE_STATES,
  LINE_STATES,
  ORDER_STATES,
  PRODUCT_STATES,
  REFUND_REASONS,
  REFUND_STATES,
  SHOP_STATES,
  SKU_STATES,
  SUPPLIER_REQUEST_STATES,
  WITHDRAWAL_STATES,
} from './states.ts';

export const orderStateSchema = z.enum(ORDER_STATES);
export const lineStateSchema = z.enum(LINE_STATES);
export const attemptStateSchema = z.enum(ATTEMPT_STATES);
export const refundStateSchema = z.enum(REFUND_STATES);
export const refundReasonSchema = z.enum(REFUND_REASONS);
export const codeStateSchema = z.enum(CODE_STATES);
export const batchStateSchema = z.enum(BATCH_STATES);
export const importStateSchema = z.enum(IMPORT_STATES);
export const supplierRequestStateSchema = z.enum(SUPPLIER_REQUEST_STATES);
export const claimStateSchema = z.enum(CLAIM_STATES);
export const withdrawalStateSchema = z.enum(WITHDRAWAL_STATES);
export const bankTopUpStateSchema = z.enum(BANK_TOP_UP_STATES);
export const invoiceStateSchema = z.enum(INVOICE_STATES);
export const distributorStateSchema = z.enum(DISTRIBUTOR_STATES);
export const shopStateSchema = z.enum(SHOP_STATES);
export const domainStateSchema = z.enum(DOMAIN_STATES);
export const productStateSchema = z.enum(PRODUCT_STATES);
export const skuStateSchema = z.enum(SKU_STATES);
