-- owner: kf_fn
-- execute: kf_service
-- Locks the strong balances of the given codes and owners in account order and returns them in the normal side (minor
-- units). Accounts that do not exist yet are opened. Callers lock all they will move in one call, as late as they can.
create or replace function ledger.lock_balances(p_tenant uuid, p_currency text, p_codes text[], p_owners uuid[])
returns table (code text, owner_id uuid, balance bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.enter_tenant(p_tenant);
  if exists (select from unnest(p_codes, p_owners) u(code, owner_id)
              where not exists (select from ledger.account a where a.tenant_id = p_tenant and a.code = u.code and a.owner_id = u.owner_id and a.currency = p_currency)) then
    perform ledger.open_accounts(p_tenant, p_currency, p_codes, p_owners);
  end if;
  return query
  with wanted as (
    select distinct a.id, a.code as c, a.owner_id as o
      from unnest(p_codes, p_owners) u(code, owner_id)
      join ledger.account a on a.tenant_id = p_tenant and a.code = u.code and a.owner_id = u.owner_id and a.currency = p_currency and a.mode = 'strong'),
  locked as materialized (
    select b.account_id, case b.normal_side when 'D' then b.debits - b.credits else b.credits - b.debits end as amount
      from ledger.balance b where b.tenant_id = p_tenant and b.account_id in (select id from wanted)
     order by b.account_id for no key update of b)
  select w.c, w.o, l.amount from wanted w join locked l on l.account_id = w.id;
end $$;
