-- owner: kf_fn
-- execute: kf_service
-- Ends the hold of an order whose closing every payment provider has confirmed: codes go back on sale, limit counters are
-- given back, and an outbox row tells it. Outcomes: closed; not_closing with the state it is in (paid meanwhile, closed before): nothing is changed.
-- Locks: order, limit counters by SKU, codes.
create or replace function orders.close_order(p_tenant uuid, p_order uuid)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_now timestamptz := app.now(); o orders.sales_order; l record; v_released integer;
begin
  perform app.enter_tenant(p_tenant);
  select * into o from orders.sales_order x where x.tenant_id = p_tenant and x.id = p_order for no key update;
  if o.id is null or o.state <> 'closing' then
    return jsonb_build_object('outcome', 'not_closing', 'state', o.state);
  end if;
  for l in select x.sku_id, x.limit_key, x.limit_window, x.quantity from orders.order_line x
            where x.tenant_id = p_tenant and x.order_id = p_order and x.limit_key is not null order by x.sku_id, x.line loop
    update orders.limit_counter c set used = c.used - l.quantity
     where c.tenant_id = p_tenant and c.sku_id = l.sku_id and c.buyer_key = l.limit_key and c.window_start = l.limit_window;
  end loop;
  v_released := inventory.release_codes(p_tenant, p_order);
  update orders.order_line x set state = 'cancelled' where x.tenant_id = p_tenant and x.order_id = p_order;
  update orders.sales_order x set state = 'closed', closed_at = v_now, updated_at = v_now, version = x.version + 1
   where x.tenant_id = p_tenant and x.id = p_order;
  insert into orders.order_event (tenant_id, id, order_id, distributor_id, buyer_id, kind, public, actor_id, created_at)
  values (p_tenant, gen_random_uuid(), o.id, o.distributor_id, o.buyer_id, 'closed', true, app.actor_id(), v_now);
  insert into jobs.outbox (tenant_id, id, topic, dedupe, payload, created_at, next_try_at)
  values (p_tenant, gen_random_uuid(), 'order.closed', 'order.closed:' || o.id || ':' || o.version, jsonb_build_object('order_id', o.id), v_now, v_now);
  insert into ops.due_work (tenant_ref, kind, due_at)
  select p_tenant, w.kind, v_now from (values ('outbox', true), ('stock.count', v_released > 0)) w(kind, is_due) where w.is_due;
  return jsonb_build_object('outcome', 'closed', 'released', v_released);
end $$;
