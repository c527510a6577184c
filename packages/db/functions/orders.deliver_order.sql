-- owner: kf_fn
-- execute: kf_service
-- Delivers what has become deliverable of a paid order (its time has come, stock arrived, a person fulfilled a top-up) out
-- of its deferred money. p_top_up: [{line, units, evidence}]. Returns the order's new state and what is still open.
-- Outcome not_due when the order is in no state to deliver or its time has not come; nothing is changed then.
create or replace function orders.deliver_order(p_tenant uuid, p_order uuid, p_journal uuid, p_top_up jsonb default '[]')
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_now timestamptz := app.now(); o orders.sales_order; v_result jsonb; v_state text; v_fee bigint := 0; v_before integer;
begin
  perform app.enter_tenant(p_tenant);
  select * into o from orders.sales_order x where x.tenant_id = p_tenant and x.id = p_order for no key update;
  if o.id is null or o.state not in ('paid', 'fulfilling', 'partly_delivered') or o.deliver_at > v_now then
    return jsonb_build_object('outcome', 'not_due', 'state', o.state);
  end if;
  select sum(l.delivered) into v_before from orders.order_line l where l.tenant_id = p_tenant and l.order_id = p_order;
  select case g.fee_bearer when 'seller' then r.fee else 0 end into v_fee
    from payments.receipt r join payments.gateway_account g on g.tenant_id = r.tenant_id and g.id = r.account_id
   where r.tenant_id = p_tenant and r.order_id = p_order and r.outcome = 'applied';
  v_result := orders.deliver_lines(p_tenant, p_order, p_journal, 'deliver:' || p_order || ':' || p_journal, 'delivery', '{}', '{}', '{}',
    coalesce(v_fee, 0), true, true, p_top_up);
  v_state := v_result ->> 'state';
  if v_state = o.state and (v_result ->> 'delivered')::integer = v_before then
    return jsonb_build_object('outcome', 'unchanged', 'state', v_state, 'open', (v_result ->> 'open')::integer);
  end if;
  update orders.sales_order x set state = v_state, delivered_at = case when v_state = 'delivered' then v_now end, updated_at = v_now, version = x.version + 1
   where x.tenant_id = p_tenant and x.id = p_order;
  if (v_result ->> 'delivered')::integer > v_before then
    insert into orders.order_event (tenant_id, id, order_id, distributor_id, buyer_id, kind, public, actor_id, created_at)
    values (p_tenant, gen_random_uuid(), o.id, o.distributor_id, o.buyer_id, v_state, true, app.actor_id(), v_now);
    insert into jobs.outbox (tenant_id, id, topic, dedupe, payload, created_at, next_try_at)
    values (p_tenant, gen_random_uuid(), 'order.delivered', 'order.delivered:' || o.id || ':' || (v_result ->> 'delivered'),
      jsonb_build_object('order_id', o.id, 'state', v_state), v_now, v_now);
    insert into ops.due_work (tenant_ref, kind, due_at) values (p_tenant, 'outbox', v_now), (p_tenant, 'stock.count', v_now);
  end if;
  return jsonb_build_object('outcome', 'delivered', 'state', v_state, 'open', (v_result ->> 'open')::integer);
end $$;
