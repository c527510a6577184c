-- owner: kf_fn
-- execute: kf_service
-- Hands over what has become deliverable of a paid order (its time has come, stock arrived, the next part of a large order,
-- a person fulfilled a top-up) out of its deferred money. p_fee: what the seller bears of the gateway's fee for the whole
-- order. p_top_up: [{line, units, evidence}]. Outcomes: delivered; unchanged (nothing could be handed over); not_due (the
-- order is in no state to deliver). Locks: order, lines, codes.
create or replace function orders.deliver_order(p_tenant uuid, p_order uuid, p_journal uuid, p_fee bigint, p_top_up jsonb default '[]')
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  c_units_max constant integer := 1000;
  v_now timestamptz := app.now(); o orders.sales_order; v_result jsonb; v_state text; v_before integer; v_next timestamptz; v_settle timestamptz;
begin
  perform app.enter_tenant(p_tenant);
  select * into o from orders.sales_order x where x.tenant_id = p_tenant and x.id = p_order for no key update;
  if o.id is null or o.state not in ('paid', 'fulfilling', 'partly_delivered') then
    return jsonb_build_object('outcome', 'not_due', 'state', o.state);
  end if;
  select sum(l.delivered) into v_before from orders.order_line l where l.tenant_id = p_tenant and l.order_id = p_order;
  v_result := orders.deliver_lines(p_tenant, p_order, p_journal, 'deliver:' || p_order || ':' || p_journal, 'deliver', '{}', '{}', '{}',
    p_fee, true, c_units_max, p_top_up);
  v_state := v_result ->> 'state';
  v_next := (v_result ->> 'next_at')::timestamptz;
  v_settle := (v_result ->> 'settle_at')::timestamptz;
  if (v_result ->> 'delivered')::integer = v_before and v_state = o.state then
    update orders.sales_order x set next_delivery_at = v_next, settle_at = v_settle
     where x.tenant_id = p_tenant and x.id = p_order and (x.next_delivery_at, x.settle_at) is distinct from (v_next, v_settle);
    return v_result || jsonb_build_object('outcome', 'unchanged');
  end if;
  update orders.sales_order x set state = v_state, delivered_at = case when v_state = 'delivered' then v_now end, next_delivery_at = v_next,
         settle_at = v_settle, updated_at = v_now, version = x.version + 1
   where x.tenant_id = p_tenant and x.id = p_order;
  insert into orders.order_event (tenant_id, id, order_id, distributor_id, buyer_id, kind, public, actor_id, data, created_at)
  values (p_tenant, gen_random_uuid(), o.id, o.distributor_id, o.buyer_id, v_state, true, app.actor_id(),
    jsonb_build_object('units', (v_result ->> 'delivered')::integer - v_before), v_now);
  insert into jobs.outbox (tenant_id, id, topic, dedupe, payload, created_at, next_try_at)
  select p_tenant, gen_random_uuid(), 'order.delivered', 'order.delivered:' || o.id || ':' || (v_result ->> 'delivered'),
         jsonb_build_object('order_id', o.id, 'state', v_state), v_now, v_now
   where (v_result ->> 'delivered')::integer > v_before;
  insert into ops.due_work (tenant_ref, kind, due_at)
  select p_tenant, w.kind, w.due_at
    from (values ('outbox', v_now), ('stock.count', v_now), ('order.deliver', v_next), ('order.settle', v_settle)) w(kind, due_at)
   where w.due_at is not null;
  return v_result || jsonb_build_object('outcome', 'delivered');
end $$;
