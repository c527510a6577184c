-- owner: kf_fn
-- execute: kf_service
-- An order with nothing to pay needs no receipt: it counts as paid at once. Outcome as orders.pay_order; not_free, when there
-- is something to pay or the order no longer waits: nothing is changed then.
create or replace function orders.pay_nothing(p_tenant uuid, p_order uuid, p_journal uuid)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare o orders.sales_order;
begin
  perform app.enter_tenant(p_tenant);
  select * into o from orders.sales_order x where x.tenant_id = p_tenant and x.id = p_order for no key update;
  if o.id is null or o.amount <> 0 or o.state <> 'awaiting_payment' then
    return jsonb_build_object('outcome', 'not_free', 'state', o.state);
  end if;
  return orders.pay_order(p_tenant, p_order, p_journal, 'free:' || p_order, '{}', '{}', '{}', 0);
end $$;
