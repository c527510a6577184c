-- The audit as a chain of hashes, the second person behind opening many codes and exporting stock, fees that gateways give
-- back, and what a check of all codes found.

-- Rows are written unsealed and sealed a few seconds later by audit.seal, in one order per tenant: number, the hash before,
-- and SHA-256 over both and the content. A changed, removed or reordered row breaks the chain; audit.chain knows its end.
alter table audit.entry
  add column seq bigint check (seq >= 1),
  add column previous_hash bytea check (octet_length(previous_hash) = 32),
  add column hash bytea check (octet_length(hash) = 32),
  add constraint entry_sealed_whole check ((seq is null) = (previous_hash is null) and (seq is null) = (hash is null));
create unique index audit_sealed on audit.entry (tenant_id, seq) where seq is not null;
create index audit_unsealed on audit.entry (tenant_id, created_at, id) where seq is null;
call app.allow('audit.entry', '{kf_fn}', '{select,update}');
-- A distributor reads its own entries; how many its wholesaler has is none of its business.
revoke select on audit.entry from kf_portal;
grant select (tenant_id, id, actor_kind, actor_id, distributor_id, action, subject_kind, subject_id, data, request_id, ip, created_at)
  on audit.entry to kf_portal;

create table audit.chain (
  tenant_id uuid primary key default app.tenant_id() references tenancy.tenant (tenant_id),
  seq       bigint not null default 0 check (seq >= 0),
  -- Of the last sealed entry; before the first one 32 zero bytes.
  hash      bytea not null default decode(repeat('00', 32), 'hex') check (octet_length(hash) = 32),
  sealed_at timestamptz
);
call app.protect('audit.chain');
call app.allow('audit.chain', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('audit.chain', '{kf_fn}', '{insert,update}');

-- A second layer behind grants: an entry is sealed once and then never changed, not even by the owner of the table.
create function audit.refuse_change() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'UPDATE' and old.seq is null and new.seq is not null
     and to_jsonb(new) - '{seq,previous_hash,hash}'::text[] = to_jsonb(old) - '{seq,previous_hash,hash}'::text[] then
    return new;
  end if;
  raise exception '% on %.% is refused: the audit is append-only', tg_op, tg_table_schema, tg_table_name using errcode = 'KF010';
end $$;
create trigger entry_append_only before update or delete on audit.entry for each row execute function audit.refuse_change();
create trigger entry_no_truncate before truncate on audit.entry for each statement execute function audit.refuse_change();

-- What a check of stored codes found, the last row of which the back office shows.
create table audit.code_check (
  tenant_id  uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  id         uuid not null,
  checked    bigint not null check (checked >= 0),
  broken     bigint not null check (broken >= 0),
  -- Whether every code was opened, or a sample.
  is_whole   boolean not null,
  ms         bigint not null check (ms >= 0),
  created_at timestamptz not null default app.now(),
  primary key (tenant_id, id)
);
create index code_check_created on audit.code_check (tenant_id, created_at, id);
call app.protect('audit.code_check');
call app.allow('audit.code_check', '{kf_admin,kf_service}', '{select}');
call app.allow('audit.code_check', '{kf_service}', '{insert}');

-- Beyond what one person may open a day, a second one says yes to each code.
create table inventory.reveal_request (
  tenant_id    uuid not null default app.tenant_id(),
  id           uuid not null,
  code_id      uuid not null,
  reason       text not null check (length(reason) between 1 and 500),
  state        text not null default 'requested' check (state in ('requested', 'approved', 'rejected', 'used')),
  requested_by uuid not null,
  decided_by   uuid check (decided_by <> requested_by),
  decided_at   timestamptz,
  -- Until when an approval may be used; asked anew afterwards.
  valid_until  timestamptz not null,
  created_at   timestamptz not null default app.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, code_id) references inventory.card_code (tenant_id, id),
  check ((state = 'requested') = (decided_by is null))
);
create index reveal_request_open on inventory.reveal_request (tenant_id, created_at, id) where state = 'requested';
create index reveal_request_by on inventory.reveal_request (tenant_id, requested_by, code_id) where state in ('requested', 'approved');
call app.protect('inventory.reveal_request');
call app.allow('inventory.reveal_request', '{kf_admin,kf_service}', '{select}');
call app.allow('inventory.reveal_request', '{kf_service}', '{insert,update}');

-- Unsold codes leave as a file only when two people want it, once. The file is made while it is downloaded.
create table inventory.export_request (
  tenant_id    uuid not null default app.tenant_id(),
  id           uuid not null,
  sku_id       uuid not null,
  -- Only codes of this batch, or all of the SKU.
  batch_id     uuid,
  reason       text not null check (length(reason) between 1 and 500),
  -- Unsold codes when it was asked for, and those that left.
  units        bigint not null check (units >= 0),
  exported     bigint not null default 0 check (exported >= 0),
  state        text not null default 'requested' check (state in ('requested', 'approved', 'rejected', 'cancelled', 'running', 'done', 'failed')),
  requested_by uuid not null,
  decided_by   uuid check (decided_by <> requested_by),
  decided_at   timestamptz,
  -- Until when it may be decided, then until when the file may be downloaded.
  valid_until  timestamptz not null,
  started_at   timestamptz,
  finished_at  timestamptz,
  created_at   timestamptz not null default app.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, sku_id) references catalog.sku (tenant_id, id),
  foreign key (tenant_id, batch_id) references inventory.batch (tenant_id, id),
  check (state in ('requested', 'cancelled') or decided_by is not null)
);
create index export_request_created on inventory.export_request (tenant_id, created_at, id);
call app.protect('inventory.export_request');
call app.allow('inventory.export_request', '{kf_admin,kf_service}', '{select}');
call app.allow('inventory.export_request', '{kf_service}', '{insert,update}');

-- What a gateway gave back of its fee with a refund, and what of it a seller who had borne it got back.
alter table payments.refund add column fee_returned bigint not null default 0 check (fee_returned >= 0);
alter table orders.commission_line add column fee_returned bigint not null default 0 check (fee_returned >= 0);

-- Publishing by time is a condition of the policies, true to the second; nobody looks for drafts whose time has come.
drop index catalog.product_schedule;
