-- owner: kf_fn
-- execute: kf_service
-- Pays an order that awaits payment from a distributor's wallet, bonus first, and hands over at once what can be, in one
-- journal. The receipt's provider is the wallet and its transaction the order. Amounts in minor units.
-- Outcomes: paid with the order's state; insufficient with what is needed and what can be spent (credit included): nothing
-- is changed then. Locks: receipt key, order, lines, the wallet's two balances; codes were reserved by the same transaction
-- or are skipped where locked, so nothing is waited for below the balances.
create or replace function payments.pay_from_wallet(p_tenant uuid, p_order uuid, p_distributor uuid, p_receipt uuid, p_journal uuid)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_now timestamptz := app.now(); o orders.sales_order; v_cash bigint; v_bonus bigint; v_floor bigint; v_from_bonus bigint; v_result jsonb;
  v_codes text[] := '{}'; v_owners uuid[] := '{}'; v_amounts bigint[] := '{}';
begin
  perform app.enter_tenant(p_tenant);
  select * into strict o from orders.sales_order x where x.tenant_id = p_tenant and x.id = p_order for no key update;
  insert into payments.receipt (tenant_id, id, provider, account_id, provider_txn, order_id, amount, currency, fee, outcome, paid_at, created_at)
  values (p_tenant, p_receipt, 'wallet', null, p_order::text, p_order, o.amount, o.currency, 0, 'pending', v_now, v_now);
  select max(b.balance) filter (where b.code = '2040'), max(b.balance) filter (where b.code = '2041') into v_cash, v_bonus
    from ledger.lock_balances(p_tenant, o.currency, array['2040', '2041'], array[p_distributor, p_distributor]) b;
  select coalesce(b.min_balance, 0) into v_floor from ledger.account a
    join ledger.balance b on b.tenant_id = a.tenant_id and b.account_id = a.id
   where a.tenant_id = p_tenant and a.code = '2040' and a.owner_id = p_distributor and a.currency = o.currency;
  v_from_bonus := least(v_bonus, o.amount);
  if o.amount - v_from_bonus > v_cash - v_floor then
    return jsonb_build_object('outcome', 'insufficient', 'needed', o.amount::text, 'available', (v_bonus + v_cash - v_floor)::text);
  end if;
  -- A line of zero is no line.
  if v_from_bonus > 0 then v_codes := array['2041']; v_owners := array[p_distributor]; v_amounts := array[v_from_bonus]; end if;
  if v_from_bonus < o.amount then
    v_codes := v_codes || '2040'::text; v_owners := v_owners || p_distributor; v_amounts := v_amounts || (o.amount - v_from_bonus);
  end if;
  v_result := orders.pay_order(p_tenant, p_order, p_journal, 'pay:WALLET:' || p_order, v_codes, v_owners, v_amounts, 0);
  insert into wallet.charge (tenant_id, order_id, distributor_id, currency, amount, bonus, created_at)
  values (p_tenant, p_order, p_distributor, o.currency, o.amount, v_from_bonus, v_now);
  update payments.receipt r set outcome = 'applied', journal_id = p_journal where r.tenant_id = p_tenant and r.id = p_receipt;
  insert into ops.due_work (tenant_ref, kind, due_at) values (p_tenant, 'wallet.watch', v_now);
  return v_result || jsonb_build_object('outcome', 'paid', 'spendable_after', (v_bonus + v_cash - v_floor - o.amount)::text);
end $$;
