-- An order whose seller took the money itself has two sides, and each is invoiced once: what its buyer paid, by the seller, and
-- what the seller's wallet was charged for the goods, by the wholesaler. Rules: packages/core/src/invoices/README.md.
drop index invoices.invoice_order_once;
create unique index invoice_order_once on invoices.invoice_order (tenant_id, order_id, (recipient_id is null)) where live;
