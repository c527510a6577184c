-- Context of a transaction, the installation's mode and clock, and the two procedures with which every later migration
-- protects its tables. Rules: docs/tenancy.md.

create schema app;
create schema ops;

grant usage on schema app to kf_identity, kf_admin, kf_portal, kf_shop, kf_service, kf_vault, kf_scheduler, kf_platform, kf_fn;
grant usage on schema ops to kf_identity, kf_admin, kf_portal, kf_shop, kf_service, kf_vault, kf_scheduler, kf_platform, kf_fn;

-- An unset variable is NULL the first time and '' after a transaction that had set it: nullif makes both "no context".
create function app.tenant_id() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;
create function app.distributor_id() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.distributor_id', true), '')::uuid $$;
create function app.shop_id() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.shop_id', true), '')::uuid $$;
create function app.buyer_id() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.buyer_id', true), '')::uuid $$;
create function app.actor_id() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.actor_id', true), '')::uuid $$;
create function app.request_id() returns text language sql stable parallel safe
  as $$ select nullif(current_setting('app.request_id', true), '') $$;
-- What an identity look-up presents: one key or several, separated by commas (hashes and hosts contain none).
create function app.presented() returns text[] language sql stable parallel safe
  as $$ select string_to_array(nullif(current_setting('app.presented', true), ''), ',') $$;

-- One row: what this installation is. Written by the first migration run, never changed afterwards.
create table ops.installation (
  only_row   boolean primary key default true check (only_row),
  mode       text not null check (mode in ('demo', 'production', 'test')),
  created_at timestamptz not null default now()
);

-- The demo and test clock: app.now() adds this offset. Production's app.now() never reads it.
create table ops.clock (
  only_row     boolean primary key default true check (only_row),
  shift        interval not null default interval '0'
);
insert into ops.clock default values;
grant select on ops.installation, ops.clock
  to kf_identity, kf_admin, kf_portal, kf_shop, kf_service, kf_vault, kf_scheduler, kf_platform, kf_fn;
grant update on ops.clock to kf_platform;

-- Replaced after the migrations by functions/app.now.production.sql or app.now.demo.sql; defaults below need its name.
create function app.now() returns timestamptz language sql stable parallel safe as $$ select pg_catalog.now() $$;

-- A SECURITY DEFINER function calls this first. It refuses a tenant other than the caller's and sets the context only
-- where none is set; a function that simply set it would let a caller in one tenant act in another.
create function app.enter_tenant(p_tenant uuid) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if p_tenant is null then
    raise exception 'no tenant' using errcode = 'KF001';
  end if;
  if app.tenant_id() is null then
    perform set_config('app.tenant_id', p_tenant::text, true);
  elsif app.tenant_id() <> p_tenant then
    raise exception 'the tenant of the call is not the tenant of the transaction' using errcode = 'KF001';
  end if;
end $$;

-- ENABLE and FORCE row-level security and add the restrictive tenant fence: the second layer behind policies that carry
-- the tenant predicate themselves.
create procedure app.protect(t regclass) language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  execute format('create policy tenant_fence on %s as restrictive for all to public
    using (tenant_id = app.tenant_id()) with check (tenant_id = app.tenant_id())', t);
end $$;

-- Grants `commands` on `t` to `roles` and makes one permissive policy per role and command. The tenant predicate is part
-- of every policy; `condition` narrows it further. `columns` limits a SELECT grant to named columns.
create procedure app.allow(t regclass, roles text[], commands text[], condition text default null, columns text default null)
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare r text; c text; predicate text; clause text;
begin
  predicate := 'tenant_id = app.tenant_id()' || coalesce(' and (' || condition || ')', '');
  foreach r in array roles loop
    foreach c in array commands loop
      if c not in ('select', 'insert', 'update', 'delete') then raise exception 'unknown command %', c; end if;
      execute format('grant %s %s on %s to %I', c, case when c = 'select' and columns is not null then '(' || columns || ')' else '' end, t, r);
      clause := case c when 'insert' then format('with check (%s)', predicate)
                       when 'update' then format('using (%s) with check (%s)', predicate, predicate)
                       else format('using (%s)', predicate) end;
      execute format('create policy %I on %s as permissive for %s to %I %s', r || '_' || c, t, c, r, clause);
    end loop;
  end loop;
end $$;

-- Which tenant has what kind of work due when: the only thing the scheduler sees. Insert-only for writers; the worker
-- deletes a row after it has driven that kind of work, which is found by state and never by this row.
create table ops.due_work (
  id         bigint generated always as identity primary key,
  tenant_ref uuid not null,
  kind       text not null check (length(kind) between 1 and 60),
  due_at     timestamptz not null
);
create index due_work_due on ops.due_work (due_at);
alter table ops.due_work enable row level security;
alter table ops.due_work force row level security;
create policy due_work_write on ops.due_work for insert to kf_service, kf_fn with check (tenant_ref = app.tenant_id());
create policy due_work_look on ops.due_work for select to kf_scheduler using (tenant_ref is not null);
create policy due_work_done on ops.due_work for delete to kf_scheduler using (tenant_ref is not null);
grant insert on ops.due_work to kf_service, kf_fn;
grant select, delete on ops.due_work to kf_scheduler;

-- The tenants the worker visits once a minute whether or not a wake-up exists, so that a lost one costs a minute.
create table ops.tenant_ref (
  tenant_ref uuid primary key
);
alter table ops.tenant_ref enable row level security;
alter table ops.tenant_ref force row level security;
create policy tenant_ref_look on ops.tenant_ref for select to kf_scheduler using (tenant_ref is not null);
create policy tenant_ref_make on ops.tenant_ref for insert to kf_platform with check (tenant_ref is not null);
grant select on ops.tenant_ref to kf_scheduler;
grant insert on ops.tenant_ref to kf_platform;
