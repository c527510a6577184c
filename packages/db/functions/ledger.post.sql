-- owner: kf_fn
-- execute: kf_service
-- The only writer of the ledger: one immutable journal and its entries. Amounts are signed minor units of one currency
-- (+ debit, - credit) and must sum to zero. The same idempotency key with the same content returns false and posts
-- nothing; with other content it raises KF012. Strong accounts are locked in account order; a floor that would be broken
-- raises 23514 balance_floor. Delta accounts take no lock. Owners: the nil uuid is the tenant itself.
create or replace function ledger.post(
  p_tenant uuid, p_id uuid, p_idem text, p_kind text, p_currency text,
  p_codes text[], p_owners uuid[], p_amounts bigint[], p_memos text[] default null,
  p_order uuid default null, p_reference text default null, p_reverses uuid default null,
  p_meta jsonb default '{}', p_effective timestamptz default null)
returns boolean language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_accounts uuid[]; v_modes text[]; v_now timestamptz := app.now(); v_old ledger.journal; r record;
  v_balance bigint; v_version bigint;
begin
  perform app.enter_tenant(p_tenant);
  for attempt in 1 .. 2 loop
    select array_agg(a.id order by l.o), array_agg(a.mode order by l.o) into v_accounts, v_modes
      from unnest(p_codes, p_owners) with ordinality l(code, owner_id, o)
      left join ledger.account a on a.tenant_id = p_tenant and a.code = l.code and a.owner_id = l.owner_id
        and a.currency = p_currency and a.closed_at is null;
    exit when array_position(v_accounts, null) is null;
    if attempt = 2 then raise exception 'unknown or closed account in %', p_codes using errcode = 'KF011'; end if;
    perform ledger.open_accounts(p_tenant, p_currency, p_codes, p_owners);
  end loop;

  insert into ledger.journal (tenant_id, id, idem_key, kind, currency, accounts, amounts, order_id, reference, reverses, meta, effective_at, created_at)
  values (p_tenant, p_id, p_idem, p_kind, p_currency, v_accounts, p_amounts, p_order, p_reference, p_reverses, p_meta, coalesce(p_effective, v_now), v_now)
  on conflict (tenant_id, idem_key) do nothing;
  if not found then
    select * into strict v_old from ledger.journal j where j.tenant_id = p_tenant and j.idem_key = p_idem;
    if (v_old.kind, v_old.currency, v_old.accounts, v_old.amounts) is distinct from (p_kind, p_currency, v_accounts, p_amounts) then
      raise exception 'the idempotency key % was used with other content', p_idem using errcode = 'KF012';
    end if;
    return false;
  end if;

  if 'strong' = any (v_modes) then
    for r in select u.a, sum(greatest(u.x, 0))::bigint as d, sum(greatest(-u.x, 0))::bigint as c, count(*) as k
               from unnest(v_accounts, p_amounts, v_modes) u(a, x, m) where u.m = 'strong' group by u.a order by u.a loop
      update ledger.balance b set debits = b.debits + r.d, credits = b.credits + r.c, version = b.version + r.k,
             -- A floor below its goal rises with the balance (ledger.set_floor).
             min_balance = case when b.floor_goal > b.min_balance then greatest(b.min_balance, least(b.floor_goal,
               case b.normal_side when 'D' then b.debits - b.credits + r.d - r.c else b.credits - b.debits + r.c - r.d end)) else b.min_balance end
       where b.tenant_id = p_tenant and b.account_id = r.a
       returning b.debits - b.credits, b.version into v_balance, v_version;
      if not found then raise exception 'no balance row for account %', r.a using errcode = 'KF011'; end if;
      -- Lines of the same account in one journal: each shows the balance after itself.
      insert into ledger.entry (tenant_id, journal_id, line, account_id, account_code, owner_id, currency, amount, kind, reference, memo, balance_after, account_version, created_at)
      select p_tenant, p_id, l.k, l.a, l.code, l.owner_id, p_currency, l.x, p_kind, p_reference, l.memo,
             v_balance - coalesce(sum(l.x) over later, 0), v_version - count(*) over later, v_now
        from unnest(v_accounts, p_amounts, p_codes, p_owners, coalesce(p_memos, array_fill(null::text, array[cardinality(p_codes)])))
             with ordinality l(a, x, code, owner_id, memo, k)
       where l.a = r.a
      window later as (order by l.k rows between 1 following and unbounded following);
    end loop;
  end if;
  if 'delta' = any (v_modes) then
    insert into ledger.entry (tenant_id, journal_id, line, account_id, account_code, owner_id, currency, amount, kind, reference, memo, created_at)
    select p_tenant, p_id, l.k, l.a, l.code, l.owner_id, p_currency, l.x, p_kind, p_reference, l.memo, v_now
      from unnest(v_accounts, p_amounts, v_modes, p_codes, p_owners, coalesce(p_memos, array_fill(null::text, array[cardinality(p_codes)])))
           with ordinality l(a, x, m, code, owner_id, memo, k)
     where l.m = 'delta';
    insert into ledger.delta (tenant_id, account_id, owner_id, amount)
    select p_tenant, l.a, l.owner_id, l.x
      from unnest(v_accounts, p_amounts, v_modes, p_owners) l(a, x, m, owner_id) where l.m = 'delta';
  end if;
  return true;
end $$;
