-- Invoices about tens of thousands of orders: a list says how many without counting them, and finds the few of which money came
-- back without looking at each. Rules: packages/core/src/invoices/README.md.
alter table invoices.invoice add column orders integer check (orders >= 1);
update invoices.invoice i set orders = (select count(*) from invoices.invoice_order x where x.tenant_id = i.tenant_id and x.invoice_id = i.id);
alter table invoices.invoice alter column orders set not null;
grant select (orders) on invoices.invoice to kf_portal, kf_shop;

create index charge_refunded on wallet.charge (tenant_id, distributor_id, order_id) where refunded > 0;
