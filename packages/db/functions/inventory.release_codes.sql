-- owner: kf_fn
-- execute: kf_service, kf_fn
-- Puts codes reserved for an order back on sale: all of them, or up to p_limit of one line, those that expire last first.
-- Returns how many.
create or replace function inventory.release_codes(p_tenant uuid, p_order uuid, p_line integer default null, p_limit integer default null)
returns integer language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_ids uuid[]; v_now timestamptz := app.now();
begin
  perform app.enter_tenant(p_tenant);
  v_ids := array(
    select c.id from inventory.card_code c
     where c.tenant_id = p_tenant and c.order_id = p_order and c.state = 'reserved' and (p_line is null or c.order_line = p_line)
     order by c.expires_at desc nulls first, c.id desc limit p_limit for no key update);
  with released as (
    update inventory.card_code c set state = 'available', order_id = null, order_line = null, state_at = v_now
     where c.tenant_id = p_tenant and c.id = any (v_ids) returning c.sku_id)
  insert into inventory.stock_dirty (tenant_id, sku_id) select distinct p_tenant, r.sku_id from released r;
  return cardinality(v_ids);
end $$;
