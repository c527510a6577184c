/**
 * The posting templates: pure functions from decided numbers to journals, one per business event. They decide nothing about
 * balances; where an amount depends on one, the caller read it under the lock that the posting then holds.
 */
export * from './postings/closing.rules.ts';
export * from './postings/commission.rules.ts';
export * from './postings/goods.rules.ts';
export * from './postings/money-path.rules.ts';
export * from './postings/refund.rules.ts';
export * from './postings/sale.rules.ts';
export * from './postings/settlement.rules.ts';
export * from './postings/supplier.rules.ts';
export * from './postings/wallet.rules.ts';
export * from './postings/withdrawal.rules.ts';
