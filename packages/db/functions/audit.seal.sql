-- owner: kf_fn
-- execute: kf_service
-- Seals up to p_limit audit entries in the order they were written: each gets the next number of its tenant's chain, the
-- hash before it and its own. Entries that commit late are sealed later, so a number says when an entry was sealed.
-- Returns how many. Locks: the tenant's chain, so sealers take turns.
create or replace function audit.seal(p_tenant uuid, p_limit integer default 1000)
returns integer language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare e audit.entry; v_seq bigint; v_hash bytea; v_sealed integer := 0;
begin
  perform app.enter_tenant(p_tenant);
  insert into audit.chain (tenant_id) values (p_tenant) on conflict do nothing;
  select c.seq, c.hash into v_seq, v_hash from audit.chain c where c.tenant_id = p_tenant for no key update;
  for e in select * from audit.entry x where x.tenant_id = p_tenant and x.seq is null order by x.created_at, x.id limit p_limit loop
    v_seq := v_seq + 1;
    e.seq := v_seq;
    e.previous_hash := v_hash;
    v_hash := audit.content_hash(e);
    update audit.entry x set seq = e.seq, previous_hash = e.previous_hash, hash = v_hash where x.tenant_id = p_tenant and x.id = e.id;
    v_sealed := v_sealed + 1;
  end loop;
  if v_sealed > 0 then
    update audit.chain c set seq = v_seq, hash = v_hash, sealed_at = app.now() where c.tenant_id = p_tenant;
  end if;
  return v_sealed;
end $$;
