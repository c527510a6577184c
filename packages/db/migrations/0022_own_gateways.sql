-- Shops whose distributor collects the buyers' money itself, through a gateway account of its own. Keyfall takes what the
-- goods cost the seller out of its wallet when the money comes. Rules: packages/core/src/collecting/README.md.

-- Whom the wholesaler lets collect. No row: it may not.
create table payments.collector (
  tenant_id      uuid not null default app.tenant_id(),
  distributor_id uuid not null,
  allowed        boolean not null,
  changed_by     uuid not null,
  changed_at     timestamptz not null default app.now(),
  primary key (tenant_id, distributor_id),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id)
);
call app.protect('payments.collector');
call app.allow('payments.collector', '{kf_admin,kf_service}', '{select}');
-- Who of the wholesaler's staff decided is not the distributor's to know.
call app.allow('payments.collector', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()',
  'tenant_id, distributor_id, allowed, changed_at');
call app.allow('payments.collector', '{kf_service}', '{insert,update}');

-- Whose account it is; NULL: the wholesaler's. What a distributor's gateway keeps is between those two: we neither recover
-- nor expect any of it.
alter table payments.gateway_account add column distributor_id uuid;
alter table payments.gateway_account add foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id);
alter table payments.gateway_account add constraint gateway_account_own
  check (distributor_id is null or (fee_bearer = 'platform' and fee_on_refund = 'kept' and hold_days is null));
create index gateway_account_distributor on payments.gateway_account (tenant_id, distributor_id) where distributor_id is not null;
grant select (distributor_id) on payments.gateway_account to kf_admin;
-- Policies are named after roles, and those may have a prefix on their server.
do $$ declare v_policy name; begin
  for v_policy in select p.polname from pg_catalog.pg_policy p
     where p.polrelid = 'payments.gateway_account'::regclass and p.polpermissive and p.polcmd = 'r'
       and p.polroles in (array['kf_shop'::regrole::oid], array['kf_portal'::regrole::oid]) loop
    execute format('drop policy %I on payments.gateway_account', v_policy);
  end loop;
end $$;
-- Which account takes a shop's money names its seller's affairs: shops ask the service, and no longer read the table.
revoke select (tenant_id, id, provider, name, currency, enabled) on payments.gateway_account from kf_shop;
-- Where a wallet may be paid into, and one's own accounts.
call app.allow('payments.gateway_account', '{kf_portal}', '{select}', '(enabled and distributor_id is null) or distributor_id = app.distributor_id()',
  'tenant_id, id, provider, name, currency, enabled, distributor_id, created_at, updated_at');

alter table tenancy.shop add column collected_by text not null default 'platform' check (collected_by in ('platform', 'distributor'));

-- Frozen with the order: who takes the buyer's money.
alter table orders.sales_order add column collected_by text not null default 'platform' check (collected_by in ('platform', 'distributor'));
alter table orders.sales_order add constraint sales_order_collected check (collected_by = 'platform' or channel = 'shop');
grant select (collected_by) on orders.sales_order to kf_portal;
-- What of a wallet unpaid orders count on.
create index sales_order_own_open on orders.sales_order (tenant_id, distributor_id)
  where collected_by = 'distributor' and state in ('awaiting_payment', 'closing');

-- What the seller is charged for a line whose money it collects itself: the line at its own cost. NULL: the wholesaler collects.
-- earned_amount of such a line counts in this money, not in the buyer's. The shop's role has no right to these columns.
alter table orders.order_line add column charge_amount bigint check (charge_amount >= 0 and charge_amount <= amount);
-- What of it went back into the wallet, and of that the part for units never delivered.
alter table orders.order_line add column charge_refunded bigint not null default 0;
alter table orders.order_line add column charge_refunded_open bigint not null default 0;
alter table orders.order_line add constraint order_line_charge
  check (charge_refunded_open >= 0 and charge_refunded >= charge_refunded_open and charge_refunded <= coalesce(charge_amount, 0));
alter table orders.order_line add constraint order_line_earned check (earned_amount <= coalesce(charge_amount, amount));
grant select (charge_amount, charge_refunded) on orders.order_line to kf_portal;

-- The journal that took a collecting seller's charge; a purchase's is its receipt's.
alter table wallet.charge add column journal_id uuid;

-- Money that a distributor's gateway took is none of ours: its receipt has no journal.
alter table payments.receipt add constraint receipt_collected check (collected_by = 'platform' or journal_id is null);
alter table payments.receipt drop constraint receipt_reason_check;
alter table payments.receipt add constraint receipt_reason_check
  check (reason in ('unknown_order', 'wrong_amount', 'wrong_currency', 'double', 'late', 'out_of_stock', 'wallet_short'));
alter table payments.refund drop constraint refund_cause_check;
alter table payments.refund add constraint refund_cause_check
  check (cause in ('person', 'goodwill', 'undelivered', 'late_payment', 'double_payment', 'wrong_amount', 'wrong_currency', 'unknown_order',
    'not_accepted', 'supplier_failed', 'review_refused', 'claim'));
