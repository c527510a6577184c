export { sweepBills } from './jobs/sweep-bills.ts';
export { listBills, listTickets, reconcileDayNow } from './read-reconciliation.ts';
export { reconcileDay } from './reconcile-day.ts';
export type { ReconciledDay } from './reconcile-day.ts';
export { resolveTicket } from './resolve-ticket.ts';
export type { ResolveTicketInput } from './resolve-ticket.ts';
