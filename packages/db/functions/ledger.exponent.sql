-- Decimals of a currency; packages/money holds the same table and a test compares the two.
create or replace function ledger.exponent(p_currency text) returns integer language sql immutable strict parallel safe
  set search_path = pg_catalog, pg_temp
  as $$ select case when p_currency in ('JPY', 'KRW', 'VND') then 0 when p_currency in ('KWD', 'BHD', 'OMR', 'JOD', 'TND') then 3
                    when p_currency in ('USDT', 'USDC') then 6 when p_currency in ('BTC', 'ETH') then 8 else 2 end $$;
