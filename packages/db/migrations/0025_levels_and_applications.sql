-- Levels are retired and not lost; dated overrides are followed when they begin and end; who stood below whom is kept; and
-- anybody may apply over a public link. Rules: packages/core/src/{distributors,pricing}/README.md.

-- A level that is history keeps its name for past lists and rates, and has no rank any more.
alter table tenancy.level
  add column retired_at timestamptz,
  alter column rank drop not null,
  add constraint level_retired check ((rank is null) = (retired_at is not null));
-- Deleting a level took its rates out of cards that held long ago.
alter table pricing.rate drop constraint rate_tenant_id_level_id_fkey;
alter table pricing.rate add constraint rate_tenant_id_level_id_fkey
  foreign key (tenant_id, level_id) references tenancy.level (tenant_id, id);

-- Nothing new refers to a retired level. The lock makes whoever retires it wait for those who were earlier; the name is that
-- of the foreign key, since for the caller there is no such level.
create function tenancy.refuse_retired_level() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform 1 from tenancy.level l
    where l.tenant_id = new.tenant_id and l.id = new.level_id and l.retired_at is null for key share;
  if not found then
    raise exception 'there is no such level' using errcode = '23503', constraint = tg_table_name || '_tenant_id_level_id_fkey';
  end if;
  return new;
end $$;
create trigger level_in_force before insert or update of level_id on tenancy.distributor
  for each row when (new.level_id is not null) execute function tenancy.refuse_retired_level();
create trigger level_in_force before insert or update of level_id on pricing.price_list
  for each row execute function tenancy.refuse_retired_level();
create trigger level_in_force before insert or update of level_id on pricing.price_rule
  for each row when (new.level_id is not null) execute function tenancy.refuse_retired_level();
create trigger level_in_force before insert on pricing.rate
  for each row when (new.level_id is not null) execute function tenancy.refuse_retired_level();

-- A look at a moment at which overrides begin or end: whose costs rise then is not known before.
alter table pricing.recheck add column is_turn boolean not null default false;

-- Who stood directly below whom, under the name it had then, so that income it brought keeps its name. One row a pair, since the
-- first time until the last.
create table tenancy.former_child (
  tenant_id uuid not null default app.tenant_id(),
  parent_id uuid not null,
  child_id  uuid not null,
  name      text not null check (length(name) between 1 and 120),
  since_at  timestamptz not null,
  until_at  timestamptz not null check (until_at >= since_at),
  -- It stands there again.
  is_back   boolean not null default false,
  primary key (tenant_id, parent_id, child_id),
  foreign key (tenant_id, parent_id) references tenancy.distributor (tenant_id, id),
  foreign key (tenant_id, child_id) references tenancy.distributor (tenant_id, id)
);
call app.protect('tenancy.former_child');
call app.allow('tenancy.former_child', '{kf_portal}', '{select}', 'parent_id = app.distributor_id()');
call app.allow('tenancy.former_child', '{kf_service}', '{select,insert,update}');

create function tenancy.keep_former_child() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  update tenancy.former_child set is_back = true
    where tenant_id = new.tenant_id and parent_id = new.parent_id and child_id = new.id and new.status <> 'closed';
  insert into tenancy.former_child (tenant_id, parent_id, child_id, name, since_at, until_at)
  values (old.tenant_id, old.parent_id, old.id, old.name,
          coalesce((select max(e.created_at) from tenancy.distributor_event e
                     where e.tenant_id = old.tenant_id and e.distributor_id = old.id and e.kind = 'moved' and e.to_id = old.parent_id),
                   old.created_at), greatest(app.now(), old.created_at))
  on conflict (tenant_id, parent_id, child_id) do update set name = excluded.name, until_at = excluded.until_at, is_back = false;
  return null;
end $$;
create trigger former_child after update of parent_id, status on tenancy.distributor
  for each row when (old.parent_id is not null and old.status in ('active', 'frozen')
    and (new.parent_id is distinct from old.parent_id or new.status = 'closed'))
  execute function tenancy.keep_former_child();

-- Who decides about applications of those who would stand below a distributor: the wholesaler alone, or that distributor too.
alter table tenancy.tenant add column applications_decided_by text not null default 'wholesaler'
  check (applications_decided_by in ('wholesaler', 'parent'));

-- The public link over which anybody may apply to stand below a distributor. It opens nothing by itself, so it is kept as it is.
create table tenancy.application_link (
  tenant_id      uuid not null default app.tenant_id(),
  distributor_id uuid not null,
  token          text not null check (token ~ '^[A-Za-z0-9_-]{20,64}$'),
  enabled        boolean not null default true,
  created_at     timestamptz not null default app.now(),
  updated_at     timestamptz not null default app.now(),
  primary key (tenant_id, distributor_id),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id)
);
call app.protect('tenancy.application_link');
call app.allow('tenancy.application_link', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()');
call app.allow('tenancy.application_link', '{kf_service}', '{select,insert,update}');

-- Token of such a link → tenant and distributor; key = hex(sha256(token)).
create table identity.application_address (
  key             text primary key check (key ~ '^[0-9a-f]{64}$'),
  tenant_ref      uuid not null,
  distributor_ref uuid not null,
  created_at      timestamptz not null default app.now()
);
create index application_address_of on identity.application_address (tenant_ref, distributor_ref);
alter table identity.application_address enable row level security;
alter table identity.application_address force row level security;
create policy presented_select on identity.application_address for select to kf_identity using (key = any (app.presented()));
create policy tenant_application_address on identity.application_address for all to kf_service
  using (tenant_ref = app.tenant_id()) with check (tenant_ref = app.tenant_id());
grant select on identity.application_address to kf_identity;
grant select, insert, delete on identity.application_address to kf_service;

-- Somebody who applied proves its address by a mailed link before anything of it stands in the tree.
alter table identity.one_time_token drop constraint one_time_token_purpose_check;
alter table identity.one_time_token add constraint one_time_token_purpose_check
  check (purpose in ('invitation', 'password_reset', 'verify_mail', 'find_order', 'login_challenge', 'application'));
alter table tenancy.distributor_event drop constraint distributor_event_kind_check;
alter table tenancy.distributor_event add constraint distributor_event_kind_check check (kind in ('created', 'invited', 'applied', 'submitted',
  'approved', 'sent_back', 'refused', 'frozen', 'unfrozen', 'closed', 'level_changed', 'moved', 'recruiting_changed'));
