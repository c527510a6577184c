/** What shop, back office and portal exchange about orders, payments and refunds. */
export * from './order-office-schemas.ts';
export * from './order-portal-schemas.ts';
export * from './order-shop-schemas.ts';
