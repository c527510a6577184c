-- owner: kf_fn
-- execute: kf_service
-- Pays an order that awaits payment from a distributor's wallet, bonus first, and hands over at once what can be, in one
-- journal. The receipt's provider is the wallet and its transaction the order. Amounts in minor units.
-- Outcomes: paid with the order's state; insufficient with what is needed and what can be spent (credit included): the
-- caller rolls back then. Locks: receipt key, order, lines, the wallet's two balances; codes were reserved by the same
-- transaction or are skipped where locked, so nothing is waited for below the balances.
create or replace function payments.pay_from_wallet(p_tenant uuid, p_order uuid, p_distributor uuid, p_receipt uuid, p_journal uuid)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_now timestamptz := app.now(); o orders.sales_order; v_result jsonb;
begin
  perform app.enter_tenant(p_tenant);
  select * into strict o from orders.sales_order x where x.tenant_id = p_tenant and x.id = p_order for no key update;
  insert into payments.receipt (tenant_id, id, provider, account_id, provider_txn, order_id, amount, currency, fee, outcome, paid_at, created_at)
  values (p_tenant, p_receipt, 'wallet', null, p_order::text, p_order, o.amount, o.currency, 0, 'pending', v_now, v_now);
  v_result := wallet.charge_order(p_tenant, p_order, p_distributor, o.currency, o.amount, p_journal, 'pay:WALLET:' || p_order);
  if v_result ->> 'outcome' = 'paid' then
    update payments.receipt r set outcome = 'applied', journal_id = p_journal where r.tenant_id = p_tenant and r.id = p_receipt;
  end if;
  return v_result;
end $$;
