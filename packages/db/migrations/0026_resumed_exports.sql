-- A download of unsold codes that broke off goes on with the same codes in the same order. Rules: packages/core/src/stock/README.md.

-- Under which request a code left. The codes of a request in the order of their ids are its file, so nothing of it is stored
-- and no code stands in it twice.
alter table inventory.reveal add column export_request_id uuid;
alter table inventory.reveal add foreign key (tenant_id, export_request_id) references inventory.export_request (tenant_id, id);
alter table inventory.reveal add check (export_request_id is null or channel = 'export');
create unique index reveal_of_export on inventory.reveal (tenant_id, export_request_id, code_id) where export_request_id is not null;

-- Downloads begun so far. Only the newest goes on; one before it that is still under way ends at its next page.
alter table inventory.export_request add column turn integer not null default 0 check (turn >= 0);
