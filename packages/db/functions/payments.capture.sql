-- owner: kf_fn
-- execute: kf_service
-- Recognises money once per provider transaction and does all that follows in one commit: receipt, order state, codes,
-- deliveries, one journal, income lines, timeline, outbox. Amounts in minor units. The order is the one of the attempt
-- p_attempt, or p_order where no attempt led to it.
-- Outcomes: applied; repeated (this transaction was reported before: nothing is done); suspense with a reason
-- (unknown_order, wrong_currency, wrong_amount, double, late, out_of_stock, wallet_short): the money waits in 2080 and is sent
-- back by the refund sweeper. An attempt of a top-up leads into a wallet instead (wallet.apply_top_up). Money that a
-- distributor's own account took is none of ours: it is written down and never posted, the order is paid by the seller's wallet
-- at its cost (wallet.charge_order), and what fits no order, or what the wallet cannot carry, goes back through that account.
-- Locks: receipt key, order, lines, codes (skip locked); every account an order moves is a delta account, but a charged wallet.
create or replace function payments.capture(
  p_tenant uuid, p_receipt uuid, p_journal uuid, p_account uuid, p_provider text, p_txn text, p_order uuid, p_attempt uuid,
  p_amount bigint, p_currency text, p_fee bigint, p_paid_at timestamptz)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  c_nil constant uuid := '00000000-0000-0000-0000-000000000000';
  v_now timestamptz := app.now(); o orders.sales_order; v_bearer text; v_collector uuid; v_order uuid := p_order; v_attempt uuid; v_top_up uuid; v_reason text; v_result jsonb;
  v_codes text[] := '{}'; v_owners uuid[] := '{}'; v_amounts bigint[] := '{}'; 
  v_key text := 'pay:' || p_account || ':' || case when length(p_txn) <= 120 then p_txn else encode(sha256(convert_to(p_txn, 'UTF8')), 'hex') end;
begin
  perform app.enter_tenant(p_tenant);
  select a.id, a.order_id, a.top_up_id into v_attempt, v_order, v_top_up from payments.attempt a
   where a.tenant_id = p_tenant and a.id = p_attempt and a.account_id = p_account;
  v_order := coalesce(v_order, p_order);
  select g.fee_bearer, g.distributor_id into strict v_bearer, v_collector
    from payments.gateway_account g where g.tenant_id = p_tenant and g.id = p_account;
  insert into payments.receipt (tenant_id, id, provider, account_id, provider_txn, attempt_id, amount, currency, fee, collected_by, outcome, paid_at, created_at)
  values (p_tenant, p_receipt, p_provider, p_account, p_txn, v_attempt, p_amount, p_currency, p_fee,
    case when v_collector is null then 'platform' else 'distributor' end, 'pending', p_paid_at, v_now)
  on conflict (tenant_id, account_id, provider_txn) do nothing;
  if not found then
    return (select jsonb_build_object('outcome', 'repeated', 'first', r.outcome, 'order_id', r.order_id) from payments.receipt r
             where r.tenant_id = p_tenant and r.account_id = p_account and r.provider_txn = p_txn);
  end if;
  select * into o from orders.sales_order x where x.tenant_id = p_tenant and x.id = v_order for no key update;

  v_reason := case
    when o.id is null or (case o.collected_by when 'distributor' then o.distributor_id end) is distinct from v_collector then 'unknown_order'
    when p_currency <> o.currency then 'wrong_currency'
    when o.state not in ('awaiting_payment', 'closing', 'closed') then 'double'
    when p_amount <> o.amount then 'wrong_amount' end;
  -- A line of zero is no line: a provider that keeps everything or nothing posts one line less.
  if p_amount <> p_fee then v_codes := array['1020']; v_owners := array[p_account]; v_amounts := array[p_amount - p_fee]; end if;
  if p_fee <> 0 then v_codes := v_codes || '5020'::text; v_owners := v_owners || c_nil; v_amounts := v_amounts || p_fee; end if;
  if v_attempt is not null then
    update payments.attempt a set state = 'captured', query_at = null, updated_at = v_now
     where a.tenant_id = p_tenant and a.id = v_attempt and a.state <> 'captured';
  end if;

  if v_top_up is not null then
    v_reason := wallet.apply_top_up(p_tenant, v_top_up, p_journal, v_key, v_codes, v_owners, v_amounts, p_amount, p_currency);
    if v_reason is null then
      update payments.receipt r set outcome = 'applied', top_up_id = v_top_up, journal_id = p_journal where r.tenant_id = p_tenant and r.id = p_receipt;
      return jsonb_build_object('outcome', 'applied', 'order_id', null, 'top_up_id', v_top_up);
    end if;
  elsif v_reason is null and v_collector is not null then
    v_result := wallet.charge_order(p_tenant, o.id, v_collector, o.currency,
      (select sum(l.charge_amount) from orders.order_line l where l.tenant_id = p_tenant and l.order_id = o.id)::bigint, p_journal, 'charge:' || o.id);
    v_reason := case v_result ->> 'outcome' when 'insufficient' then 'wallet_short' when 'out_of_stock' then 'out_of_stock' when 'limit' then 'late' end;
  elsif v_reason is null then
    v_result := orders.pay_order(p_tenant, o.id, p_journal, v_key, v_codes, v_owners, v_amounts, case v_bearer when 'seller' then p_fee else 0 end);
    v_reason := case v_result ->> 'outcome' when 'out_of_stock' then 'out_of_stock' when 'limit' then 'late' end;
  end if;
  if v_reason is null then
    update payments.receipt r set outcome = 'applied', order_id = o.id, journal_id = case when v_collector is null then p_journal end
     where r.tenant_id = p_tenant and r.id = p_receipt;
    return v_result || jsonb_build_object('outcome', 'applied', 'order_id', o.id);
  end if;

  if v_collector is null then
    perform ledger.post(p_tenant, p_journal, v_key, 'suspense_receive', p_currency, v_codes || '2080'::text, v_owners || c_nil, v_amounts || -p_amount,
      null, o.id, o.order_no);
  end if;
  update payments.receipt r set outcome = 'suspense', reason = v_reason, order_id = o.id, top_up_id = v_top_up,
         journal_id = case when v_collector is null then p_journal end
   where r.tenant_id = p_tenant and r.id = p_receipt;
  if o.id is not null then
    insert into orders.order_event (tenant_id, id, order_id, distributor_id, buyer_id, kind, public, data, created_at)
    values (p_tenant, gen_random_uuid(), o.id, o.distributor_id, o.buyer_id, 'money_returned', true,
      -- That its wallet is empty is the seller's affair, not the buyer's.
      jsonb_build_object('reason', case v_reason when 'wallet_short' then 'not_accepted' else v_reason end, 'amount', p_amount::text, 'currency', p_currency), v_now);
  end if;
  insert into ops.due_work (tenant_ref, kind, due_at) values (p_tenant, 'refund.suspense', v_now);
  return jsonb_build_object('outcome', 'suspense', 'reason', v_reason, 'order_id', o.id);
end $$;
