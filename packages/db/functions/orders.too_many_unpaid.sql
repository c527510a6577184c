-- owner: kf_fn
-- execute: kf_fn
-- Which of buyer, device and address keeps more orders unpaid than allowed, the one just written included; NULL: none.
-- Counts twice: without a lock, so that who is over the limit waits for nobody, and then exactly, orders of the same buyer,
-- device or address taking turns from here to their commit. Others never wait. Locks: advisory, in the order of their keys.
create or replace function orders.too_many_unpaid(
  p_tenant uuid, p_buyer uuid, p_device text, p_ip text, p_max integer, p_per_ip_max integer)
returns text language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_key bigint;
begin
  perform app.enter_tenant(p_tenant);
  for pass in 1 .. 2 loop
    if p_buyer is not null and (select count(*) from (
        select from orders.sales_order o where o.tenant_id = p_tenant and o.buyer_id = p_buyer and o.state in ('awaiting_payment', 'closing')
         limit p_max + 1) x) > p_max then return 'buyer'; end if;
    if p_device is not null and (select count(*) from (
        select from orders.sales_order o where o.tenant_id = p_tenant and o.device = p_device and o.state in ('awaiting_payment', 'closing')
         limit p_max + 1) x) > p_max then return 'device'; end if;
    if p_ip is not null and (select count(*) from (
        select from orders.sales_order o where o.tenant_id = p_tenant and o.ip = p_ip and o.state in ('awaiting_payment', 'closing')
         limit p_per_ip_max + 1) x) > p_per_ip_max then return 'ip'; end if;
    exit when pass = 2;
    for v_key in
      select distinct hashtextextended(concat_ws('|', 'unpaid', p_tenant, k.kind, k.value), 0)
        from (values ('buyer', p_buyer::text), ('device', p_device), ('ip', p_ip)) k(kind, value)
       where k.value is not null order by 1 loop
      perform pg_advisory_xact_lock(v_key);
    end loop;
  end loop;
  return null;
end $$;
