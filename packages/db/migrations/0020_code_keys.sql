-- Two keys looked up for each imported code instead of four, and two guarantees more: a code is of its batch's SKU, and a
-- secret lies in its code's batch. That a batch has its key is told by I29, which opens the codes.

alter table inventory.batch add constraint batch_of_sku unique (tenant_id, id, sku_id);

alter table inventory.card_code
  drop constraint card_code_tenant_id_sku_id_fkey,
  drop constraint card_code_tenant_id_batch_id_fkey,
  add constraint card_code_batch_sku foreign key (tenant_id, batch_id, sku_id) references inventory.batch (tenant_id, id, sku_id);

drop index inventory.card_code_batch;
create unique index card_code_batch on inventory.card_code (tenant_id, batch_id, id);

alter table inventory.card_code_secret
  drop constraint card_code_secret_tenant_id_code_id_fkey,
  drop constraint card_code_secret_tenant_id_batch_id_fkey,
  add constraint card_code_secret_code foreign key (tenant_id, batch_id, code_id) references inventory.card_code (tenant_id, batch_id, id);
