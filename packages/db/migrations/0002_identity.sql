-- Who presents what. Tables here are keyed by the thing presented (SHA-256 of a token or a mail address, a host) and
-- carry tenant_ref: kf_identity reads only the row whose key it presents. kf_service keeps its tenant's rows.

create schema identity;
grant usage on schema identity to kf_identity, kf_service, kf_platform, kf_admin, kf_portal;

-- One staff login per mail address in the whole installation. key = hex(sha256(lower(mail))).
create table identity.login (
  key              text primary key check (key ~ '^[0-9a-f]{64}$'),
  id               uuid not null unique,
  mail             text not null check (length(mail) between 3 and 254),
  name             text not null check (length(name) between 1 and 120),
  locale           text not null default 'zh-CN' check (locale in ('zh-CN', 'en')),
  password_hash    text check (length(password_hash) <= 300),
  totp_secret      bytea,
  totp_pending     bytea,
  totp_enabled_at  timestamptz,
  totp_last_step   bigint not null default 0,
  created_at       timestamptz not null default app.now(),
  updated_at       timestamptz not null default app.now()
);
-- Hashed recovery codes, each good once.
create table identity.recovery_code (
  login_key   text not null references identity.login (key),
  code_hash   text not null check (code_hash ~ '^[0-9a-f]{64}$'),
  used_at     timestamptz,
  primary key (login_key, code_hash)
);
-- What a login may enter: a tenant's back office or one distributor's portal, with a role.
create table identity.membership (
  login_key       text not null references identity.login (key),
  tenant_ref      uuid not null,
  audience        text not null check (audience in ('admin', 'portal')),
  distributor_ref uuid,
  role            text not null check (role in ('owner', 'operations', 'finance', 'support', 'auditor', 'staff')),
  status          text not null default 'active' check (status in ('active', 'suspended')),
  id              uuid not null unique,
  created_at      timestamptz not null default app.now(),
  check ((audience = 'portal') = (distributor_ref is not null)),
  unique nulls not distinct (login_key, tenant_ref, audience, distributor_ref)
);
create index membership_tenant on identity.membership (tenant_ref, audience);
-- Consumers are unique per shop. key = hex(sha256(shop id || ':' || lower(mail))).
create table identity.consumer (
  key           text primary key check (key ~ '^[0-9a-f]{64}$'),
  tenant_ref    uuid not null,
  shop_ref      uuid not null,
  buyer_ref     uuid not null,
  password_hash text check (length(password_hash) <= 300),
  created_at    timestamptz not null default app.now(),
  updated_at    timestamptz not null default app.now(),
  unique (tenant_ref, buyer_ref)
);
-- Sessions of staff, consumers and guests; the cookie holds the token, the row its SHA-256.
create table identity.session (
  key              text primary key check (key ~ '^[0-9a-f]{64}$'),
  id               uuid not null unique,
  audience         text not null check (audience in ('admin', 'portal', 'shop')),
  kind             text not null check (kind in ('staff', 'consumer', 'guest')),
  tenant_ref       uuid not null,
  distributor_ref  uuid,
  shop_ref         uuid,
  login_key        text references identity.login (key),
  login_ref        uuid,
  membership_ref   uuid,
  buyer_ref        uuid,
  role             text check (role in ('owner', 'operations', 'finance', 'support', 'auditor', 'staff')),
  created_at       timestamptz not null default app.now(),
  seen_at          timestamptz not null default app.now(),
  expires_at       timestamptz not null,
  absolute_expires_at timestamptz not null,
  step_up_at       timestamptz,
  -- The role asks for a second factor and the login has none yet: such a session may only set one up.
  second_factor_missing boolean not null default false,
  ip               text check (length(ip) <= 64),
  user_agent       text check (length(user_agent) <= 300),
  check ((kind = 'staff') = (login_key is not null)),
  check ((kind = 'staff') = (membership_ref is not null)),
  check ((audience = 'shop') = (shop_ref is not null)),
  check ((kind = 'staff') = (buyer_ref is null))
);
create index session_login on identity.session (tenant_ref, login_ref) where login_ref is not null;
create index session_login_key on identity.session (login_key) where login_key is not null;
create index session_membership on identity.session (tenant_ref, membership_ref) where membership_ref is not null;
create index session_buyer on identity.session (tenant_ref, buyer_ref) where buyer_ref is not null;
create index session_end on identity.session (tenant_ref, absolute_expires_at);
-- Invitations, resets, mail verification, find-my-order links, logins half done. A link is made when its mail is sent: that
-- gives the row a new key, so no table ever holds a token that still opens something.
create table identity.one_time_token (
  key         text primary key check (key ~ '^[0-9a-f]{64}$'),
  id          uuid not null unique,
  purpose     text not null check (purpose in ('invitation', 'password_reset', 'verify_mail', 'find_order', 'login_challenge')),
  tenant_ref  uuid,
  login_key   text,
  shop_ref    uuid,
  buyer_ref   uuid,
  order_ref   uuid,
  data        jsonb not null default '{}',
  created_at  timestamptz not null default app.now(),
  expires_at  timestamptz not null,
  used_at     timestamptz
);
create index one_time_token_tenant on identity.one_time_token (tenant_ref, purpose);
create index one_time_token_expiry on identity.one_time_token (expires_at);
-- Host of a request → shop.
create table identity.host (
  host        text primary key check (host = lower(host) and length(host) between 1 and 253),
  tenant_ref  uuid not null,
  shop_ref    uuid not null,
  kind        text not null check (kind in ('slug', 'custom')),
  released_at timestamptz,
  created_at  timestamptz not null default app.now()
);
create index host_shop on identity.host (tenant_ref, shop_ref);
-- The 128-bit address of a payment webhook → tenant and gateway account; key = hex(sha256(address)).
create table identity.inbound (
  key         text primary key check (key ~ '^[0-9a-f]{64}$'),
  tenant_ref  uuid not null,
  account_ref uuid not null,
  created_at  timestamptz not null default app.now()
);
-- Counters of attempts; key names what is limited (hashed account, hashed address).
create table identity.throttle (
  key         text primary key check (key ~ '^[0-9a-f]{64}$'),
  hits        integer not null check (hits >= 0),
  window_ends timestamptz not null,
  blocked_until timestamptz
);
create index throttle_age on identity.throttle (window_ends);

do $$
declare t text;
begin
  foreach t in array array['login', 'recovery_code', 'membership', 'consumer', 'session', 'one_time_token', 'inbound', 'throttle', 'host'] loop
    execute format('alter table identity.%I enable row level security', t);
    execute format('alter table identity.%I force row level security', t);
  end loop;
  foreach t in array array['login', 'consumer', 'session', 'one_time_token', 'inbound', 'throttle'] loop
    execute format('create policy presented_select on identity.%I for select to kf_identity using (key = any (app.presented()))', t);
  end loop;
  foreach t in array array['membership', 'recovery_code'] loop
    execute format('create policy presented_select on identity.%I for select to kf_identity using (login_key = any (app.presented()))', t);
  end loop;
  foreach t in array array['login', 'consumer', 'session', 'one_time_token', 'throttle'] loop
    execute format('create policy presented_update on identity.%I for update to kf_identity using (key = any (app.presented())) with check (key = any (app.presented()))', t);
    execute format('create policy presented_insert on identity.%I for insert to kf_identity with check (key = any (app.presented()))', t);
  end loop;
end $$;
create policy presented_select on identity.host for select to kf_identity using (host = any (app.presented()));
create policy presented_update on identity.recovery_code for update to kf_identity
  using (login_key = any (app.presented())) with check (login_key = any (app.presented()));
create policy presented_insert on identity.recovery_code for insert to kf_identity with check (login_key = any (app.presented()));
create policy presented_delete on identity.recovery_code for delete to kf_identity using (login_key = any (app.presented()));
create policy presented_delete on identity.session for delete to kf_identity using (key = any (app.presented()));
create policy presented_delete on identity.throttle for delete to kf_identity using (key = any (app.presented()));
create policy presented_session_of_login on identity.session for delete to kf_identity using (login_key = any (app.presented()));
create policy presented_select_of_login on identity.session for select to kf_identity using (login_key = any (app.presented()));
grant select on all tables in schema identity to kf_identity;
grant insert, update on identity.login, identity.consumer, identity.session, identity.one_time_token, identity.throttle, identity.recovery_code to kf_identity;
grant delete on identity.session, identity.throttle, identity.recovery_code to kf_identity;

-- A tenant's own rows, for its use cases (team list, session list with revoke, hosts, webhook addresses).
create policy tenant_membership on identity.membership for all to kf_service using (tenant_ref = app.tenant_id()) with check (tenant_ref = app.tenant_id());
create policy tenant_session on identity.session for all to kf_service using (tenant_ref = app.tenant_id()) with check (tenant_ref = app.tenant_id());
create policy tenant_consumer on identity.consumer for all to kf_service using (tenant_ref = app.tenant_id()) with check (tenant_ref = app.tenant_id());
create policy tenant_token on identity.one_time_token for all to kf_service using (tenant_ref = app.tenant_id()) with check (tenant_ref = app.tenant_id());
create policy tenant_host on identity.host for all to kf_service using (tenant_ref = app.tenant_id()) with check (tenant_ref = app.tenant_id());
create policy tenant_inbound on identity.inbound for all to kf_service using (tenant_ref = app.tenant_id()) with check (tenant_ref = app.tenant_id());
-- A login is visible to the tenants it belongs to, without its secrets (column grant).
create policy tenant_login on identity.login for select to kf_service
  using (exists (select 1 from identity.membership m where m.login_key = login.key and m.tenant_ref = app.tenant_id()));
grant select, insert, update, delete on identity.membership, identity.session, identity.consumer, identity.one_time_token, identity.host to kf_service;
grant select, insert on identity.inbound to kf_service;
-- Counters nobody needs any more belong to no tenant; whichever tenant's housekeeping comes by removes them.
create policy stale_throttle_select on identity.throttle for select to kf_service using (window_ends < app.now() - interval '1 day');
create policy stale_throttle_delete on identity.throttle for delete to kf_service using (window_ends < app.now() - interval '1 day');
grant select (key, window_ends), delete on identity.throttle to kf_service;
grant select (key, id, mail, name, locale, totp_enabled_at, created_at) on identity.login to kf_service;
