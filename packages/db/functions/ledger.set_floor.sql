-- owner: kf_fn
-- execute: kf_service
-- Says how far a strong account may go down: its floor becomes the goal, or the present balance where that is lower already
-- (what was spent under an older limit is not undone); later credits lift it to the goal (ledger.post). Amounts in minor
-- units on the normal side. Answers the floor that holds now. Locks the balance.
create or replace function ledger.set_floor(p_tenant uuid, p_currency text, p_code text, p_owner uuid, p_goal bigint)
returns bigint language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_account uuid; v_floor bigint;
begin
  perform app.enter_tenant(p_tenant);
  perform ledger.open_accounts(p_tenant, p_currency, array[p_code], array[p_owner]);
  update ledger.account a set min_balance = p_goal
   where a.tenant_id = p_tenant and a.code = p_code and a.owner_id = p_owner and a.currency = p_currency and a.mode = 'strong'
  returning a.id into v_account;
  if v_account is null then raise exception 'account % has no floor', p_code using errcode = 'KF011'; end if;
  update ledger.balance b
     set floor_goal = p_goal,
         min_balance = least(p_goal, case b.normal_side when 'D' then b.debits - b.credits else b.credits - b.debits end)
   where b.tenant_id = p_tenant and b.account_id = v_account
  returning b.min_balance into v_floor;
  return v_floor;
end $$;
