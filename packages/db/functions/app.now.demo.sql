-- The demo and test clock: shifted by ops.clock, which `keyfall clock --advance` moves.
create or replace function app.now() returns timestamptz language sql stable parallel safe
  as $$ select pg_catalog.now() + (select shift from ops.clock) $$;
