-- owner: kf_fn
-- execute: kf_fn
-- Sells up to p_quantity codes to an order line: those reserved for it first, then available ones. A reserved code whose
-- date has passed goes back unsold: codes past their date never leave. Returns the ids and their cost (minor units).
create or replace function inventory.sell_codes(
  p_tenant uuid, p_sku uuid, p_face numeric, p_quantity integer, p_allocation text, p_order uuid, p_line integer,
  out ids uuid[], out cost bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp
-- An array of known length would be planned anew at every call, which takes longer than running it.
set plan_cache_mode = force_generic_plan as $$
declare v_now timestamptz := app.now(); v_stale uuid[]; v_taken uuid[];
begin
  perform app.enter_tenant(p_tenant);
  ids := array(
    select c.id from inventory.card_code c
     where c.tenant_id = p_tenant and c.order_id = p_order and c.order_line = p_line and c.state = 'reserved'
       and (c.expires_at is null or c.expires_at > v_now)
     order by c.expires_at nulls last, c.id limit p_quantity for no key update);
  with sold as (
    update inventory.card_code c set state = 'sold', state_at = v_now where c.tenant_id = p_tenant and c.id = any (ids) returning c.unit_cost)
  select coalesce(sum(s.unit_cost), 0) into cost from sold s;
  if cardinality(ids) < p_quantity then
    v_stale := array(
      select c.id from inventory.card_code c
       where c.tenant_id = p_tenant and c.order_id = p_order and c.order_line = p_line and c.state = 'reserved' for no key update);
    if cardinality(v_stale) > 0 then
      update inventory.card_code c set state = 'available', order_id = null, order_line = null, state_at = v_now
       where c.tenant_id = p_tenant and c.id = any (v_stale);
    end if;
    v_taken := inventory.take_codes(p_tenant, p_sku, p_face, p_quantity - cardinality(ids), p_allocation, p_order, p_line, 'sold');
    cost := cost + (select coalesce(sum(c.unit_cost), 0) from inventory.card_code c where c.tenant_id = p_tenant and c.id = any (v_taken));
    ids := ids || v_taken;
  end if;
  if cardinality(ids) > 0 then
    insert into inventory.stock_dirty (tenant_id, sku_id) values (p_tenant, p_sku);
  end if;
end $$;
