-- owner: kf_fn
-- execute: kf_service
-- Folds up to p_limit deltas into their balances. Any number may run at once; each row is folded exactly once, since the
-- delete and the addition are one commit. Returns how many were folded.
create or replace function ledger.fold(p_tenant uuid, p_limit integer default 5000)
returns integer language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_folded integer; v_deleted integer;
begin
  perform app.enter_tenant(p_tenant);
  with pick as (
    select id from ledger.delta where tenant_id = p_tenant order by id limit p_limit for update skip locked),
  gone as (
    delete from ledger.delta d using pick where d.tenant_id = p_tenant and d.id = pick.id returning d.account_id, d.amount),
  total as (
    select account_id, sum(greatest(amount, 0))::bigint as d, sum(greatest(-amount, 0))::bigint as c, count(*) as k from gone group by account_id),
  locked as materialized (
    select b.account_id from ledger.balance b join total using (account_id)
     where b.tenant_id = p_tenant order by b.account_id for no key update of b),
  moved as (
    update ledger.balance b set debits = b.debits + t.d, credits = b.credits + t.c, version = b.version + 1
      from total t join locked using (account_id)
     where b.tenant_id = p_tenant and b.account_id = t.account_id returning t.k)
  select (select coalesce(sum(k), 0) from moved), (select count(*) from gone) into v_folded, v_deleted;
  -- A missing balance row must never eat money.
  if v_folded <> v_deleted then raise exception 'folded % of % deltas', v_folded, v_deleted using errcode = 'KF013'; end if;
  return v_folded;
end $$;
