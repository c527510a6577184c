-- Invoices: asked for by who paid, reviewed and issued by who sold. Rules: packages/core/src/invoices/README.md.

create schema invoices;
grant usage on schema invoices to kf_admin, kf_portal, kf_shop, kf_service;

-- What stands on invoices about who issues them; issued ones keep their own copy.
create table invoices.issuer (
  tenant_id      uuid not null default app.tenant_id(),
  distributor_id uuid not null,
  legal_name     text not null check (length(legal_name) between 1 and 200),
  tax_number     text not null check (length(tax_number) between 1 and 40),
  address        text check (length(address) between 1 and 300),
  phone          text check (length(phone) between 1 and 40),
  bank_name      text check (length(bank_name) between 1 and 120),
  bank_number    text check (length(bank_number) between 1 and 60),
  -- Percent included in what buyers pay.
  tax_rate       numeric(11, 8) not null check (tax_rate >= 0 and tax_rate <= 100),
  updated_at     timestamptz not null default app.now(),
  primary key (tenant_id, distributor_id),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id)
);
call app.protect('invoices.issuer');
call app.allow('invoices.issuer', '{kf_admin,kf_service}', '{select}');
call app.allow('invoices.issuer', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()');
call app.allow('invoices.issuer', '{kf_service}', '{insert,update}');

-- The last number given of an issuer's year. Its row is locked until the invoice that took a number is committed, so no
-- number is ever left out.
create table invoices.number_counter (
  tenant_id uuid not null default app.tenant_id(),
  issuer_id uuid not null,
  year      integer not null check (year >= 0),
  last      integer not null check (last >= 1),
  primary key (tenant_id, issuer_id, year),
  foreign key (tenant_id, issuer_id) references tenancy.distributor (tenant_id, id)
);
call app.protect('invoices.number_counter');
call app.allow('invoices.number_counter', '{kf_admin,kf_service}', '{select}');
call app.allow('invoices.number_counter', '{kf_service}', '{insert,update}');

-- requested → issued | refused; issued → void.
create table invoices.invoice (
  tenant_id      uuid not null default app.tenant_id(),
  id             uuid not null,
  -- Who sold: the house to a distributor, a shop's distributor to a buyer.
  issuer_id      uuid not null,
  recipient_id   uuid,
  buyer_id       uuid,
  shop_id        uuid,
  client_ref     text not null check (length(client_ref) between 8 and 255),
  state          text not null check (state in ('requested', 'issued', 'void', 'refused')),
  kind           text not null check (kind in ('ordinary', 'special')),
  title          text not null check (length(title) between 1 and 200),
  tax_number     text check (length(tax_number) between 1 and 40),
  address        text check (length(address) between 1 and 300),
  phone          text check (length(phone) between 1 and 40),
  bank_name      text check (length(bank_name) between 1 and 120),
  bank_number    text check (length(bank_number) between 1 and 60),
  mail           text check (length(mail) between 3 and 254),
  note           text check (length(note) between 1 and 500),
  -- Local days of payment, both included, where it was asked for by period.
  period_from    date,
  period_until   date,
  currency       text not null check (currency ~ '^[A-Z0-9]{3,12}$'),
  -- Minor units, tax included: what its orders come to; taken anew when it is issued.
  amount         bigint not null check (amount > 0),
  -- From here on set when it is issued.
  number         text check (length(number) between 6 and 40),
  issued_at      timestamptz,
  tax_rate       numeric(11, 8) check (tax_rate >= 0 and tax_rate <= 100),
  tax_amount     bigint check (tax_amount >= 0 and tax_amount <= amount),
  issuer         jsonb,
  -- Why it was refused or made void.
  reason         text check (length(reason) between 1 and 500),
  requested_by   uuid not null,
  decided_by     uuid,
  decided_at     timestamptz,
  created_at     timestamptz not null default app.now(),
  primary key (tenant_id, id),
  unique nulls not distinct (tenant_id, recipient_id, buyer_id, client_ref),
  unique (tenant_id, issuer_id, number),
  foreign key (tenant_id, issuer_id) references tenancy.distributor (tenant_id, id),
  foreign key (tenant_id, recipient_id) references tenancy.distributor (tenant_id, id),
  foreign key (tenant_id, buyer_id) references people.buyer (tenant_id, id),
  foreign key (tenant_id, shop_id) references tenancy.shop (tenant_id, id),
  constraint invoice_recipient check ((recipient_id is null) = (buyer_id is not null) and (shop_id is null) = (buyer_id is null)),
  constraint invoice_special check (kind = 'ordinary' or num_nonnulls(tax_number, address, phone, bank_name, bank_number) = 5),
  constraint invoice_period check ((period_from is null) = (period_until is null) and period_from <= period_until),
  constraint invoice_numbered check (num_nonnulls(number, issued_at, tax_rate, tax_amount, issuer) = case when state in ('issued', 'void') then 5 else 0 end),
  constraint invoice_reasoned check ((reason is not null) = (state in ('refused', 'void'))),
  constraint invoice_decided check (num_nonnulls(decided_by, decided_at) = case when state = 'requested' then 0 else 2 end)
);
create index invoice_issuer on invoices.invoice (tenant_id, issuer_id, created_at, id);
create index invoice_recipient_created on invoices.invoice (tenant_id, recipient_id, created_at, id) where recipient_id is not null;
create index invoice_buyer on invoices.invoice (tenant_id, buyer_id, created_at, id) where buyer_id is not null;
call app.protect('invoices.invoice');
call app.allow('invoices.invoice', '{kf_admin,kf_service}', '{select}');
-- Who of the other side's people asked or decided is not told.
call app.allow('invoices.invoice', '{kf_portal}', '{select}', 'issuer_id = app.distributor_id() or recipient_id = app.distributor_id()',
  'tenant_id, id, issuer_id, recipient_id, buyer_id, shop_id, state, kind, title, tax_number, address, phone, bank_name, bank_number, mail, note, period_from, period_until, currency, amount, number, issued_at, tax_rate, tax_amount, issuer, reason, decided_at, created_at');
call app.allow('invoices.invoice', '{kf_shop}', '{select}', 'buyer_id = app.buyer_id() and shop_id = app.shop_id()',
  'tenant_id, id, buyer_id, shop_id, state, kind, title, tax_number, address, phone, bank_name, bank_number, mail, note, period_from, period_until, currency, amount, number, issued_at, tax_rate, tax_amount, issuer, reason, decided_at, created_at');
call app.allow('invoices.invoice', '{kf_service}', '{insert,update}');

-- What an invoice is about. While it is live no other invoice may name the order: an amount is invoiced once.
create table invoices.invoice_order (
  tenant_id    uuid not null default app.tenant_id(),
  invoice_id   uuid not null,
  order_id     uuid not null,
  issuer_id    uuid not null,
  recipient_id uuid,
  buyer_id     uuid,
  order_no     text not null check (order_no ~ '^[0-9A-HJKMNP-TV-Z]{16}$'),
  paid_at      timestamptz not null,
  -- Minor units: what was paid for the order and not given back, when it was asked for, anew when it is issued.
  amount       bigint not null check (amount > 0),
  live         boolean not null default true,
  primary key (tenant_id, invoice_id, order_id),
  foreign key (tenant_id, invoice_id) references invoices.invoice (tenant_id, id),
  foreign key (tenant_id, order_id) references orders.sales_order (tenant_id, id),
  check ((recipient_id is null) = (buyer_id is not null))
);
create unique index invoice_order_once on invoices.invoice_order (tenant_id, order_id) where live;
call app.protect('invoices.invoice_order');
call app.allow('invoices.invoice_order', '{kf_admin,kf_service}', '{select}');
call app.allow('invoices.invoice_order', '{kf_portal}', '{select}', 'issuer_id = app.distributor_id() or recipient_id = app.distributor_id()');
call app.allow('invoices.invoice_order', '{kf_shop}', '{select}', 'buyer_id = app.buyer_id()',
  'tenant_id, invoice_id, order_id, buyer_id, order_no, paid_at, amount, live');
call app.allow('invoices.invoice_order', '{kf_service}', '{insert,update,delete}');
