-- owner: kf_fn
-- execute: kf_service
-- Takes up to p_quantity available codes of a SKU for an order line and moves them to p_state (reserved or sold).
-- Rows locked by others are skipped, so buyers never wait for each other; expired codes never leave. FEFO by default;
-- other allocations follow the stored pick key (0 = first in, random otherwise). Returns the ids taken.
create or replace function inventory.take_codes(
  p_tenant uuid, p_sku uuid, p_face numeric, p_quantity integer, p_allocation text, p_order uuid, p_line integer, p_state text)
returns uuid[] language plpgsql security definer set search_path = pg_catalog, pg_temp
-- A generic plan knows neither the SKU nor the limit, and would rather sort all codes of a SKU than walk them in order.
set enable_sort = off
-- An array of known length would be planned anew at every call, which takes longer than running it.
set plan_cache_mode = force_generic_plan as $$
declare v_ids uuid[]; v_now timestamptz := app.now();
begin
  perform app.enter_tenant(p_tenant);
  if p_state not in ('reserved', 'sold') then raise exception 'codes are taken as reserved or sold' using errcode = 'KF020'; end if;
  -- Scalar arguments and an array of ids keep the planner on the partial index.
  if p_allocation = 'fefo' then
    v_ids := array(
      select c.id from inventory.card_code c
       where c.tenant_id = p_tenant and c.sku_id = p_sku and c.state = 'available'
         and (c.expires_at is null or c.expires_at > v_now) and c.face_value is not distinct from p_face
       order by c.expires_at nulls last, c.id limit p_quantity for no key update skip locked);
  else
    v_ids := array(
      select c.id from inventory.card_code c
       where c.tenant_id = p_tenant and c.sku_id = p_sku and c.state = 'available'
         and (c.expires_at is null or c.expires_at > v_now) and c.face_value is not distinct from p_face
       order by c.pick, c.id limit p_quantity for no key update skip locked);
  end if;
  if cardinality(v_ids) > 0 then
    update inventory.card_code c set state = p_state, order_id = p_order, order_line = p_line, state_at = v_now
     where c.tenant_id = p_tenant and c.id = any (v_ids);
    insert into inventory.stock_dirty (tenant_id, sku_id) values (p_tenant, p_sku);
  end if;
  return v_ids;
end $$;
