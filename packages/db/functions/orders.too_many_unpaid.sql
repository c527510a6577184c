-- owner: kf_fn
-- execute: kf_fn
-- Which of buyer, device and address keeps more orders unpaid than allowed, the one just written included; NULL: none.
-- Exact: orders of the same buyer, device or address take turns from here to their commit, others never wait. Locks:
-- advisory, one a kind and always in this order, so nobody waits for each other in a circle.
create or replace function orders.too_many_unpaid(
  p_tenant uuid, p_buyer uuid, p_device text, p_ip text, p_max integer, p_per_ip_max integer)
returns text language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.enter_tenant(p_tenant);
  if p_buyer is not null then
    perform pg_advisory_xact_lock(hashtextextended('unpaid|' || p_tenant || '|buyer|' || p_buyer, 0));
    if (select count(*) from (
        select from orders.sales_order o where o.tenant_id = p_tenant and o.buyer_id = p_buyer and o.state in ('awaiting_payment', 'closing')
         limit p_max + 1) x) > p_max then return 'buyer'; end if;
  end if;
  if p_device is not null then
    perform pg_advisory_xact_lock(hashtextextended('unpaid|' || p_tenant || '|device|' || p_device, 0));
    if (select count(*) from (
        select from orders.sales_order o where o.tenant_id = p_tenant and o.device = p_device and o.state in ('awaiting_payment', 'closing')
         limit p_max + 1) x) > p_max then return 'device'; end if;
  end if;
  if p_ip is not null then
    perform pg_advisory_xact_lock(hashtextextended('unpaid|' || p_tenant || '|ip|' || p_ip, 0));
    if (select count(*) from (
        select from orders.sales_order o where o.tenant_id = p_tenant and o.ip = p_ip and o.state in ('awaiting_payment', 'closing')
         limit p_per_ip_max + 1) x) > p_per_ip_max then return 'ip'; end if;
  end if;
  return null;
end $$;
