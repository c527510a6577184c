-- owner: kf_fn
-- execute: kf_service
-- Recognises money once per provider transaction and does all that follows in one commit: receipt, order state, codes,
-- deliveries, one journal, income lines, timeline, outbox. Amounts in minor units.
-- Outcomes: applied; repeated (this transaction was reported before: nothing is done); suspense with a reason
-- (unknown_order, wrong_currency, wrong_amount, double, late, out_of_stock): the money waits in 2080 and is sent back by
-- the refund sweeper. Locks: receipt key, order, lines, codes (skip locked); every account moved is a delta account.
create or replace function payments.capture(
  p_tenant uuid, p_receipt uuid, p_journal uuid, p_account uuid, p_provider text, p_txn text, p_order uuid, p_attempt uuid,
  p_amount bigint, p_currency text, p_fee bigint, p_paid_at timestamptz)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  c_nil constant uuid := '00000000-0000-0000-0000-000000000000';
  v_now timestamptz := app.now(); o orders.sales_order; g payments.gateway_account; v_reason text; v_result jsonb; v_state text;
  v_codes text[]; v_owners uuid[]; v_amounts bigint[]; v_deliver boolean; v_key text := left('pay:' || p_account || ':' || p_txn, 200);
  v_late boolean; v_backorder interval;
begin
  perform app.enter_tenant(p_tenant);
  insert into payments.receipt (tenant_id, id, provider, account_id, provider_txn, attempt_id, amount, currency, fee, outcome, paid_at, created_at)
  values (p_tenant, p_receipt, p_provider, p_account, p_txn, p_attempt, p_amount, p_currency, p_fee, 'pending', p_paid_at, v_now)
  on conflict (tenant_id, account_id, provider_txn) do nothing;
  if not found then
    return (select jsonb_build_object('outcome', 'repeated', 'first', r.outcome, 'order_id', r.order_id) from payments.receipt r
             where r.tenant_id = p_tenant and r.account_id = p_account and r.provider_txn = p_txn);
  end if;
  select * into strict g from payments.gateway_account x where x.tenant_id = p_tenant and x.id = p_account;
  select * into o from orders.sales_order x where x.tenant_id = p_tenant and x.id = p_order for no key update;

  v_reason := case
    when o.id is null then 'unknown_order'
    when p_currency <> o.currency then 'wrong_currency'
    when o.state not in ('awaiting_payment', 'closing', 'closed') then 'double'
    when p_amount <> o.amount then 'wrong_amount' end;
  v_late := v_reason is null and o.state = 'closed';
  v_codes := array['1020']; v_owners := array[p_account]; v_amounts := array[p_amount - p_fee];
  if p_fee <> 0 then v_codes := v_codes || '5020'::text; v_owners := v_owners || c_nil; v_amounts := v_amounts || p_fee; end if;

  if v_reason is null then
    select make_interval(hours => min(s.backorder_hours)) into v_backorder
      from orders.order_line l join catalog.sku s on s.tenant_id = l.tenant_id and s.id = l.sku_id
     where l.tenant_id = p_tenant and l.order_id = o.id and l.when_empty = 'backorder';
    v_deliver := o.deliver_at is null or o.deliver_at <= v_now;
    begin
      v_result := orders.deliver_lines(p_tenant, o.id, p_journal, v_key, 'sale', v_codes, v_owners, v_amounts,
        case g.fee_bearer when 'seller' then p_fee else 0 end, false, v_deliver);
      -- Late money buys only what is there in full; a partly filled late order is worse for the buyer than his money.
      if v_late and v_deliver and exists (
        select 1 from orders.order_line l where l.tenant_id = p_tenant and l.order_id = o.id
           and l.kind <> 'top_up' and l.when_empty <> 'backorder' and l.delivered < l.quantity) then
        raise exception 'late money, stock gone' using errcode = 'KF030';
      end if;
    exception when sqlstate 'KF030' then
      v_reason := 'out_of_stock';
    end;
  end if;

  if v_reason is not null then
    perform ledger.post(p_tenant, p_journal, v_key, 'suspense', p_currency, v_codes || '2080'::text, v_owners || c_nil, v_amounts || -p_amount,
      null, o.id, o.order_no);
    update payments.receipt r set outcome = 'suspense', reason = v_reason, order_id = o.id, journal_id = p_journal
     where r.tenant_id = p_tenant and r.id = p_receipt;
    if o.id is not null then
      insert into orders.order_event (tenant_id, id, order_id, distributor_id, buyer_id, kind, public, data, created_at)
      values (p_tenant, gen_random_uuid(), o.id, o.distributor_id, o.buyer_id, 'money_returned', true,
        jsonb_build_object('reason', v_reason, 'amount', p_amount::text, 'currency', p_currency), v_now);
    end if;
    insert into ops.due_work (tenant_ref, kind, due_at) values (p_tenant, 'refund.suspense', v_now);
    return jsonb_build_object('outcome', 'suspense', 'reason', v_reason, 'order_id', o.id);
  end if;

  update payments.receipt r set outcome = 'applied', order_id = o.id, journal_id = p_journal where r.tenant_id = p_tenant and r.id = p_receipt;
  v_state := v_result ->> 'state';
  update orders.sales_order x set state = v_state, paid_at = v_now, closed_at = null,
         delivered_at = case when v_state = 'delivered' then v_now end,
         backorder_until = case when (v_result ->> 'open')::integer > 0 and v_backorder is not null then v_now + v_backorder end,
         updated_at = v_now, version = x.version + 1
   where x.tenant_id = p_tenant and x.id = o.id;
  if p_attempt is not null then
    update payments.attempt a set state = 'captured', query_at = null, updated_at = v_now where a.tenant_id = p_tenant and a.id = p_attempt;
  end if;
  insert into orders.order_event (tenant_id, id, order_id, distributor_id, buyer_id, kind, public, created_at)
  select p_tenant, gen_random_uuid(), o.id, o.distributor_id, o.buyer_id, k, true, v_now
    from unnest(case when v_state in ('delivered', 'partly_delivered') then array['paid', v_state] else array['paid'] end) k;
  insert into jobs.outbox (tenant_id, id, topic, dedupe, payload, created_at, next_try_at)
  values (p_tenant, gen_random_uuid(), 'order.paid', 'order.paid:' || o.id, jsonb_build_object('order_id', o.id, 'state', v_state), v_now, v_now);
  insert into ops.due_work (tenant_ref, kind, due_at)
  select p_tenant, k, v_now from unnest(array['outbox', 'stock.count']) k
  union all select p_tenant, 'order.deliver', o.deliver_at where o.deliver_at > v_now
  union all select p_tenant, 'order.settle', v_now where (v_result ->> 'open')::integer > 0;
  return jsonb_build_object('outcome', 'applied', 'order_id', o.id, 'state', v_state, 'open', (v_result ->> 'open')::integer);
end $$;
