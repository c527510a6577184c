-- Providers' money arriving at the bank: a line of the bank's statement beside the bills it pays. Rules:
-- packages/core/src/reconciliation/README.md.

-- declared → booked by another person than who declared it, or refused.
create table reconciliation.settlement (
  tenant_id       uuid not null default app.tenant_id(),
  id              uuid not null,
  account_id      uuid not null,
  bank_account_id uuid not null,
  -- The bank's own id of the line on its statement: the same line is counted once.
  bank_line       text not null check (length(bank_line) between 1 and 120),
  arrived_on      date not null,
  currency        text not null check (currency ~ '^[A-Z0-9]{3,12}$'),
  -- What the bills come to, and what arrived. Minor units.
  expected        bigint not null,
  received        bigint not null check (received > 0),
  state           text not null default 'declared' check (state in ('declared', 'booked', 'refused')),
  declared_by     uuid not null,
  decided_by      uuid,
  reason          text check (length(reason) between 1 and 500),
  journal_id      uuid,
  created_at      timestamptz not null default app.now(),
  decided_at      timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, account_id) references payments.gateway_account (tenant_id, id),
  foreign key (tenant_id, bank_account_id) references wallet.bank_account (tenant_id, id),
  constraint settlement_second_person check (state <> 'booked' or decided_by <> declared_by),
  constraint settlement_decided check ((state = 'declared') = (decided_by is null) and (state = 'declared') = (decided_at is null)),
  constraint settlement_booked check ((state = 'booked') = (journal_id is not null)),
  constraint settlement_refused check ((state = 'refused') = (reason is not null))
);
create unique index settlement_bank_line on reconciliation.settlement (tenant_id, bank_account_id, bank_line) where state <> 'refused';
create index settlement_created on reconciliation.settlement (tenant_id, created_at, id);
call app.protect('reconciliation.settlement');
call app.allow('reconciliation.settlement', '{kf_admin,kf_service}', '{select}');
call app.allow('reconciliation.settlement', '{kf_service}', '{insert,update}');

-- Which bills a settlement pays. A refused one lets its bills go.
create table reconciliation.settlement_bill (
  tenant_id     uuid not null default app.tenant_id(),
  settlement_id uuid not null,
  bill_id       uuid not null,
  currency      text not null check (currency ~ '^[A-Z0-9]{3,12}$'),
  -- What the bill came to when it was declared.
  net           bigint not null,
  is_live       boolean not null default true,
  primary key (tenant_id, settlement_id, bill_id),
  foreign key (tenant_id, settlement_id) references reconciliation.settlement (tenant_id, id),
  foreign key (tenant_id, bill_id) references reconciliation.bill (tenant_id, id)
);
create unique index settlement_bill_once on reconciliation.settlement_bill (tenant_id, bill_id, currency) where is_live;
call app.protect('reconciliation.settlement_bill');
call app.allow('reconciliation.settlement_bill', '{kf_admin,kf_service}', '{select}');
call app.allow('reconciliation.settlement_bill', '{kf_service}', '{insert,update}');

-- More or less arrived than the bills came to: a ticket of the settlement, which may be for several bills or none.
alter table reconciliation.ticket
  alter column bill_id drop not null,
  add column settlement_id uuid,
  add foreign key (tenant_id, settlement_id) references reconciliation.settlement (tenant_id, id),
  drop constraint ticket_kind_check,
  add constraint ticket_kind_check check (kind in ('receipt_missing', 'amount_differs', 'currency_differs', 'fee_differs', 'payment_not_on_bill',
    'refund_missing', 'refund_differs', 'refund_not_on_bill', 'settlement_differs')),
  add constraint ticket_of_bill_or_settlement check ((bill_id is null) = (settlement_id is not null)),
  add constraint ticket_settlement check ((kind = 'settlement_differs') = (settlement_id is not null));
