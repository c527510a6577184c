-- owner: kf_fn
-- execute: kf_fn
-- Hands over what can be handed over of a locked, paid order now and posts one journal: the given lines (money coming in,
-- or deferred money being used) plus income per earner, cost of goods and the seller's share of the gateway fee.
-- The rule for parts: after d of q units, recognised money and every share are floor(x * d / q), so steps sum exactly.
-- p_deferred: account 2070 is debited for what is recognised (money came earlier); else the difference between what came
-- in and what is recognised now is credited to 2070. p_top_up: lines with units a person fulfilled, [{line, units, evidence}].
create or replace function orders.deliver_lines(
  p_tenant uuid, p_order uuid, p_journal uuid, p_idem text, p_kind text, p_codes text[], p_owners uuid[], p_amounts bigint[],
  p_fee bigint, p_deferred boolean, p_deliver boolean, p_top_up jsonb default '[]')
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  c_nil constant uuid := '00000000-0000-0000-0000-000000000000';
  v_now timestamptz := app.now(); o orders.sales_order; t tenancy.tenant; l orders.order_line; s record;
  v_ids uuid[]; v_more uuid[]; n integer; d_new integer; v_earned bigint; v_recognised bigint := 0; v_shares bigint; v_share bigint; v_had bigint;
  v_cost bigint; v_stock_cost bigint := 0; v_hand_cost bigint := 0; v_borne bigint; v_borne_before bigint; v_commission bigint; v_fee_recovered bigint := 0;
  v_codes text[] := p_codes; v_owners uuid[] := p_owners; v_amounts bigint[] := p_amounts; v_seller integer;
  v_delivered integer := 0; v_open integer := 0; v_manual integer := 0; v_state text; v_evidence text; v_in bigint := 0;
begin
  perform app.enter_tenant(p_tenant);
  select * into strict o from orders.sales_order x where x.tenant_id = p_tenant and x.id = p_order for no key update;
  select * into strict t from tenancy.tenant x where x.tenant_id = p_tenant;

  for l in select * from orders.order_line x where x.tenant_id = p_tenant and x.order_id = p_order order by x.line for no key update loop
    n := l.quantity - l.delivered - l.refunded_open;
    v_ids := '{}'; v_evidence := null; v_cost := 0;
    if not p_deliver or n = 0 then n := 0;
    elsif l.kind = 'top_up' then
      select least(n, (x ->> 'units')::integer), x ->> 'evidence' into n, v_evidence
        from jsonb_array_elements(p_top_up) x where (x ->> 'line')::integer = l.line;
      n := coalesce(n, 0);
      if n > 0 then
        select coalesce(round(c.unit_cost * power(10::numeric, ledger.exponent(o.currency)) * n)::bigint, 0) into v_cost
          from pricing.sku_cost c where c.tenant_id = p_tenant and c.sku_id = l.sku_id;
        v_cost := coalesce(v_cost, 0);
      end if;
    else
      with taken as (
        update inventory.card_code c set state = 'sold', state_at = v_now
         where c.tenant_id = p_tenant and c.order_id = p_order and c.order_line = l.line and c.state = 'reserved' returning c.id)
      select coalesce(array_agg(id), '{}') into v_ids from taken;
      if cardinality(v_ids) < n then
        v_more := inventory.take_codes(p_tenant, l.sku_id, l.face_value, n - cardinality(v_ids), l.allocation, p_order, l.line, 'sold');
        v_ids := v_ids || v_more;
      end if;
      n := cardinality(v_ids);
      if n > 0 then
        select coalesce(sum(c.unit_cost), 0) into v_cost from inventory.card_code c where c.tenant_id = p_tenant and c.id = any (v_ids);
      end if;
    end if;

    if n > 0 then
      insert into delivery.delivery (tenant_id, order_id, line, unit, turn, distributor_id, buyer_id, code_id, evidence, delivered_at)
      select p_tenant, p_order, l.line, l.delivered + k, 0, o.distributor_id, o.buyer_id, v_ids[k], v_evidence, v_now from generate_series(1, n) k;
      d_new := l.delivered + n;
      v_earned := div(l.amount::numeric * d_new, l.quantity)::bigint - l.earned_amount;
      v_recognised := v_recognised + v_earned;
      if l.kind = 'top_up' then v_hand_cost := v_hand_cost + v_cost; else v_stock_cost := v_stock_cost + v_cost; end if;
      v_shares := 0;
      select max(x.position) into v_seller from orders.order_split x where x.tenant_id = p_tenant and x.order_id = p_order and x.line = l.line;
      for s in select x.position, x.earner_id, x.via_child_id, x.amount from orders.order_split x
                where x.tenant_id = p_tenant and x.order_id = p_order and x.line = l.line and x.position > 0 order by x.position loop
        v_had := div(s.amount::numeric * l.delivered, l.quantity)::bigint;
        v_share := div(s.amount::numeric * d_new, l.quantity)::bigint - v_had;
        v_shares := v_shares + v_share;
        v_commission := v_had + v_share;
        -- The seller bears its part of the gateway's fee, never more than it earns.
        v_borne_before := 0; v_borne := 0;
        if s.position = v_seller and p_fee > 0 and o.amount > 0 then
          v_borne_before := least(div(p_fee::numeric * l.earned_amount, o.amount)::bigint, v_had);
          v_borne := least(div(p_fee::numeric * (l.earned_amount + v_earned), o.amount)::bigint, v_commission) - v_borne_before;
        end if;
        insert into orders.commission_line (tenant_id, order_id, line, earner_id, via_child_id, order_no, sku_id, quantity, currency, amount, fee_borne, release_at, created_at)
        values (p_tenant, p_order, l.line, s.earner_id, s.via_child_id, o.order_no, l.sku_id, l.quantity, o.currency, v_share, v_borne, v_now + make_interval(days => t.hold_days), v_now)
        on conflict (tenant_id, order_id, line, earner_id) do update
          set amount = orders.commission_line.amount + excluded.amount, fee_borne = orders.commission_line.fee_borne + excluded.fee_borne;
        if v_share <> 0 then
          v_codes := v_codes || '2010'::text; v_owners := v_owners || s.earner_id; v_amounts := v_amounts || -v_share;
        end if;
        if v_borne <> 0 then
          v_codes := v_codes || '2010'::text; v_owners := v_owners || s.earner_id; v_amounts := v_amounts || v_borne;
          v_fee_recovered := v_fee_recovered + v_borne;
        end if;
      end loop;
      if v_earned - v_shares <> 0 then
        v_codes := v_codes || '4010'::text; v_owners := v_owners || c_nil; v_amounts := v_amounts || -(v_earned - v_shares);
      end if;
      update orders.order_line x set delivered = d_new, earned_amount = x.earned_amount + v_earned, cost_amount = x.cost_amount + v_cost,
             warranty_until = v_now + make_interval(days => x.warranty_days),
             state = case when d_new = x.quantity then 'delivered' else 'partly_delivered' end
       where x.tenant_id = p_tenant and x.order_id = p_order and x.line = l.line;
    elsif l.kind = 'top_up' and l.state = 'open' then
      update orders.order_line x set state = 'processing' where x.tenant_id = p_tenant and x.order_id = p_order and x.line = l.line;
    end if;
    v_delivered := v_delivered + l.delivered + n;
    v_open := v_open + l.quantity - l.delivered - l.refunded_open - n;
    if l.kind = 'top_up' then v_manual := v_manual + l.quantity - l.delivered - l.refunded_open - n; end if;
  end loop;

  if p_deferred then
    if v_recognised <> 0 then v_codes := v_codes || '2070'::text; v_owners := v_owners || c_nil; v_amounts := v_amounts || v_recognised; end if;
  else
    select coalesce(sum(x), 0) into v_in from unnest(p_amounts) x;
    if v_in <> v_recognised then v_codes := v_codes || '2070'::text; v_owners := v_owners || c_nil; v_amounts := v_amounts || (v_recognised - v_in); end if;
  end if;
  if v_stock_cost <> 0 then
    v_codes := v_codes || '5010'::text || '1110'::text; v_owners := v_owners || c_nil || c_nil; v_amounts := v_amounts || v_stock_cost || -v_stock_cost;
  end if;
  -- A top-up done by hand is owed to whoever supplied it.
  if v_hand_cost <> 0 then
    v_codes := v_codes || '5010'::text || '2110'::text; v_owners := v_owners || c_nil || c_nil; v_amounts := v_amounts || v_hand_cost || -v_hand_cost;
  end if;
  if v_fee_recovered <> 0 then
    v_codes := v_codes || '4030'::text; v_owners := v_owners || c_nil; v_amounts := v_amounts || -v_fee_recovered;
  end if;
  if cardinality(v_codes) > 0 then
    perform ledger.post(p_tenant, p_journal, p_idem, p_kind, o.currency, v_codes, v_owners, v_amounts, null, p_order, o.order_no);
  end if;

  v_state := case when v_open = 0 and not exists (select 1 from orders.order_line x where x.tenant_id = p_tenant and x.order_id = p_order and x.refunded_open > 0) then 'delivered'
                  when v_delivered > 0 then 'partly_delivered' when v_manual > 0 then 'fulfilling' else 'paid' end;
  return jsonb_build_object('state', v_state, 'open', v_open, 'delivered', v_delivered, 'manual', v_manual);
end $$;
