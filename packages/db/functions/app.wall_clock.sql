-- The database server's own clock, which no demo or test moves: for what others signed by the real time. Everything else takes
-- app.now().
create or replace function app.wall_clock() returns timestamptz language sql volatile parallel safe set search_path = pg_catalog, pg_temp
  as $$ select pg_catalog.clock_timestamp() $$;
