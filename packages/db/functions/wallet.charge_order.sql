-- owner: kf_fn
-- execute: kf_fn
-- Takes p_amount (minor units) of a locked order's cost from a wallet, bonus first, then cash within its credit, and pays the
-- order with it: goods, income and charge are one journal. Zero takes nothing. Outcomes: that of orders.pay_order with
-- spendable_after; insufficient with what is needed and what can be spent: nothing is changed then. Locks: the wallet's two
-- balances, then what orders.pay_order locks; codes were reserved before or are skipped where locked, so nothing is waited
-- for below the balances but counters of a late order, which only such orders take together.
create or replace function wallet.charge_order(
  p_tenant uuid, p_order uuid, p_distributor uuid, p_currency text, p_amount bigint, p_journal uuid, p_idem text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_now timestamptz := app.now(); v_cash bigint; v_bonus bigint; v_floor bigint; v_from_bonus bigint; v_result jsonb;
  v_codes text[] := '{}'; v_owners uuid[] := '{}'; v_amounts bigint[] := '{}';
begin
  perform app.enter_tenant(p_tenant);
  select max(b.balance) filter (where b.code = '2040'), max(b.balance) filter (where b.code = '2041') into v_cash, v_bonus
    from ledger.lock_balances(p_tenant, p_currency, array['2040', '2041'], array[p_distributor, p_distributor]) b;
  select coalesce(b.min_balance, 0) into v_floor from ledger.account a
    join ledger.balance b on b.tenant_id = a.tenant_id and b.account_id = a.id
   where a.tenant_id = p_tenant and a.code = '2040' and a.owner_id = p_distributor and a.currency = p_currency;
  v_from_bonus := least(v_bonus, p_amount);
  if p_amount - v_from_bonus > v_cash - v_floor then
    return jsonb_build_object('outcome', 'insufficient', 'needed', p_amount::text, 'available', (v_bonus + v_cash - v_floor)::text);
  end if;
  -- A line of zero is no line.
  if v_from_bonus > 0 then v_codes := array['2041']; v_owners := array[p_distributor]; v_amounts := array[v_from_bonus]; end if;
  if v_from_bonus < p_amount then
    v_codes := v_codes || '2040'::text; v_owners := v_owners || p_distributor; v_amounts := v_amounts || (p_amount - v_from_bonus);
  end if;
  v_result := orders.pay_order(p_tenant, p_order, p_journal, p_idem, v_codes, v_owners, v_amounts, 0);
  if v_result ->> 'outcome' <> 'paid' then return v_result; end if;
  if p_amount > 0 then
    insert into wallet.charge (tenant_id, order_id, distributor_id, currency, amount, bonus, journal_id, created_at)
    values (p_tenant, p_order, p_distributor, p_currency, p_amount, v_from_bonus, p_journal, v_now);
    insert into ops.due_work (tenant_ref, kind, due_at) values (p_tenant, 'wallet.watch', v_now);
  end if;
  return v_result || jsonb_build_object('spendable_after', (v_bonus + v_cash - v_floor - p_amount)::text);
end $$;
