-- A download of unsold codes that broke off goes on with the same codes in the same order. Rules: packages/core/src/stock/README.md.
-- Shops see their own logo.

-- Under which request a code left. The codes of a request in the order of their ids are its file, so nothing of it is stored
-- and no code stands in it twice.
alter table inventory.reveal add column export_request_id uuid;
alter table inventory.reveal add foreign key (tenant_id, export_request_id) references inventory.export_request (tenant_id, id);
alter table inventory.reveal add check (export_request_id is null or channel = 'export');
create unique index reveal_of_export on inventory.reveal (tenant_id, export_request_id, code_id) where export_request_id is not null;

-- Downloads begun so far. Only the newest goes on; one before it that is still under way ends at its next page.
alter table inventory.export_request add column turn integer not null default 0 check (turn >= 0);

-- A brand is stored with the names that contracts/brand.ts gives its parts: the policy asked for another one, so a shop did not
-- see its own logo unless a product bore the same picture.
do $$ begin
  execute format('drop policy %I on catalog.image', (
    select p.polname from pg_catalog.pg_policy p
     where p.polrelid = 'catalog.image'::regclass and p.polpermissive and p.polcmd = 'r' and p.polroles = array['kf_shop'::regrole::oid]));
end $$;
call app.allow('catalog.image', '{kf_shop}', '{select}',
  'exists (select 1 from catalog.product p where p.tenant_id = image.tenant_id and p.image_id = image.id) or exists (select 1 from catalog.product_image m where m.tenant_id = image.tenant_id and m.image_id = image.id) or exists (select 1 from tenancy.shop s where s.tenant_id = image.tenant_id and s.id = app.shop_id() and s.brand ->> ''logoImageId'' = image.id::text)');
