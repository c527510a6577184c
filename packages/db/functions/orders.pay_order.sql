-- owner: kf_fn
-- execute: kf_fn
-- Turns a locked order that awaits payment (or is closing, or was closed and its exact money came late) into a paid one and
-- hands over at once what can be. The given lines are the money coming in. Answers outcome paid with the state, or, for
-- late money only, out_of_stock or limit: nothing is changed then.
create or replace function orders.pay_order(
  p_tenant uuid, p_order uuid, p_journal uuid, p_idem text, p_codes text[], p_owners uuid[], p_amounts bigint[], p_fee bigint)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  -- Larger orders are paid here and delivered by the worker, so that no buyer waits and no lock is held for long.
  c_units_at_once constant integer := 500;
  v_now timestamptz := app.now(); o orders.sales_order; v_units integer; v_is_delayed boolean; v_result jsonb; v_state text; v_next timestamptz; v_settle timestamptz;
begin
  perform app.enter_tenant(p_tenant);
  select * into strict o from orders.sales_order x where x.tenant_id = p_tenant and x.id = p_order for no key update;
  if o.state not in ('awaiting_payment', 'closing', 'closed') then
    raise exception 'order % is %', o.order_no, o.state using errcode = 'KF032';
  end if;
  if o.state = 'closed' then
    begin
      perform orders.hold_again(p_tenant, p_order);
    exception
      when sqlstate 'KF030' then return jsonb_build_object('outcome', 'out_of_stock');
      when sqlstate 'KF031' then return jsonb_build_object('outcome', 'limit');
    end;
  end if;
  select sum(x.quantity), o.deliver_at is not null or bool_or(x.delay_seconds > 0) into v_units, v_is_delayed
    from orders.order_line x where x.tenant_id = p_tenant and x.order_id = p_order;
  if v_is_delayed then
    -- A wish for a time holds for every line, a SKU's delay counts from payment.
    update orders.order_line x set deliver_at = greatest(o.deliver_at, case when x.delay_seconds > 0 then v_now + make_interval(secs => x.delay_seconds) end)
     where x.tenant_id = p_tenant and x.order_id = p_order and (o.deliver_at is not null or x.delay_seconds > 0);
  end if;

  v_result := orders.deliver_lines(p_tenant, p_order, p_journal, p_idem, case o.collected_by when 'distributor' then 'sale_charge' else 'sale' end, p_codes, p_owners, p_amounts, p_fee, false,
    case when v_units > c_units_at_once then 0 else c_units_at_once end);
  v_state := v_result ->> 'state';
  v_next := (v_result ->> 'next_at')::timestamptz;
  v_settle := (v_result ->> 'settle_at')::timestamptz;
  update orders.sales_order x set state = v_state, paid_at = v_now, closed_at = null, delivered_at = case when v_state = 'delivered' then v_now end,
         next_delivery_at = v_next, settle_at = v_settle, updated_at = v_now, version = x.version + 1
   where x.tenant_id = p_tenant and x.id = p_order;
  insert into orders.order_event (tenant_id, id, order_id, distributor_id, buyer_id, kind, public, actor_id, created_at)
  -- A microsecond apart, so that the timeline keeps their order.
  select p_tenant, gen_random_uuid(), o.id, o.distributor_id, o.buyer_id, k, true, app.actor_id(), v_now + n * interval '1 microsecond'
    from unnest(case when o.state = 'closed' then array['reopened'] else '{}' end || case v_state when 'paid' then array['paid'] else array['paid', v_state] end) with ordinality u(k, n);
  insert into jobs.outbox (tenant_id, id, topic, dedupe, payload, created_at, next_try_at)
  values (p_tenant, gen_random_uuid(), 'order.paid', 'order.paid:' || o.id, jsonb_build_object('order_id', o.id, 'state', v_state), v_now, v_now);
  insert into ops.due_work (tenant_ref, kind, due_at)
  select p_tenant, w.kind, w.due_at
    from (values ('outbox', v_now), ('stock.count', v_now), ('order.deliver', v_next), ('order.settle', v_settle)) w(kind, due_at)
   where w.due_at is not null;
  return v_result || jsonb_build_object('outcome', 'paid');
end $$;
