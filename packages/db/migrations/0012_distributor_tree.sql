-- Recruiting, applications and the history of the tree. Rules: packages/core/src/distributors/README.md.

-- Whether distributors may invite others below themselves at all, and which of them may.
alter table tenancy.tenant add column recruiting boolean not null default false;
alter table tenancy.distributor
  add column may_recruit boolean not null default false,
  -- Hosts of its shops are given back a month later.
  add column closed_at timestamptz,
  add constraint distributor_closed_at check (closed_at is null or status = 'closed'),
  add constraint distributor_house_stays check (depth > 0 or status = 'active');
-- An upline may know whom it let recruit, a distributor that it may.
grant select (may_recruit) on tenancy.distributor to kf_portal;

-- The moves of core's distributor.rules.ts, a second time: no statement takes a distributor along a way that is none.
create function tenancy.refuse_distributor_move() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.status <> new.status and not exists (
    select 1 from (values
      ('invited', 'pending'), ('invited', 'closed'),
      ('pending', 'active'), ('pending', 'invited'), ('pending', 'closed'),
      ('active', 'frozen'), ('active', 'closed'),
      ('frozen', 'active'), ('frozen', 'closed')) as allowed(from_state, to_state)
     where allowed.from_state = old.status and allowed.to_state = new.status) then
    raise exception 'a distributor does not go from % to %', old.status, new.status
      using errcode = '23514', constraint = 'distributor_move';
  end if;
  return new;
end $$;
create trigger distributor_move before update of status on tenancy.distributor
  for each row execute function tenancy.refuse_distributor_move();

-- What happened to a distributor: states, levels, places, permissions, each with who, when and why. Names are kept as they
-- were, so that a renamed level or a moved parent does not rewrite history.
create table tenancy.distributor_event (
  tenant_id      uuid not null default app.tenant_id(),
  id             uuid not null,
  distributor_id uuid not null,
  kind           text not null check (kind in ('created', 'invited', 'submitted', 'approved', 'sent_back', 'refused', 'frozen', 'unfrozen',
    'closed', 'level_changed', 'moved', 'recruiting_changed')),
  -- The level or parent before and after, where the kind has them.
  from_id        uuid,
  to_id          uuid,
  from_name      text check (length(from_name) <= 120),
  to_name        text check (length(to_name) <= 120),
  reason         text check (length(reason) between 1 and 500),
  actor_kind     text not null check (actor_kind in ('staff', 'distributor', 'system')),
  actor_id       uuid,
  created_at     timestamptz not null default app.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id)
);
create index distributor_event_of on tenancy.distributor_event (tenant_id, distributor_id, created_at, id);
call app.protect('tenancy.distributor_event');
call app.allow('tenancy.distributor_event', '{kf_admin,kf_service}', '{select}');
-- A distributor reads what was decided about it and why, never by whom, nor where its upline stands.
call app.allow('tenancy.distributor_event', '{kf_portal}', '{select}',
  'distributor_id = app.distributor_id() and kind in (''submitted'', ''approved'', ''sent_back'', ''frozen'', ''unfrozen'')',
  'tenant_id, id, distributor_id, kind, reason, created_at');
call app.allow('tenancy.distributor_event', '{kf_service}', '{insert}');

-- Levels are put into another order by one statement, so their ranks are compared when it is done.
alter table tenancy.level drop constraint level_tenant_id_rank_key;
alter table tenancy.level add constraint level_tenant_id_rank_key unique (tenant_id, rank) deferrable initially immediate;
