-- The bills of payment providers beside our receipts and refunds, both ways. Rules: packages/core/src/reconciliation/README.md.

create schema reconciliation;
grant usage on schema reconciliation to kf_admin, kf_service;

-- One day of one gateway account, in the provider's calendar.
create table reconciliation.bill (
  tenant_id   uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  id          uuid not null,
  account_id  uuid not null,
  bill_date   date not null,
  -- The day as moments, so that rows of ours are found without knowing the provider's offset.
  from_at     timestamptz not null,
  until_at    timestamptz not null,
  state       text not null default 'fetching' check (state in ('fetching', 'failed', 'done')),
  lines       integer not null default 0 check (lines >= 0),
  tries       integer not null default 0 check (tries >= 0),
  next_try_at timestamptz,
  error_code  text check (length(error_code) <= 80),
  created_at  timestamptz not null default app.now(),
  done_at     timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, account_id, bill_date),
  foreign key (tenant_id, account_id) references payments.gateway_account (tenant_id, id),
  check (from_at < until_at)
);
call app.protect('reconciliation.bill');
call app.allow('reconciliation.bill', '{kf_admin,kf_service}', '{select}');
call app.allow('reconciliation.bill', '{kf_service}', '{insert,update}');

create table reconciliation.bill_line (
  tenant_id        uuid not null default app.tenant_id(),
  bill_id          uuid not null,
  line             integer not null check (line >= 1),
  account_id       uuid not null,
  kind             text not null check (kind in ('payment', 'refund')),
  transaction_id   text not null check (length(transaction_id) between 1 and 200),
  reference        text not null check (length(reference) <= 200),
  refund_reference text check (length(refund_reference) <= 200),
  currency         text not null check (currency ~ '^[A-Z0-9]{3,12}$'),
  gross            bigint not null,
  refunded         bigint not null,
  fee              bigint not null,
  net              bigint not null,
  occurred_at      timestamptz not null,
  primary key (tenant_id, bill_id, line),
  foreign key (tenant_id, bill_id) references reconciliation.bill (tenant_id, id),
  check (net = gross - refunded - fee),
  check ((kind = 'refund') = (refund_reference is not null))
);
create index bill_line_transaction on reconciliation.bill_line (tenant_id, account_id, transaction_id);
create index bill_line_refund on reconciliation.bill_line (tenant_id, account_id, refund_reference) where refund_reference is not null;
call app.protect('reconciliation.bill_line');
call app.allow('reconciliation.bill_line', '{kf_admin,kf_service}', '{select}');
call app.allow('reconciliation.bill_line', '{kf_service}', '{insert,delete}');

-- A difference between the provider's books and ours. Nothing is corrected by itself: somebody decides and says why.
create table reconciliation.ticket (
  tenant_id      uuid not null default app.tenant_id(),
  id             uuid not null,
  bill_id        uuid not null,
  account_id     uuid not null,
  kind           text not null check (kind in ('receipt_missing', 'amount_differs', 'currency_differs', 'fee_differs', 'payment_not_on_bill',
                   'refund_missing', 'refund_differs', 'refund_not_on_bill')),
  -- The provider's transaction, or our refund for the three about refunds.
  subject        text not null check (length(subject) between 1 and 200),
  order_id       uuid,
  receipt_id     uuid,
  -- Minor units of the currency, as far as each side has them.
  currency       text not null,
  ours           bigint,
  theirs         bigint,
  state          text not null default 'open' check (state in ('open', 'resolved')),
  resolution     text check (resolution in ('explained', 'fee_booked', 'recognised', 'vanished')),
  note           text check (length(note) between 1 and 500),
  resolved_by    uuid,
  journal_id     uuid,
  created_at     timestamptz not null default app.now(),
  resolved_at    timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, account_id, kind, subject),
  foreign key (tenant_id, bill_id) references reconciliation.bill (tenant_id, id),
  check ((state = 'resolved') = (resolution is not null and resolved_at is not null)),
  check (resolution is null or resolution = 'vanished' or resolved_by is not null)
);
create index ticket_open on reconciliation.ticket (tenant_id, created_at, id) where state = 'open';
create index ticket_created on reconciliation.ticket (tenant_id, created_at, id);
create index ticket_bill on reconciliation.ticket (tenant_id, bill_id);
call app.protect('reconciliation.ticket');
call app.allow('reconciliation.ticket', '{kf_admin,kf_service}', '{select}');
call app.allow('reconciliation.ticket', '{kf_service}', '{insert,update}');
