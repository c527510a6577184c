-- owner: kf_fn
-- execute: kf_service
-- Opens the accounts of a posting that do not exist yet, each with its balance row. Safe to run twice and in parallel.
create or replace function ledger.open_accounts(p_tenant uuid, p_currency text, p_codes text[], p_owners uuid[])
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.enter_tenant(p_tenant);
  if exists (select 1 from unnest(p_codes) x(code) where not exists (select 1 from ledger.chart() c where c.code = x.code)) then
    raise exception 'unknown account code in %', p_codes using errcode = 'KF011';
  end if;
  with opened as (
    insert into ledger.account (tenant_id, id, code, owner_id, currency, normal_side, mode, min_balance)
    select p_tenant, gen_random_uuid(), c.code, w.owner_id, p_currency, c.normal_side, c.mode, c.min_balance
      from (select distinct code, owner_id from unnest(p_codes, p_owners) u(code, owner_id) order by 1, 2) w
      join ledger.chart() c on c.code = w.code
    on conflict (tenant_id, code, owner_id, currency) do nothing
    returning id, owner_id, normal_side, min_balance)
  insert into ledger.balance (tenant_id, account_id, owner_id, normal_side, min_balance)
  select p_tenant, id, owner_id, normal_side, min_balance from opened;
end $$;
