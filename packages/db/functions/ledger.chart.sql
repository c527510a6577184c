-- The chart of accounts as the ledger needs it to open an account: normal side, balance mode, floor (minor units, in the
-- normal side). The same data with names and owners: packages/core/src/ledger/chart.rules.ts; a test compares the two.
create or replace function ledger.chart()
returns table (code text, normal_side text, mode text, min_balance bigint)
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
  values ('1010', 'D', 'delta', null::bigint), ('1020', 'D', 'delta', null), ('1030', 'D', 'delta', null),
         ('1110', 'D', 'delta', null), ('1120', 'D', 'strong', null), ('1130', 'D', 'delta', null),
         ('1140', 'D', 'delta', null), ('1210', 'D', 'strong', 0), ('1290', 'C', 'delta', null),
         ('2010', 'C', 'delta', null), ('2020', 'C', 'strong', 0), ('2030', 'C', 'strong', 0),
         ('2040', 'C', 'strong', 0), ('2041', 'C', 'strong', 0), ('2045', 'C', 'strong', 0),
         ('2050', 'C', 'delta', null), ('2060', 'C', 'delta', null), ('2070', 'C', 'delta', null),
         ('2080', 'C', 'delta', null), ('2090', 'C', 'delta', null), ('2092', 'C', 'delta', null),
         ('2095', 'C', 'delta', null), ('2110', 'C', 'delta', null), ('3010', 'C', 'delta', null),
         ('3090', 'C', 'delta', null), ('4010', 'C', 'delta', null), ('4020', 'C', 'delta', null),
         ('4030', 'C', 'delta', null), ('4040', 'C', 'delta', null), ('5010', 'D', 'delta', null),
         ('5020', 'D', 'delta', null), ('5030', 'D', 'delta', null), ('5040', 'D', 'delta', null),
         ('5050', 'D', 'delta', null), ('5055', 'D', 'delta', null), ('5060', 'D', 'delta', null),
         ('5070', 'D', 'delta', null), ('5080', 'D', 'delta', null), ('5090', 'D', 'delta', null)
$$;
