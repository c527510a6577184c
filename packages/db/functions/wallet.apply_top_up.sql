-- owner: kf_fn
-- execute: kf_fn
-- Money a gateway took for a top-up goes into the wallet, with the bonus promised when it was begun. The given lines are the
-- money coming in. Answers NULL when it was booked, else why it does not fit (unknown_order, wrong_currency, wrong_amount,
-- double): nothing is changed then. A top-up given up meanwhile takes its money all the same. Locks: top-up, balances.
create or replace function wallet.apply_top_up(
  p_tenant uuid, p_top_up uuid, p_journal uuid, p_idem text, p_codes text[], p_owners uuid[], p_amounts bigint[], p_amount bigint, p_currency text)
returns text language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c_nil constant uuid := '00000000-0000-0000-0000-000000000000'; v_now timestamptz := app.now(); t wallet.top_up;
begin
  perform app.enter_tenant(p_tenant);
  select * into t from wallet.top_up x where x.tenant_id = p_tenant and x.id = p_top_up for no key update;
  if t.id is null then return 'unknown_order'; end if;
  if p_currency <> t.currency then return 'wrong_currency'; end if;
  if t.state not in ('awaiting_payment', 'closed') then return 'double'; end if;
  if p_amount <> t.amount then return 'wrong_amount'; end if;
  -- Both balances in one call and in account order, before the two journals move them.
  if t.bonus > 0 then
    perform ledger.lock_balances(p_tenant, p_currency, array['2040', '2041'], array[t.distributor_id, t.distributor_id]);
  end if;
  perform ledger.post(p_tenant, p_journal, p_idem, 'top_up', p_currency, p_codes || '2040'::text, p_owners || t.distributor_id, p_amounts || -p_amount);
  if t.bonus > 0 then
    perform ledger.post(p_tenant, gen_random_uuid(), 'topup:' || t.id || ':bonus', 'top_up_bonus', p_currency, array['5030', '2041'],
      array[c_nil, t.distributor_id], array[t.bonus, -t.bonus]);
  end if;
  update wallet.top_up x set state = 'confirmed', journal_id = p_journal, decided_at = v_now where x.tenant_id = p_tenant and x.id = t.id;
  insert into ops.due_work (tenant_ref, kind, due_at) values (p_tenant, 'wallet.watch', v_now);
  return null;
end $$;
