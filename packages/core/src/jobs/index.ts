export { WORK_KINDS, queueOutbox, wakeWorker, wakeWorkerAt } from './queries.ts';
export type { OutboxMessage, WorkKind } from './queries.ts';
