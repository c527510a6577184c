-- Whose costs an edit raised, without being lifted by it: how many SKUs by distributor. They are told along with the look.
alter table pricing.recheck add column raised jsonb check (jsonb_typeof(raised) = 'object');
