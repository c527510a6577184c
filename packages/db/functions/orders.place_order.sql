-- owner: kf_fn
-- execute: kf_service
-- Writes an order that TypeScript has priced and decided: header, lines with model and frozen split, limit counters, reservation.
-- Outcomes: placed; repeated (this client_ref was used for the same request: the first order is named); conflict (used
-- for another request); too_many (the buyer, device or address keeps too many orders unpaid, with which and how many are
-- allowed); short (stock is missing of a line that may not wait). Unless placed or repeated the caller must roll back.
-- With reserves false no code is kept: a large order is delivered in parts, and what is missing then waits or is refunded.
-- Breaking a buyer's limit raises 23514 buyer_limit. Locks: client_ref, limit counters by SKU, codes (skip locked).
create or replace function orders.place_order(p_tenant uuid, p_order jsonb, p_lines jsonb)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_id uuid := (p_order ->> 'id')::uuid; v_now timestamptz := app.now(); v_old record; l record; v_ids uuid[]; v_short jsonb := '[]';
  v_distributor uuid := (p_order ->> 'distributor_id')::uuid; v_buyer uuid := (p_order ->> 'buyer_id')::uuid;
  v_hold interval := make_interval(secs => (p_order ->> 'hold_seconds')::integer); v_who text;
begin
  perform app.enter_tenant(p_tenant);
  insert into orders.sales_order (tenant_id, id, order_no, shop_id, distributor_id, buyer_id, channel, payer, state, currency, amount,
    collected_by, referral_code, referrer_id, client_ref, request_hash, contact_mail, contact_phone, query_password_hash, locale, ip, device, hold_until, deliver_at, created_at, updated_at)
  values (p_tenant, v_id, p_order ->> 'order_no', (p_order ->> 'shop_id')::uuid, v_distributor, v_buyer, p_order ->> 'channel', p_order ->> 'payer',
    'awaiting_payment', p_order ->> 'currency', (p_order ->> 'amount')::bigint, coalesce(p_order ->> 'collected_by', 'platform'), p_order ->> 'referral_code', (p_order ->> 'referrer_id')::uuid,
    p_order ->> 'client_ref', p_order ->> 'request_hash',
    p_order ->> 'contact_mail', p_order ->> 'contact_phone', p_order ->> 'query_password_hash', p_order ->> 'locale', p_order ->> 'ip', p_order ->> 'device',
    v_now + v_hold, (p_order ->> 'deliver_at')::timestamptz, v_now, v_now)
  on conflict (tenant_id, channel, distributor_id, buyer_id, client_ref) do nothing;
  if not found then
    select o.id, o.order_no, o.request_hash into strict v_old from orders.sales_order o
     where o.tenant_id = p_tenant and o.channel = p_order ->> 'channel' and o.distributor_id = v_distributor
       and o.buyer_id is not distinct from v_buyer and o.client_ref = p_order ->> 'client_ref';
    return jsonb_build_object('outcome', case when v_old.request_hash = p_order ->> 'request_hash' then 'repeated' else 'conflict' end,
      'order_id', v_old.id, 'order_no', v_old.order_no);
  end if;

  v_who := orders.too_many_unpaid(p_tenant, v_buyer, p_order ->> 'device', p_order ->> 'ip',
    (p_order ->> 'unpaid_max')::integer, (p_order ->> 'unpaid_per_ip_max')::integer);
  if v_who is not null then
    return jsonb_build_object('outcome', 'too_many', 'who', v_who,
      'max', (p_order ->> case v_who when 'ip' then 'unpaid_per_ip_max' else 'unpaid_max' end)::integer);
  end if;

  insert into orders.order_line (tenant_id, order_id, line, distributor_id, buyer_id, sku_id, sku_code, kind, product_name_zh, product_name_en,
    sku_name_zh, sku_name_en, face_value, quantity, unit_price, amount, top_up, when_empty, allocation, backorder_hours, delay_seconds,
    limit_key, limit_window, warranty_days, model, charge_amount)
  select p_tenant, v_id, x.line, v_distributor, v_buyer, x.sku_id, x.sku_code, x.kind, x.product_name_zh, x.product_name_en, x.sku_name_zh,
    x.sku_name_en, x.face_value, x.quantity, x.unit_price, x.amount, x.top_up, x.when_empty, x.allocation, x.backorder_hours, x.delay_seconds,
    x.limit_key, x.limit_window, x.warranty_days, coalesce(x.model, 'price_difference'), x.charge_amount
    from jsonb_to_recordset(p_lines) x(line integer, sku_id uuid, sku_code text, kind text, product_name_zh text, product_name_en text,
      sku_name_zh text, sku_name_en text, face_value numeric, quantity integer, unit_price numeric, amount bigint, top_up jsonb,
      when_empty text, allocation text, backorder_hours integer, delay_seconds integer, limit_key text, limit_window timestamptz, warranty_days integer,
      model text, charge_amount bigint);
  insert into orders.order_split (tenant_id, order_id, line, position, earner_id, via_child_id, unit_cost, unit_price, amount, rate, distance, base,
    referral_code, withheld, withheld_for)
  select p_tenant, v_id, x.line, s.position, s.earner_id, s.via_child_id, s.unit_cost, s.unit_price, s.amount, s.rate, s.distance, s.base,
         s.referral_code, coalesce(s.withheld, 0), s.withheld_for
    from jsonb_to_recordset(p_lines) x(line integer, split jsonb),
         jsonb_to_recordset(x.split) s(position integer, earner_id uuid, via_child_id uuid, unit_cost numeric, unit_price numeric, amount bigint,
           rate numeric, distance integer, base bigint, referral_code text, withheld bigint, withheld_for text);

  for l in select x.* from jsonb_to_recordset(p_lines) x(line integer, sku_id uuid, quantity integer, limit_key text, limit_window timestamptz,
             limit_max integer) where x.limit_key is not null order by x.sku_id, x.line loop
    insert into orders.limit_counter (tenant_id, sku_id, buyer_key, window_start, used, max_units)
    values (p_tenant, l.sku_id, l.limit_key, l.limit_window, l.quantity, l.limit_max)
    on conflict (tenant_id, sku_id, buyer_key, window_start)
    do update set used = orders.limit_counter.used + excluded.used, max_units = excluded.max_units;
  end loop;

  for l in select x.* from jsonb_to_recordset(p_lines) x(line integer, sku_id uuid, kind text, face_value numeric, quantity integer, allocation text,
             when_empty text) where x.kind <> 'top_up' and coalesce((p_order ->> 'reserves')::boolean, true) order by x.line loop
    v_ids := inventory.take_codes(p_tenant, l.sku_id, l.face_value, l.quantity, l.allocation, v_id, l.line, 'reserved');
    if cardinality(v_ids) < l.quantity and l.when_empty <> 'backorder' then
      v_short := v_short || jsonb_build_object('line', l.line, 'sku_id', l.sku_id, 'available', cardinality(v_ids));
    end if;
  end loop;
  if jsonb_array_length(v_short) > 0 then
    return jsonb_build_object('outcome', 'short', 'short', v_short);
  end if;

  insert into orders.order_event (tenant_id, id, order_id, distributor_id, buyer_id, kind, public, actor_id, created_at)
  values (p_tenant, gen_random_uuid(), v_id, v_distributor, v_buyer, 'placed', true, app.actor_id(), v_now);
  insert into ops.due_work (tenant_ref, kind, due_at) values (p_tenant, 'order.close', v_now + v_hold), (p_tenant, 'stock.count', v_now);
  return jsonb_build_object('outcome', 'placed', 'order_id', v_id, 'order_no', p_order ->> 'order_no', 'hold_until', v_now + v_hold);
end $$;
