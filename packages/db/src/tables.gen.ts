/** Generated from the migrated database by generate-types.ts. Do not edit: change a migration and generate again. */
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

/** A jsonb column: read it as unknown and parse it. An array must be written as JSON text, or the driver would send a SQL array. */
export type Json = ColumnType<unknown, JsonInput, JsonInput>;
export type NullableJson = ColumnType<unknown, JsonInput | null | undefined, JsonInput | null>;
export type JsonWithDefault = ColumnType<unknown, JsonInput | undefined, JsonInput>;
export type JsonInput = string | Readonly<Record<string, unknown>>;

/** The tenant of a row is the transaction's: the column's default writes it, nobody else may. */
export type OwnTenant = ColumnType<string, never, never>;

export interface AuditChain {
  tenant_id: OwnTenant;
  seq: Generated<bigint>;
  hash: Generated<Buffer>;
  sealed_at: Date | null;
}

export interface AuditCodeCheck {
  tenant_id: OwnTenant;
  id: string;
  checked: bigint;
  broken: bigint;
  is_whole: boolean;
  ms: bigint;
  created_at: Generated<Date>;
}

export interface AuditEntry {
  tenant_id: OwnTenant;
  id: string;
  actor_kind: 'staff' | 'distributor' | 'buyer' | 'system' | 'operator';
  actor_id: string | null;
  distributor_id: string | null;
  action: string;
  subject_kind: string | null;
  subject_id: string | null;
  data: JsonWithDefault;
  request_id: string | null;
  ip: string | null;
  created_at: Generated<Date>;
  seq: bigint | null;
  previous_hash: Buffer | null;
  hash: Buffer | null;
}

export interface CatalogCategory {
  tenant_id: OwnTenant;
  id: string;
  slug: string;
  name_zh: string;
  name_en: string;
  position: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface CatalogImage {
  tenant_id: OwnTenant;
  id: string;
  owner_distributor_id: string | null;
  sha256: string;
  mime: 'image/png' | 'image/jpeg' | 'image/webp';
  width: number;
  height: number;
  bytes: Buffer;
  created_at: Generated<Date>;
}

export interface CatalogProduct {
  tenant_id: OwnTenant;
  id: string;
  category_id: string;
  slug: string;
  name_zh: string;
  name_en: string;
  description_zh: Generated<string>;
  description_en: Generated<string>;
  howto_zh: Generated<string>;
  howto_en: Generated<string>;
  image_id: string | null;
  status: Generated<'draft' | 'published' | 'unpublished'>;
  publish_at: Date | null;
  unpublish_at: Date | null;
  position: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  version: Generated<bigint>;
}

export interface CatalogProductImage {
  tenant_id: OwnTenant;
  product_id: string;
  position: number;
  image_id: string;
}

export interface CatalogSearchToken {
  tenant_id: OwnTenant;
  token: string;
  product_id: string;
  weight: Generated<number>;
}

export interface CatalogSku {
  tenant_id: OwnTenant;
  id: string;
  product_id: string;
  code: string;
  name_zh: string;
  name_en: string;
  kind: 'card_code' | 'link' | 'link_password' | 'top_up';
  face_value: Generated<string>;
  face_min: string | null;
  face_max: string | null;
  face_currency: string | null;
  period_days: number | null;
  region: Generated<string>;
  currency: string;
  account_template: NullableJson;
  min_per_order: Generated<number>;
  max_per_order: Generated<number>;
  max_per_buyer: number | null;
  buyer_limit_days: number | null;
  warranty_days: Generated<number>;
  when_empty: Generated<'show' | 'hide' | 'backorder'>;
  backorder_hours: Generated<number>;
  allocation: Generated<'fefo' | 'fifo' | 'random'>;
  delivery_delay_seconds: Generated<number>;
  low_stock_at: Generated<number>;
  status: Generated<'draft' | 'published' | 'unpublished'>;
  publish_at: Date | null;
  unpublish_at: Date | null;
  position: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  version: Generated<bigint>;
}

export interface ClosingsSettlement {
  tenant_id: OwnTenant;
  id: string;
  settlement_no: string;
  distributor_id: string;
  currency: string;
  available: bigint;
  cash: bigint;
  bonus: bigint;
  debt: bigint;
  offsets_wallet: boolean;
  tax_rate: Generated<string>;
  way: 'nothing' | 'payee' | 'by_hand';
  payee_id: string | null;
  account_id: string | null;
  bank_reference: string | null;
  reason: string;
  state: Generated<'requested' | 'approved' | 'rejected'>;
  requested_by: string;
  decided_by: string | null;
  decided_at: Date | null;
  created_at: Generated<Date>;
}

export interface DebtsWriteOff {
  tenant_id: OwnTenant;
  id: string;
  distributor_id: string;
  currency: string;
  amount: bigint;
  reason: string;
  state: Generated<'requested' | 'approved' | 'rejected'>;
  requested_by: string;
  decided_by: string | null;
  decided_at: Date | null;
  journal_id: string | null;
  created_at: Generated<Date>;
}

export interface DeliveryCodeExport {
  tenant_id: OwnTenant;
  id: string;
  order_id: string;
  distributor_id: string;
  login_id: string;
  token_hash: string;
  format: 'csv' | 'txt' | 'xlsx';
  is_zip: boolean;
  skip_units: number;
  units: Generated<number>;
  expires_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  created_at: Generated<Date>;
}

export interface DeliveryDelivery {
  tenant_id: OwnTenant;
  order_id: string;
  line: number;
  unit: number;
  turn: Generated<number>;
  distributor_id: string;
  buyer_id: string | null;
  code_id: string | null;
  evidence: string | null;
  delivered_at: Generated<Date>;
  superseded_at: Date | null;
  returned_at: Date | null;
  refund_id: string | null;
}

export interface IdentityApplicationAddress {
  key: string;
  tenant_ref: string;
  distributor_ref: string;
  created_at: Generated<Date>;
}

export interface IdentityConsumer {
  key: string;
  tenant_ref: string;
  shop_ref: string;
  buyer_ref: string;
  password_hash: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface IdentityHost {
  host: string;
  tenant_ref: string;
  shop_ref: string;
  kind: 'slug' | 'custom';
  released_at: Date | null;
  created_at: Generated<Date>;
}

export interface IdentityInbound {
  key: string;
  tenant_ref: string;
  account_ref: string;
  created_at: Generated<Date>;
}

export interface IdentityLogin {
  key: string;
  id: string;
  mail: string;
  name: string;
  locale: Generated<'zh-CN' | 'en'>;
  password_hash: string | null;
  totp_secret: Buffer | null;
  totp_pending: Buffer | null;
  totp_enabled_at: Date | null;
  totp_last_step: Generated<bigint>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface IdentityMembership {
  login_key: string;
  tenant_ref: string;
  audience: 'admin' | 'portal';
  distributor_ref: string | null;
  role: 'owner' | 'operations' | 'finance' | 'support' | 'auditor' | 'staff';
  status: Generated<'active' | 'suspended'>;
  id: string;
  created_at: Generated<Date>;
}

export interface IdentityOneTimeToken {
  key: string;
  id: string;
  purpose: 'invitation' | 'password_reset' | 'verify_mail' | 'find_order' | 'login_challenge' | 'application';
  tenant_ref: string | null;
  login_key: string | null;
  shop_ref: string | null;
  buyer_ref: string | null;
  order_ref: string | null;
  data: JsonWithDefault;
  created_at: Generated<Date>;
  expires_at: Date;
  used_at: Date | null;
}

export interface IdentityRecoveryCode {
  login_key: string;
  code_hash: string;
  used_at: Date | null;
}

export interface IdentitySession {
  key: string;
  id: string;
  audience: 'admin' | 'portal' | 'shop';
  kind: 'staff' | 'consumer' | 'guest';
  tenant_ref: string;
  distributor_ref: string | null;
  shop_ref: string | null;
  login_key: string | null;
  login_ref: string | null;
  membership_ref: string | null;
  buyer_ref: string | null;
  role: 'owner' | 'operations' | 'finance' | 'support' | 'auditor' | 'staff' | null;
  created_at: Generated<Date>;
  seen_at: Generated<Date>;
  expires_at: Date;
  absolute_expires_at: Date;
  step_up_at: Date | null;
  second_factor_missing: Generated<boolean>;
  ip: string | null;
  user_agent: string | null;
}

export interface IdentityThrottle {
  key: string;
  hits: number;
  window_ends: Date;
  blocked_until: Date | null;
}

export interface InventoryBatch {
  tenant_id: OwnTenant;
  id: string;
  sku_id: string;
  supplier_id: string | null;
  name: string;
  unit_cost: string | null;
  expires_at: Date | null;
  state: Generated<'open' | 'quarantined' | 'recalled' | 'void'>;
  reason: string | null;
  accepted: Generated<bigint>;
  duplicates: Generated<bigint>;
  rejected: Generated<bigint>;
  created_by: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface InventoryBatchKey {
  tenant_id: OwnTenant;
  batch_id: string;
  tenant_key_id: string;
  wrapped: Buffer;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface InventoryCardCode {
  tenant_id: OwnTenant;
  id: string;
  sku_id: string;
  batch_id: string;
  content: 'secret' | 'number_secret' | 'link' | 'link_password';
  state: Generated<'available' | 'reserved' | 'sold' | 'quarantined' | 'void'>;
  face_value: string | null;
  expires_at: Date | null;
  identity_index: Buffer;
  number_index: Buffer | null;
  mask: string;
  unit_cost: bigint | null;
  pick: Generated<number>;
  order_id: string | null;
  order_line: number | null;
  created_at: Generated<Date>;
  state_at: Generated<Date>;
}

export interface InventoryCardCodeSecret {
  tenant_id: OwnTenant;
  code_id: string;
  batch_id: string;
  nonce: Buffer;
  ciphertext: Buffer;
}

export interface InventoryExportRequest {
  tenant_id: OwnTenant;
  id: string;
  sku_id: string;
  batch_id: string | null;
  reason: string;
  units: bigint;
  exported: Generated<bigint>;
  state: Generated<'requested' | 'approved' | 'rejected' | 'cancelled' | 'running' | 'done' | 'failed'>;
  requested_by: string;
  decided_by: string | null;
  decided_at: Date | null;
  valid_until: Date;
  started_at: Date | null;
  finished_at: Date | null;
  created_at: Generated<Date>;
  turn: Generated<number>;
}

export interface InventoryImportChunk {
  tenant_id: OwnTenant;
  job_id: string;
  seq: number;
  nonce: Buffer;
  ciphertext: Buffer;
}

export interface InventoryImportJob {
  tenant_id: OwnTenant;
  id: string;
  sku_id: string;
  batch_id: string;
  file_name: string;
  size_bytes: Generated<bigint>;
  state: Generated<'uploading' | 'ready' | 'running' | 'done' | 'failed' | 'cancelled'>;
  profile: JsonWithDefault;
  lines_done: Generated<bigint>;
  bytes_done: Generated<bigint>;
  accepted: Generated<bigint>;
  duplicates: Generated<bigint>;
  rejected: Generated<bigint>;
  error_code: string | null;
  lease_until: Date | null;
  lease_owner: string | null;
  created_by: string | null;
  created_at: Generated<Date>;
  started_at: Date | null;
  finished_at: Date | null;
  updated_at: Generated<Date>;
}

export interface InventoryImportReject {
  tenant_id: OwnTenant;
  job_id: string;
  line: bigint;
  reason: string;
  excerpt: Generated<string>;
  nonce: Buffer;
  ciphertext: Buffer;
}

export interface InventoryReveal {
  tenant_id: OwnTenant;
  id: string;
  code_id: string;
  order_id: string | null;
  buyer_id: string | null;
  distributor_id: string | null;
  channel: 'page' | 'api' | 'export' | 'staff' | 'verify';
  actor_id: string | null;
  reason: string | null;
  ip: string | null;
  user_agent: string | null;
  created_at: Generated<Date>;
  export_request_id: string | null;
}

export interface InventoryRevealRequest {
  tenant_id: OwnTenant;
  id: string;
  code_id: string;
  reason: string;
  state: Generated<'requested' | 'approved' | 'rejected' | 'used'>;
  requested_by: string;
  decided_by: string | null;
  decided_at: Date | null;
  valid_until: Date;
  created_at: Generated<Date>;
}

export interface InventoryStock {
  tenant_id: OwnTenant;
  sku_id: string;
  available: Generated<bigint>;
  reserved: Generated<bigint>;
  by_face: JsonWithDefault;
  updated_at: Generated<Date>;
}

export interface InventoryStockDirty {
  tenant_id: OwnTenant;
  id: GeneratedAlways<bigint>;
  sku_id: string;
}

export interface InventorySupplier {
  tenant_id: OwnTenant;
  id: string;
  name: string;
  note: string | null;
  created_at: Generated<Date>;
}

export interface InventoryTenantKey {
  tenant_id: OwnTenant;
  id: string;
  purpose: 'data' | 'index';
  master_version: number;
  wrapped: Buffer;
  created_at: Generated<Date>;
  retired_at: Date | null;
}

export interface InvoicesInvoice {
  tenant_id: OwnTenant;
  id: string;
  issuer_id: string;
  recipient_id: string | null;
  buyer_id: string | null;
  shop_id: string | null;
  client_ref: string;
  state: 'requested' | 'issued' | 'void' | 'refused';
  kind: 'ordinary' | 'special';
  title: string;
  tax_number: string | null;
  address: string | null;
  phone: string | null;
  bank_name: string | null;
  bank_number: string | null;
  mail: string | null;
  note: string | null;
  period_from: string | null;
  period_until: string | null;
  currency: string;
  amount: bigint;
  number: string | null;
  issued_at: Date | null;
  tax_rate: string | null;
  tax_amount: bigint | null;
  issuer: NullableJson;
  reason: string | null;
  requested_by: string;
  decided_by: string | null;
  decided_at: Date | null;
  created_at: Generated<Date>;
  orders: number;
}

export interface InvoicesInvoiceOrder {
  tenant_id: OwnTenant;
  invoice_id: string;
  order_id: string;
  issuer_id: string;
  recipient_id: string | null;
  buyer_id: string | null;
  order_no: string;
  paid_at: Date;
  amount: bigint;
  live: Generated<boolean>;
}

export interface InvoicesIssuer {
  tenant_id: OwnTenant;
  distributor_id: string;
  legal_name: string;
  tax_number: string;
  address: string | null;
  phone: string | null;
  bank_name: string | null;
  bank_number: string | null;
  tax_rate: string;
  updated_at: Generated<Date>;
}

export interface InvoicesNumberCounter {
  tenant_id: OwnTenant;
  issuer_id: string;
  year: number;
  last: number;
}

export interface JobsIdempotency {
  tenant_id: OwnTenant;
  scope: string;
  key: string;
  request_hash: string;
  answer: NullableJson;
  created_at: Generated<Date>;
}

export interface JobsOutbox {
  tenant_id: OwnTenant;
  id: string;
  topic: string;
  dedupe: string;
  payload: JsonWithDefault;
  created_at: Generated<Date>;
  tries: Generated<number>;
  next_try_at: Generated<Date>;
  done_at: Date | null;
  error_code: string | null;
}

export interface LedgerAccount {
  tenant_id: OwnTenant;
  id: string;
  code: string;
  owner_id: Generated<string>;
  currency: string;
  normal_side: 'D' | 'C';
  mode: 'strong' | 'delta';
  min_balance: bigint | null;
  created_at: Generated<Date>;
  closed_at: Date | null;
}

export interface LedgerAccountBalance {
  tenant_id: string;
  id: string | null;
  code: string | null;
  owner_id: string | null;
  currency: string | null;
  normal_side: string | null;
  mode: string | null;
  amount: bigint | null;
}

export interface LedgerBalance {
  tenant_id: OwnTenant;
  account_id: string;
  owner_id: string;
  normal_side: 'D' | 'C';
  min_balance: bigint | null;
  debits: Generated<bigint>;
  credits: Generated<bigint>;
  version: Generated<bigint>;
  floor_goal: bigint | null;
}

export interface LedgerDelta {
  tenant_id: OwnTenant;
  id: GeneratedAlways<bigint>;
  account_id: string;
  owner_id: string;
  amount: bigint;
}

export interface LedgerEntry {
  tenant_id: OwnTenant;
  journal_id: string;
  line: number;
  account_id: string;
  account_code: string;
  owner_id: string;
  currency: string;
  amount: bigint;
  kind: string;
  reference: string | null;
  memo: string | null;
  balance_after: bigint | null;
  account_version: bigint | null;
  created_at: Generated<Date>;
}

export interface LedgerJournal {
  tenant_id: OwnTenant;
  id: string;
  idem_key: string;
  kind: string;
  currency: string;
  accounts: string[];
  amounts: bigint[];
  order_id: string | null;
  reference: string | null;
  reverses: string | null;
  meta: JsonWithDefault;
  effective_at: Generated<Date>;
  created_at: Generated<Date>;
}

export interface NotifyAlert {
  tenant_id: OwnTenant;
  id: string;
  distributor_id: string | null;
  kind: string;
  subject: string;
  params: JsonWithDefault;
  created_at: Generated<Date>;
  closed_at: Date | null;
}

export interface NotifyAlertSeen {
  tenant_id: OwnTenant;
  distributor_id: string;
  login_id: string;
  seen_at: Generated<Date>;
}

export interface NotifyInboxItem {
  tenant_id: OwnTenant;
  id: string;
  buyer_id: string;
  shop_id: string;
  kind: string;
  order_id: string | null;
  params: JsonWithDefault;
  dedupe: string;
  created_at: Generated<Date>;
  read_at: Date | null;
}

export interface NotifyMail {
  tenant_id: OwnTenant;
  id: string;
  shop_id: string | null;
  recipient: string;
  template: string;
  params: JsonWithDefault;
  locale: 'zh-CN' | 'en';
  dedupe: string;
  state: Generated<'queued' | 'sent' | 'failed'>;
  tries: Generated<number>;
  next_try_at: Generated<Date>;
  error_code: string | null;
  created_at: Generated<Date>;
  sent_at: Date | null;
}

export interface OpsClock {
  only_row: Generated<boolean>;
  shift: Generated<string>;
}

export interface OpsDueWork {
  id: GeneratedAlways<bigint>;
  tenant_ref: string;
  kind: string;
  due_at: Date;
}

export interface OpsInstallation {
  only_row: Generated<boolean>;
  mode: 'demo' | 'production' | 'test';
  created_at: Generated<Date>;
}

export interface OpsTenantRef {
  tenant_ref: string;
}

export interface OrdersCommissionLine {
  tenant_id: OwnTenant;
  order_id: string;
  line: number;
  earner_id: string;
  via_child_id: string | null;
  order_no: string;
  sku_id: string;
  quantity: number;
  currency: string;
  amount: bigint;
  fee_borne: Generated<bigint>;
  clawed: Generated<bigint>;
  clawed_pending: Generated<bigint>;
  released: Generated<bigint>;
  release_at: Date;
  released_journal: string | null;
  created_at: Generated<Date>;
  fee_returned: Generated<bigint>;
}

export interface OrdersLimitCounter {
  tenant_id: OwnTenant;
  sku_id: string;
  buyer_key: string;
  window_start: Date;
  used: number;
  max_units: number;
}

export interface OrdersOrderEvent {
  tenant_id: OwnTenant;
  id: string;
  order_id: string;
  distributor_id: string;
  buyer_id: string | null;
  kind: string;
  public: Generated<boolean>;
  actor_id: string | null;
  data: JsonWithDefault;
  created_at: Generated<Date>;
}

export interface OrdersOrderLine {
  tenant_id: OwnTenant;
  order_id: string;
  line: number;
  distributor_id: string;
  buyer_id: string | null;
  sku_id: string;
  sku_code: string;
  kind: 'card_code' | 'link' | 'link_password' | 'top_up';
  product_name_zh: string;
  product_name_en: string;
  sku_name_zh: string;
  sku_name_en: string;
  face_value: string | null;
  quantity: number;
  unit_price: string;
  amount: bigint;
  delivered: Generated<number>;
  refunded_open: Generated<number>;
  refunded_units: Generated<number>;
  refunded_amount: Generated<bigint>;
  refunded_open_amount: Generated<bigint>;
  earned_amount: Generated<bigint>;
  cost_amount: Generated<bigint>;
  top_up: NullableJson;
  when_empty: Generated<'show' | 'hide' | 'backorder'>;
  allocation: Generated<'fefo' | 'fifo' | 'random'>;
  backorder_hours: Generated<number>;
  delay_seconds: Generated<number>;
  deliver_at: Date | null;
  settle_at: Date | null;
  limit_key: string | null;
  limit_window: Date | null;
  warranty_days: Generated<number>;
  warranty_until: Date | null;
  state: Generated<'awaiting_payment' | 'processing' | 'unknown' | 'partly_delivered' | 'delivered' | 'failed' | 'cancelled'>;
  model: Generated<'price_difference' | 'percentage'>;
  charge_amount: bigint | null;
  charge_refunded: Generated<bigint>;
  charge_refunded_open: Generated<bigint>;
}

export interface OrdersOrderSplit {
  tenant_id: OwnTenant;
  order_id: string;
  line: number;
  position: number;
  earner_id: string;
  via_child_id: string | null;
  unit_cost: string | null;
  unit_price: string;
  amount: bigint;
  rate: string | null;
  distance: number | null;
  base: bigint | null;
  referral_code: string | null;
  withheld: Generated<bigint>;
  withheld_for: 'account' | 'mail' | 'phone' | 'device' | 'payee' | null;
}

export interface OrdersSalesOrder {
  tenant_id: OwnTenant;
  id: string;
  order_no: string;
  shop_id: string | null;
  distributor_id: string;
  buyer_id: string | null;
  channel: 'shop' | 'portal' | 'api';
  payer: 'buyer' | 'distributor';
  state: 'awaiting_payment' | 'closing' | 'closed' | 'paid' | 'in_review' | 'fulfilling' | 'partly_delivered' | 'delivered' | 'refund_only';
  currency: string;
  amount: bigint;
  refunded: Generated<bigint>;
  client_ref: string;
  request_hash: string;
  contact_mail: string | null;
  contact_phone: string | null;
  query_password_hash: string | null;
  locale: Generated<'zh-CN' | 'en'>;
  ip: string | null;
  device: string | null;
  hold_until: Date;
  deliver_at: Date | null;
  paid_at: Date | null;
  delivered_at: Date | null;
  closed_at: Date | null;
  next_delivery_at: Date | null;
  settle_at: Date | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  version: Generated<bigint>;
  risk_flagged_at: Date | null;
  risk_note: string | null;
  referral_code: string | null;
  referrer_id: string | null;
  collected_by: Generated<'platform' | 'distributor'>;
}

export interface OrdersStaffDevice {
  tenant_id: OwnTenant;
  distributor_id: string;
  device: string;
  seen_at: Generated<Date>;
}

export interface PaymentsAttempt {
  tenant_id: OwnTenant;
  id: string;
  order_id: string | null;
  buyer_id: string | null;
  account_id: string;
  state: 'created' | 'pending' | 'captured' | 'failed' | 'closed' | 'unknown';
  amount: bigint;
  currency: string;
  provider_ref: string | null;
  pay_url: string | null;
  expires_at: Date;
  query_at: Date | null;
  queries: Generated<number>;
  error_code: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  top_up_id: string | null;
}

export interface PaymentsCollector {
  tenant_id: OwnTenant;
  distributor_id: string;
  allowed: boolean;
  changed_by: string;
  changed_at: Generated<Date>;
}

export interface PaymentsGatewayAccount {
  tenant_id: OwnTenant;
  id: string;
  provider: string;
  name: string;
  config: JsonWithDefault;
  sealed_key_id: string | null;
  sealed_nonce: Buffer | null;
  sealed: Buffer | null;
  currency: string;
  fee_rate: Generated<string>;
  fee_bearer: Generated<'platform' | 'seller'>;
  fee_on_refund: Generated<'returned' | 'kept'>;
  enabled: Generated<boolean>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  hold_days: number | null;
  distributor_id: string | null;
}

export interface PaymentsReceipt {
  tenant_id: OwnTenant;
  id: string;
  provider: string;
  account_id: string | null;
  provider_txn: string;
  order_id: string | null;
  attempt_id: string | null;
  amount: bigint;
  currency: string;
  fee: Generated<bigint>;
  collected_by: Generated<'platform' | 'distributor'>;
  outcome: 'pending' | 'applied' | 'suspense';
  reason: 'unknown_order' | 'wrong_amount' | 'wrong_currency' | 'double' | 'late' | 'out_of_stock' | 'wallet_short' | null;
  journal_id: string | null;
  paid_at: Date;
  created_at: Generated<Date>;
  top_up_id: string | null;
}

export interface PaymentsRefund {
  tenant_id: OwnTenant;
  id: string;
  order_id: string | null;
  buyer_id: string | null;
  receipt_id: string;
  kind: 'order' | 'suspense' | 'top_up';
  amount: bigint;
  currency: string;
  state: 'requested' | 'approved' | 'submitted' | 'done' | 'failed' | 'rejected';
  cause: 'person' | 'goodwill' | 'undelivered' | 'late_payment' | 'double_payment' | 'wrong_amount' | 'wrong_currency' | 'unknown_order' | 'not_accepted' | 'supplier_failed' | 'review_refused' | 'claim' | 'wallet_pay_back';
  reason: string;
  by_system: Generated<boolean>;
  requested_by: string | null;
  approved_by: string | null;
  rejected_by: string | null;
  provider_ref: string | null;
  tries: Generated<number>;
  next_try_at: Date | null;
  error_code: string | null;
  journal_id: string | null;
  created_at: Generated<Date>;
  approved_at: Date | null;
  done_at: Date | null;
  updated_at: Generated<Date>;
  fee_returned: Generated<bigint>;
  distributor_id: string | null;
}

export interface PaymentsRefundLine {
  tenant_id: OwnTenant;
  refund_id: string;
  order_id: string;
  line: number;
  open_units: Generated<number>;
  delivered_units: Generated<number>;
  open_amount: Generated<bigint>;
  delivered_amount: Generated<bigint>;
}

export interface PaymentsWebhook {
  tenant_id: OwnTenant;
  id: string;
  account_id: string;
  headers: Json;
  body: Buffer;
  ip: string | null;
  state: Generated<'received' | 'done' | 'refused'>;
  result: string | null;
  tries: Generated<number>;
  next_try_at: Generated<Date>;
  arrived_at: Date;
  received_at: Generated<Date>;
  done_at: Date | null;
}

export interface PeopleBuyer {
  tenant_id: OwnTenant;
  id: string;
  shop_id: string;
  distributor_id: string;
  kind: 'guest' | 'account';
  mail: string | null;
  phone: string | null;
  name: string | null;
  locale: Generated<'zh-CN' | 'en'>;
  mail_verified_at: Date | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface PricingCostPrice {
  tenant_id: OwnTenant;
  distributor_id: string;
  sku_id: string;
  unit_price: string;
  updated_at: Generated<Date>;
  min_quantity: Generated<number>;
  valid_from: Date | null;
  valid_to: Date | null;
}

export interface PricingIncomePolicy {
  tenant_id: OwnTenant;
  model: Generated<'price_difference' | 'percentage'>;
  margin_min: Generated<string>;
  own_purchase_earns: Generated<boolean>;
  updated_at: Generated<Date>;
  version: Generated<bigint>;
}

export interface PricingLiftedLink {
  tenant_id: OwnTenant;
  distributor_id: string;
  sku_id: string;
  parent_id: string;
  since: Generated<Date>;
}

export interface PricingPriceList {
  tenant_id: OwnTenant;
  id: string;
  owner_id: string;
  level_id: string;
  name: string;
  valid_from: Date;
  valid_to: Date | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  version: Generated<bigint>;
}

export interface PricingPriceListLine {
  tenant_id: OwnTenant;
  list_id: string;
  sku_id: string;
  min_quantity: Generated<number>;
  owner_id: string;
  unit_price: string;
}

export interface PricingPriceRule {
  tenant_id: OwnTenant;
  id: string;
  owner_id: string;
  name: string;
  child_id: string | null;
  level_id: string | null;
  shop_id: string | null;
  category_id: string | null;
  product_id: string | null;
  sku_id: string | null;
  percent: string;
  fixed: string;
  step: string;
  target_id: GeneratedAlways<string | null>;
  scope_id: GeneratedAlways<string | null>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  version: Generated<bigint>;
}

export interface PricingRate {
  tenant_id: OwnTenant;
  id: string;
  card_id: string;
  level_id: string | null;
  distance: number;
  percent: string;
}

export interface PricingRateCard {
  tenant_id: OwnTenant;
  id: string;
  valid_from: Date;
  created_by: string | null;
  created_at: Generated<Date>;
}

export interface PricingRecheck {
  tenant_id: OwnTenant;
  id: string;
  owner_id: string;
  list_id: string | null;
  sku_ids: string[] | null;
  after_sku: string | null;
  due_at: Generated<Date>;
  raised: NullableJson;
  is_turn: Generated<boolean>;
}

export interface PricingReferralCode {
  tenant_id: OwnTenant;
  code: string;
  distributor_id: string;
  name: string;
  created_by: string | null;
  created_at: Generated<Date>;
  ended_at: Date | null;
}

export interface PricingShopPrice {
  tenant_id: OwnTenant;
  shop_id: string;
  sku_id: string;
  distributor_id: string;
  unit_price: string | null;
  hidden: Generated<boolean>;
  updated_at: Generated<Date>;
}

export interface PricingSkuCost {
  tenant_id: OwnTenant;
  sku_id: string;
  unit_cost: string;
  updated_at: Generated<Date>;
}

export interface PricingSkuIncomeModel {
  tenant_id: OwnTenant;
  sku_id: string;
  model: 'price_difference' | 'percentage';
  updated_at: Generated<Date>;
}

export interface PricingSkuPrice {
  tenant_id: OwnTenant;
  sku_id: string;
  suggested: string | null;
  floor: string | null;
  ceiling: string | null;
  updated_at: Generated<Date>;
}

export interface ReconciliationBill {
  tenant_id: OwnTenant;
  id: string;
  account_id: string;
  bill_date: string;
  from_at: Date;
  until_at: Date;
  state: Generated<'fetching' | 'failed' | 'done'>;
  lines: Generated<number>;
  tries: Generated<number>;
  next_try_at: Date | null;
  error_code: string | null;
  created_at: Generated<Date>;
  done_at: Date | null;
}

export interface ReconciliationBillLine {
  tenant_id: OwnTenant;
  bill_id: string;
  line: number;
  account_id: string;
  kind: 'payment' | 'refund';
  transaction_id: string;
  reference: string;
  refund_reference: string | null;
  currency: string;
  gross: bigint;
  refunded: bigint;
  fee: bigint;
  net: bigint;
  occurred_at: Date;
}

export interface ReconciliationSettlement {
  tenant_id: OwnTenant;
  id: string;
  account_id: string;
  bank_account_id: string;
  bank_line: string;
  arrived_on: string;
  currency: string;
  expected: bigint;
  received: bigint;
  state: Generated<'declared' | 'booked' | 'refused'>;
  declared_by: string;
  decided_by: string | null;
  reason: string | null;
  journal_id: string | null;
  created_at: Generated<Date>;
  decided_at: Date | null;
}

export interface ReconciliationSettlementBill {
  tenant_id: OwnTenant;
  settlement_id: string;
  bill_id: string;
  currency: string;
  net: bigint;
  is_live: Generated<boolean>;
}

export interface ReconciliationTicket {
  tenant_id: OwnTenant;
  id: string;
  bill_id: string | null;
  account_id: string;
  kind: 'receipt_missing' | 'amount_differs' | 'currency_differs' | 'fee_differs' | 'payment_not_on_bill' | 'refund_missing' | 'refund_differs' | 'refund_not_on_bill' | 'settlement_differs';
  subject: string;
  order_id: string | null;
  receipt_id: string | null;
  currency: string;
  ours: bigint | null;
  theirs: bigint | null;
  state: Generated<'open' | 'resolved'>;
  resolution: 'explained' | 'fee_booked' | 'recognised' | 'vanished' | null;
  note: string | null;
  resolved_by: string | null;
  journal_id: string | null;
  created_at: Generated<Date>;
  resolved_at: Date | null;
  settlement_id: string | null;
}

export interface TenancyApplicationLink {
  tenant_id: OwnTenant;
  distributor_id: string;
  token: string;
  enabled: Generated<boolean>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface TenancyDistributor {
  tenant_id: OwnTenant;
  id: string;
  parent_id: string | null;
  depth: number;
  path: string;
  code: string;
  name: string;
  level_id: string | null;
  status: Generated<'invited' | 'pending' | 'active' | 'frozen' | 'closed'>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  version: Generated<bigint>;
  may_recruit: Generated<boolean>;
  closed_at: Date | null;
}

export interface TenancyDistributorEvent {
  tenant_id: OwnTenant;
  id: string;
  distributor_id: string;
  kind: 'created' | 'invited' | 'applied' | 'submitted' | 'approved' | 'sent_back' | 'refused' | 'frozen' | 'unfrozen' | 'closed' | 'level_changed' | 'moved' | 'recruiting_changed';
  from_id: string | null;
  to_id: string | null;
  from_name: string | null;
  to_name: string | null;
  reason: string | null;
  actor_kind: 'staff' | 'distributor' | 'system';
  actor_id: string | null;
  created_at: Generated<Date>;
}

export interface TenancyDistributorLink {
  tenant_id: OwnTenant;
  ancestor_id: string;
  descendant_id: string;
  distance: number;
}

export interface TenancyDistributorProfile {
  tenant_id: OwnTenant;
  distributor_id: string;
  legal_name: string | null;
  tax_number: string | null;
  contact_name: string | null;
  contact_mail: string | null;
  contact_phone: string | null;
  note: string | null;
  updated_at: Generated<Date>;
}

export interface TenancyFormerChild {
  tenant_id: OwnTenant;
  parent_id: string;
  child_id: string;
  name: string;
  since_at: Date;
  until_at: Date;
  is_back: Generated<boolean>;
}

export interface TenancyLevel {
  tenant_id: OwnTenant;
  id: string;
  name: string;
  rank: number | null;
  created_at: Generated<Date>;
  retired_at: Date | null;
}

export interface TenancyShop {
  tenant_id: OwnTenant;
  id: string;
  distributor_id: string;
  slug: string;
  status: Generated<'draft' | 'open' | 'closed'>;
  name: string;
  default_locale: Generated<'zh-CN' | 'en'>;
  brand: JsonWithDefault;
  notice: string | null;
  support_contact: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  version: Generated<bigint>;
  collected_by: Generated<'platform' | 'distributor'>;
}

export interface TenancyShopDomain {
  tenant_id: OwnTenant;
  id: string;
  shop_id: string;
  distributor_id: string;
  host: string;
  txt_token: string;
  state: Generated<'pending' | 'verified' | 'lost'>;
  checked_at: Date | null;
  verified_at: Date | null;
  last_error: string | null;
  misses: Generated<number>;
  next_check_at: Generated<Date>;
  created_at: Generated<Date>;
}

export interface TenancyTenant {
  tenant_id: string;
  slug: string;
  name: string;
  currency: string;
  timezone: string;
  default_locale: Generated<'zh-CN' | 'en'>;
  status: Generated<'active' | 'suspended'>;
  sandbox_of: string | null;
  income_depth: Generated<number>;
  hold_days: Generated<number>;
  order_hold_seconds: Generated<number>;
  unpaid_orders_max: Generated<number>;
  settings: JsonWithDefault;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  recruiting: Generated<boolean>;
  risk_hold_days: Generated<number>;
  applications_decided_by: Generated<'wholesaler' | 'parent'>;
}

export interface WalletBankAccount {
  tenant_id: OwnTenant;
  id: string;
  bank: string;
  holder: string;
  number: string;
  currency: string;
  enabled: Generated<boolean>;
  created_at: Generated<Date>;
}

export interface WalletBonusRule {
  tenant_id: OwnTenant;
  amount_from: bigint;
  percent: string;
  updated_at: Generated<Date>;
}

export interface WalletCharge {
  tenant_id: OwnTenant;
  order_id: string;
  distributor_id: string;
  currency: string;
  amount: bigint;
  bonus: bigint;
  refunded: Generated<bigint>;
  created_at: Generated<Date>;
  journal_id: string | null;
}

export interface WalletCreditChange {
  tenant_id: OwnTenant;
  id: string;
  distributor_id: string;
  currency: string;
  limit_before: bigint;
  limit_after: bigint;
  reason: string;
  changed_by: string | null;
  created_at: Generated<Date>;
}

export interface WalletPayBack {
  tenant_id: OwnTenant;
  id: string;
  pay_back_no: string;
  distributor_id: string;
  top_up_id: string;
  currency: string;
  amount: bigint;
  payee_id: string | null;
  client_ref: string;
  state: Generated<'requested' | 'approved' | 'rejected' | 'cancelled'>;
  requested_by: string;
  checks_needed: number;
  approved_by: string | null;
  approved_at: Date | null;
  second_approved_by: string | null;
  second_approved_at: Date | null;
  rejected_by: string | null;
  reason: string | null;
  bonus: Generated<bigint>;
  bonus_given_again: Generated<boolean>;
  refund_id: string | null;
  withdrawal_id: string | null;
  created_at: Generated<Date>;
  decided_at: Date | null;
}

export interface WalletSetting {
  tenant_id: OwnTenant;
  distributor_id: string;
  credit_limit: Generated<bigint>;
  low_mark: bigint | null;
  updated_at: Generated<Date>;
}

export interface WalletTopUp {
  tenant_id: OwnTenant;
  id: string;
  distributor_id: string;
  method: 'gateway' | 'bank';
  state: 'awaiting_payment' | 'declared' | 'confirmed' | 'refused' | 'closed';
  amount: bigint;
  bonus: Generated<bigint>;
  currency: string;
  client_ref: string;
  account_id: string | null;
  bank_account_id: string | null;
  bank_line: string | null;
  payer_name: string | null;
  note: string | null;
  declared_by: string;
  declared_side: 'distributor' | 'staff';
  decided_by: string | null;
  reason: string | null;
  journal_id: string | null;
  expires_at: Date | null;
  created_at: Generated<Date>;
  decided_at: Date | null;
  reversed_at: Date | null;
  reversed_by: string | null;
}

export interface WalletTransfer {
  tenant_id: OwnTenant;
  id: string;
  distributor_id: string;
  amount: bigint;
  currency: string;
  client_ref: string;
  made_by: string;
  created_at: Generated<Date>;
}

export interface WithdrawalsAccount {
  tenant_id: OwnTenant;
  id: string;
  provider: 'sandbox' | 'bank_file';
  name: string;
  config: JsonWithDefault;
  sealed_key_id: string | null;
  sealed_nonce: Buffer | null;
  sealed: Buffer | null;
  currency: string;
  enabled: Generated<boolean>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface WithdrawalsBankFile {
  tenant_id: OwnTenant;
  id: string;
  account_id: string;
  file_no: string;
  lines: number;
  total: bigint;
  currency: string;
  created_by: string;
  created_at: Generated<Date>;
}

export interface WithdrawalsEvent {
  tenant_id: OwnTenant;
  id: string;
  withdrawal_id: string;
  distributor_id: string;
  kind: string;
  by_kind: 'distributor' | 'staff' | 'system';
  actor_id: string | null;
  data: JsonWithDefault;
  created_at: Generated<Date>;
}

export interface WithdrawalsPayee {
  tenant_id: OwnTenant;
  id: string;
  distributor_id: string;
  kind: 'bank_account' | 'alipay';
  holder: string;
  bank_name: string | null;
  branch: string | null;
  mask: string;
  number_index: Buffer;
  sealed_key_id: string;
  sealed_nonce: Buffer;
  sealed: Buffer;
  state: Generated<'pending' | 'verified' | 'refused' | 'removed'>;
  verified_how: 'own_name' | 'evidence' | null;
  verified_by: string | null;
  verified_at: Date | null;
  evidence: string | null;
  refused_reason: string | null;
  usable_from: Date;
  created_by: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface WithdrawalsPolicy {
  tenant_id: OwnTenant;
  minimum: Generated<bigint>;
  fee_fixed: Generated<bigint>;
  fee_rate: Generated<string>;
  tax_rate: Generated<string>;
  daily_max: bigint | null;
  monthly_max: bigint | null;
  second_above: bigint | null;
  auto_approve_max: Generated<bigint>;
  auto_account_id: string | null;
  cooling_off_hours: Generated<number>;
  updated_at: Generated<Date>;
  version: Generated<bigint>;
}

export interface WithdrawalsTerms {
  tenant_id: OwnTenant;
  distributor_id: string;
  tax_rate: string | null;
  updated_at: Generated<Date>;
}

export interface WithdrawalsWithdrawal {
  tenant_id: OwnTenant;
  id: string;
  withdrawal_no: string;
  distributor_id: string;
  payee_id: string;
  client_ref: string;
  currency: string;
  amount: bigint;
  fee: bigint;
  tax_rate: Generated<string>;
  tax_withheld: bigint;
  tax_number: string | null;
  state: 'requested' | 'approved' | 'submitted' | 'paid' | 'failed' | 'unknown' | 'rejected' | 'cancelled' | 'returned';
  requested_by: string;
  checks_needed: number;
  approved_by: string | null;
  approved_at: Date | null;
  second_approved_by: string | null;
  second_approved_at: Date | null;
  rejected_by: string | null;
  reason: string | null;
  account_id: string | null;
  bank_file_id: string | null;
  submitted_by: string | null;
  submitted_at: Date | null;
  next_try_at: Date | null;
  tries: Generated<number>;
  provider_ref: string | null;
  error_code: string | null;
  rail_cost: Generated<bigint>;
  resolved_by: string | null;
  bank_reference: string | null;
  paid_at: Date | null;
  finished_at: Date | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  source: Generated<'income' | 'wallet'>;
  settlement_id: string | null;
}

export interface Tables {
  'audit.chain': AuditChain;
  'audit.code_check': AuditCodeCheck;
  'audit.entry': AuditEntry;
  'catalog.category': CatalogCategory;
  'catalog.image': CatalogImage;
  'catalog.product': CatalogProduct;
  'catalog.product_image': CatalogProductImage;
  'catalog.search_token': CatalogSearchToken;
  'catalog.sku': CatalogSku;
  'closings.settlement': ClosingsSettlement;
  'debts.write_off': DebtsWriteOff;
  'delivery.code_export': DeliveryCodeExport;
  'delivery.delivery': DeliveryDelivery;
  'identity.application_address': IdentityApplicationAddress;
  'identity.consumer': IdentityConsumer;
  'identity.host': IdentityHost;
  'identity.inbound': IdentityInbound;
  'identity.login': IdentityLogin;
  'identity.membership': IdentityMembership;
  'identity.one_time_token': IdentityOneTimeToken;
  'identity.recovery_code': IdentityRecoveryCode;
  'identity.session': IdentitySession;
  'identity.throttle': IdentityThrottle;
  'inventory.batch': InventoryBatch;
  'inventory.batch_key': InventoryBatchKey;
  'inventory.card_code': InventoryCardCode;
  'inventory.card_code_secret': InventoryCardCodeSecret;
  'inventory.export_request': InventoryExportRequest;
  'inventory.import_chunk': InventoryImportChunk;
  'inventory.import_job': InventoryImportJob;
  'inventory.import_reject': InventoryImportReject;
  'inventory.reveal': InventoryReveal;
  'inventory.reveal_request': InventoryRevealRequest;
  'inventory.stock': InventoryStock;
  'inventory.stock_dirty': InventoryStockDirty;
  'inventory.supplier': InventorySupplier;
  'inventory.tenant_key': InventoryTenantKey;
  'invoices.invoice': InvoicesInvoice;
  'invoices.invoice_order': InvoicesInvoiceOrder;
  'invoices.issuer': InvoicesIssuer;
  'invoices.number_counter': InvoicesNumberCounter;
  'jobs.idempotency': JobsIdempotency;
  'jobs.outbox': JobsOutbox;
  'ledger.account': LedgerAccount;
  'ledger.account_balance': LedgerAccountBalance;
  'ledger.balance': LedgerBalance;
  'ledger.delta': LedgerDelta;
  'ledger.entry': LedgerEntry;
  'ledger.journal': LedgerJournal;
  'notify.alert': NotifyAlert;
  'notify.alert_seen': NotifyAlertSeen;
  'notify.inbox_item': NotifyInboxItem;
  'notify.mail': NotifyMail;
  'ops.clock': OpsClock;
  'ops.due_work': OpsDueWork;
  'ops.installation': OpsInstallation;
  'ops.tenant_ref': OpsTenantRef;
  'orders.commission_line': OrdersCommissionLine;
  'orders.limit_counter': OrdersLimitCounter;
  'orders.order_event': OrdersOrderEvent;
  'orders.order_line': OrdersOrderLine;
  'orders.order_split': OrdersOrderSplit;
  'orders.sales_order': OrdersSalesOrder;
  'orders.staff_device': OrdersStaffDevice;
  'payments.attempt': PaymentsAttempt;
  'payments.collector': PaymentsCollector;
  'payments.gateway_account': PaymentsGatewayAccount;
  'payments.receipt': PaymentsReceipt;
  'payments.refund': PaymentsRefund;
  'payments.refund_line': PaymentsRefundLine;
  'payments.webhook': PaymentsWebhook;
  'people.buyer': PeopleBuyer;
  'pricing.cost_price': PricingCostPrice;
  'pricing.income_policy': PricingIncomePolicy;
  'pricing.lifted_link': PricingLiftedLink;
  'pricing.price_list': PricingPriceList;
  'pricing.price_list_line': PricingPriceListLine;
  'pricing.price_rule': PricingPriceRule;
  'pricing.rate': PricingRate;
  'pricing.rate_card': PricingRateCard;
  'pricing.recheck': PricingRecheck;
  'pricing.referral_code': PricingReferralCode;
  'pricing.shop_price': PricingShopPrice;
  'pricing.sku_cost': PricingSkuCost;
  'pricing.sku_income_model': PricingSkuIncomeModel;
  'pricing.sku_price': PricingSkuPrice;
  'reconciliation.bill': ReconciliationBill;
  'reconciliation.bill_line': ReconciliationBillLine;
  'reconciliation.settlement': ReconciliationSettlement;
  'reconciliation.settlement_bill': ReconciliationSettlementBill;
  'reconciliation.ticket': ReconciliationTicket;
  'tenancy.application_link': TenancyApplicationLink;
  'tenancy.distributor': TenancyDistributor;
  'tenancy.distributor_event': TenancyDistributorEvent;
  'tenancy.distributor_link': TenancyDistributorLink;
  'tenancy.distributor_profile': TenancyDistributorProfile;
  'tenancy.former_child': TenancyFormerChild;
  'tenancy.level': TenancyLevel;
  'tenancy.shop': TenancyShop;
  'tenancy.shop_domain': TenancyShopDomain;
  'tenancy.tenant': TenancyTenant;
  'wallet.bank_account': WalletBankAccount;
  'wallet.bonus_rule': WalletBonusRule;
  'wallet.charge': WalletCharge;
  'wallet.credit_change': WalletCreditChange;
  'wallet.pay_back': WalletPayBack;
  'wallet.setting': WalletSetting;
  'wallet.top_up': WalletTopUp;
  'wallet.transfer': WalletTransfer;
  'withdrawals.account': WithdrawalsAccount;
  'withdrawals.bank_file': WithdrawalsBankFile;
  'withdrawals.event': WithdrawalsEvent;
  'withdrawals.payee': WithdrawalsPayee;
  'withdrawals.policy': WithdrawalsPolicy;
  'withdrawals.terms': WithdrawalsTerms;
  'withdrawals.withdrawal': WithdrawalsWithdrawal;
}
