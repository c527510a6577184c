-- owner: kf_fn
-- execute: kf_fn
-- Hands over what can be handed over of a locked, paid order now and posts one journal: the given lines (money coming in,
-- or deferred money being used) plus income per earner, cost of goods and the seller's share of the gateway fee, joined per
-- account. The rule for parts: after d of q units, recognised money and every share are floor(x * d / q), so steps sum
-- exactly. Where the seller collected the buyer's money itself, its lines count at what it is charged for them: its own margin
-- never comes here, so it has no income line.
-- p_fee: what the seller bears of the gateway's fee for the whole order. p_deferred: account 2070 is debited for what is
-- recognised (money came earlier); else what came in beyond what is recognised now is credited to 2070. p_units_max: how
-- many units this transaction may hand over. p_top_up: units a person fulfilled, [{line, units, evidence}].
-- Writes on each line when its open units' money goes back (settle_at). Answers the order's state, units delivered in all
-- and still open, when to try next (a line's time, or now when p_units_max cut it short: cut), the earliest settle_at,
-- and whether something was posted under p_journal.
create or replace function orders.deliver_lines(
  p_tenant uuid, p_order uuid, p_journal uuid, p_idem text, p_kind text, p_codes text[], p_owners uuid[], p_amounts bigint[],
  p_fee bigint, p_deferred boolean, p_units_max integer, p_top_up jsonb default '[]')
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  c_nil constant uuid := '00000000-0000-0000-0000-000000000000';
  c_manual_wait constant interval := '24 hours';
  -- What a wallet paid for stays paid for, so income from it waits no longer than this.
  c_wallet_hold constant interval := '24 hours';
  v_now timestamptz := app.now(); o orders.sales_order; l orders.order_line; v_hold_days integer;
  v_ids uuid[]; v_evidence text; v_cost bigint; v_want integer; n integer; v_done integer; v_left integer; v_is_due boolean; v_settle timestamptz;
  v_gross bigint; v_earned bigint; v_recognised bigint := 0; v_earners uuid[]; v_shares bigint[]; v_borne bigint[]; v_to_others bigint; v_fee_recovered bigint := 0;
  v_fee bigint; v_amount_before bigint := 0;
  v_codes text[] := p_codes; v_owners uuid[] := p_owners; v_amounts bigint[] := p_amounts; v_in bigint := 0;
  v_room integer := p_units_max; v_delivered integer := 0; v_open integer := 0; v_waiting integer := 0; v_complete boolean := true;
  v_next timestamptz; v_settle_first timestamptz; v_posted boolean := false; v_state text;
begin
  perform app.enter_tenant(p_tenant);
  select * into strict o from orders.sales_order x where x.tenant_id = p_tenant and x.id = p_order for no key update;
  -- Income waits as long as the account that took the money says, else the tenant; a flagged order's at least its risk hold.
  select greatest(max(coalesce(g.hold_days, t.hold_days)), case when o.risk_flagged_at is not null then t.risk_hold_days end) into strict v_hold_days
    from tenancy.tenant t
    left join payments.attempt a on a.tenant_id = t.tenant_id and a.order_id = p_order and a.state = 'captured'
    left join payments.gateway_account g on g.tenant_id = t.tenant_id and g.id = a.account_id
   where t.tenant_id = p_tenant group by t.hold_days, t.risk_hold_days;

  for l in select * from orders.order_line x where x.tenant_id = p_tenant and x.order_id = p_order order by x.line for no key update loop
    v_left := l.quantity - l.delivered - l.refunded_open;
    v_is_due := l.deliver_at is null or l.deliver_at <= v_now;
    v_want := case when v_is_due then least(v_left, v_room) else 0 end;
    v_ids := '{}'; v_evidence := null; v_cost := 0; n := 0;
    if v_want > 0 and l.kind = 'top_up' then
      select least(v_want, (x ->> 'units')::integer), x ->> 'evidence' into n, v_evidence
        from jsonb_array_elements(p_top_up) x where (x ->> 'line')::integer = l.line;
      n := greatest(coalesce(n, 0), 0);
      if n > 0 then
        v_ids := array_fill(null::uuid, array[n]);
        select round(c.unit_cost * coalesce(l.face_value, 1) * power(10::numeric, ledger.exponent(o.currency)) * n)::bigint into v_cost
          from pricing.sku_cost c where c.tenant_id = p_tenant and c.sku_id = l.sku_id;
        v_cost := coalesce(v_cost, 0);
      end if;
    elsif v_want > 0 then
      select s.ids, s.cost into v_ids, v_cost
        from inventory.sell_codes(p_tenant, l.sku_id, l.face_value, v_want, l.allocation, p_order, l.line) s;
      n := cardinality(v_ids);
    end if;

    v_done := l.delivered + n;
    v_gross := coalesce(l.charge_amount, l.amount);
    v_earned := div(v_gross::numeric * v_done, l.quantity)::bigint - l.earned_amount;
    v_fee := case when o.amount = 0 then 0 else div(p_fee::numeric * (v_amount_before + l.amount), o.amount) - div(p_fee::numeric * v_amount_before, o.amount) end;
    v_amount_before := v_amount_before + l.amount;
    if n > 0 then
      v_room := v_room - n;
      insert into delivery.delivery (tenant_id, order_id, line, unit, turn, distributor_id, buyer_id, code_id, evidence, delivered_at)
      select p_tenant, p_order, l.line, l.delivered + u.k, 0, o.distributor_id, o.buyer_id, u.id, v_evidence, v_now from unnest(v_ids) with ordinality u(id, k);

      -- The last of the chain is the seller; it bears its part of the fee, never more than it earns. Lines share the fee by
      -- amount, as differences of running totals, so that the whole of it is shared. In the percentage model the house sells
      -- and bears its part itself.
      with share as materialized (
        select s.earner_id, s.via_child_id, s.position,
               div(s.amount::numeric * v_done, l.quantity)::bigint as after, div(s.amount::numeric * l.delivered, l.quantity)::bigint as before,
               s.position = max(s.position) over () and l.model = 'price_difference' as bears
          from orders.order_split s
         where s.tenant_id = p_tenant and s.order_id = p_order and s.line = l.line and s.position > 0
           and (l.charge_amount is null or s.earner_id <> o.distributor_id)),
      step as materialized (
        select s.earner_id, s.via_child_id, s.position, s.after - s.before as amount,
               case when s.bears then least(div(v_fee::numeric * v_done, l.quantity)::bigint, s.after)
                                    - least(div(v_fee::numeric * l.delivered, l.quantity)::bigint, s.before) else 0 end as borne
          from share s),
      written as (
        insert into orders.commission_line (tenant_id, order_id, line, earner_id, via_child_id, order_no, sku_id, quantity, currency, amount, fee_borne, release_at, created_at)
        select p_tenant, p_order, l.line, s.earner_id, s.via_child_id, o.order_no, l.sku_id, l.quantity, o.currency, s.amount, s.borne,
               v_now + case o.payer when 'distributor' then c_wallet_hold else make_interval(days => v_hold_days) end, v_now
          from step s order by s.earner_id
        on conflict (tenant_id, order_id, line, earner_id) do update
          set amount = orders.commission_line.amount + excluded.amount, fee_borne = orders.commission_line.fee_borne + excluded.fee_borne,
              release_at = excluded.release_at)
      select coalesce(array_agg(s.earner_id order by s.position), '{}'), coalesce(array_agg(s.amount order by s.position), '{}'),
             coalesce(array_agg(s.borne order by s.position), '{}'), coalesce(sum(s.amount), 0), v_fee_recovered + coalesce(sum(s.borne), 0)
        into v_earners, v_shares, v_borne, v_to_others, v_fee_recovered from step s;

      v_recognised := v_recognised + v_earned;
      -- Price difference: revenue is the house's own share. Percentage: revenue is the whole, commission an expense.
      v_codes := v_codes || array_fill('2010'::text, array[2 * cardinality(v_earners)]) || '4010'::text
                 || case l.model when 'percentage' then '5040' else '4010' end || '5010'::text || case l.kind when 'top_up' then '2110' else '1110' end;
      v_owners := v_owners || v_earners || v_earners || c_nil || c_nil || c_nil || c_nil;
      v_amounts := v_amounts || array(select -x from unnest(v_shares) with ordinality u(x, k) order by k) || v_borne
                   || -v_earned || v_to_others || v_cost || -v_cost;
    end if;

    v_left := v_left - n;
    if v_left = 0 or not v_is_due or (n = v_want and v_room = 0) then
      v_settle := null;
      if v_left > 0 then v_next := least(v_next, case when v_is_due then v_now else l.deliver_at end); end if;
    else
      v_settle := case when l.kind = 'top_up' then coalesce(l.settle_at, v_now + c_manual_wait)
                       when l.when_empty = 'backorder' then coalesce(l.settle_at, v_now + make_interval(hours => l.backorder_hours))
                       else v_now end;
      v_waiting := v_waiting + v_left;
    end if;
    v_settle_first := least(v_settle_first, v_settle);
    if n > 0 or v_settle is distinct from l.settle_at or l.state in ('awaiting_payment', 'cancelled') then
      update orders.order_line x set delivered = v_done, earned_amount = x.earned_amount + v_earned, cost_amount = x.cost_amount + v_cost,
             settle_at = v_settle, warranty_until = case when n > 0 then v_now + make_interval(days => x.warranty_days) else x.warranty_until end,
             state = case when v_done = x.quantity then 'delivered' when v_done > 0 then 'partly_delivered' when v_left = 0 then 'failed' else 'processing' end
       where x.tenant_id = p_tenant and x.order_id = p_order and x.line = l.line;
    end if;
    v_delivered := v_delivered + v_done;
    v_open := v_open + v_left;
    v_complete := v_complete and v_done = l.quantity;
  end loop;

  if p_deferred then
    v_codes := v_codes || '2070'::text; v_owners := v_owners || c_nil; v_amounts := v_amounts || v_recognised;
  else
    select coalesce(sum(x), 0) into v_in from unnest(p_amounts) x;
    v_codes := v_codes || '2070'::text; v_owners := v_owners || c_nil; v_amounts := v_amounts || (v_recognised - v_in);
  end if;
  v_codes := v_codes || '4030'::text; v_owners := v_owners || c_nil; v_amounts := v_amounts || -v_fee_recovered;
  select array_agg(u.code order by u.code, u.owner), array_agg(u.owner order by u.code, u.owner), array_agg(u.amount order by u.code, u.owner)
    into v_codes, v_owners, v_amounts
    from (select x.code, x.owner, sum(x.amount)::bigint as amount from unnest(v_codes, v_owners, v_amounts) x(code, owner, amount)
           group by x.code, x.owner having sum(x.amount) <> 0) u;
  if cardinality(v_codes) > 0 then
    v_posted := ledger.post(p_tenant, p_journal, p_idem, p_kind, o.currency, v_codes, v_owners, v_amounts, null, p_order, o.order_no);
  end if;

  v_state := case when v_complete then 'delivered' when v_delivered > 0 then 'partly_delivered' when v_open = 0 then 'refund_only'
                  when v_waiting > 0 then 'fulfilling' else 'paid' end;
  return jsonb_build_object('state', v_state, 'open', v_open, 'delivered', v_delivered, 'next_at', v_next, 'cut', coalesce(v_next <= v_now, false), 'settle_at', v_settle_first, 'posted', v_posted);
end $$;
