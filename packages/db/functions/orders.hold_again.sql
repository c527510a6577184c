-- owner: kf_fn
-- execute: kf_fn
-- Gives a closed order back what its closing released: limit counters and codes. Raises KF030 when stock is gone and KF031
-- when the buyer's limit was used up meanwhile; the caller rolls back to a savepoint.
create or replace function orders.hold_again(p_tenant uuid, p_order uuid)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare l record; v_ids uuid[];
begin
  perform app.enter_tenant(p_tenant);
  for l in select x.sku_id, x.limit_key, x.limit_window, x.quantity from orders.order_line x
            where x.tenant_id = p_tenant and x.order_id = p_order and x.limit_key is not null order by x.sku_id, x.line loop
    update orders.limit_counter c set used = c.used + l.quantity
     where c.tenant_id = p_tenant and c.sku_id = l.sku_id and c.buyer_key = l.limit_key and c.window_start = l.limit_window
       and c.used + l.quantity <= c.max_units;
    if not found then raise exception 'the buyer''s limit is used up' using errcode = 'KF031'; end if;
  end loop;
  for l in select x.line, x.sku_id, x.face_value, x.quantity, x.allocation, x.when_empty from orders.order_line x
            where x.tenant_id = p_tenant and x.order_id = p_order and x.kind <> 'top_up' order by x.line loop
    v_ids := inventory.take_codes(p_tenant, l.sku_id, l.face_value, l.quantity, l.allocation, p_order, l.line, 'reserved');
    -- A partly filled late order is worse for the buyer than his money.
    if cardinality(v_ids) < l.quantity and l.when_empty <> 'backorder' then
      raise exception 'late money, stock gone' using errcode = 'KF030';
    end if;
  end loop;
end $$;
