-- More pictures of a product than one. The cover stays with the product (`product.image_id`), these follow it in their order.

create table catalog.product_image (
  tenant_id  uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  product_id uuid not null,
  position   integer not null check (position between 1 and 9),
  image_id   uuid not null,
  primary key (tenant_id, product_id, position),
  unique (tenant_id, product_id, image_id),
  foreign key (tenant_id, product_id) references catalog.product (tenant_id, id),
  foreign key (tenant_id, image_id) references catalog.image (tenant_id, id)
);
create index product_image_of on catalog.product_image (tenant_id, image_id);
call app.protect('catalog.product_image');
call app.allow('catalog.product_image', '{kf_admin,kf_service}', '{select}');
-- Below the wholesaler only pictures of products that may be seen: the product's own policies decide.
call app.allow('catalog.product_image', '{kf_portal,kf_shop}', '{select}',
  'exists (select 1 from catalog.product p where p.tenant_id = product_image.tenant_id and p.id = product_image.product_id)');
call app.allow('catalog.product_image', '{kf_service}', '{insert,delete}');

-- Pictures a shop shows: its own brand's, and all of the products it may see.
-- Policies bear their role's name, which may have a prefix on a server that is shared.
do $$ begin
  execute format('drop policy %I on catalog.image', (
    select p.polname from pg_catalog.pg_policy p
     where p.polrelid = 'catalog.image'::regclass and p.polpermissive and p.polcmd = 'r' and p.polroles = array['kf_shop'::regrole::oid]));
end $$;
call app.allow('catalog.image', '{kf_shop}', '{select}',
  'exists (select 1 from catalog.product p where p.tenant_id = image.tenant_id and p.image_id = image.id) or exists (select 1 from catalog.product_image m where m.tenant_id = image.tenant_id and m.image_id = image.id) or exists (select 1 from tenancy.shop s where s.tenant_id = image.tenant_id and s.id = app.shop_id() and s.brand ->> ''logo_image_id'' = image.id::text)');
