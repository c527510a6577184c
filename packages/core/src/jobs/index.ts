export { forgetDueWork, listTenants, readDueWork, type DueWork } from './due-work-queries.ts';
export { OUTBOX_TOPICS, WORK_KINDS, queueOutbox, wakeWorker, wakeWorkerAt } from './queries.ts';
export type { OutboxMessage, OutboxTopic, WorkKind } from './queries.ts';
export { runAtOnce } from './run-at-once.ts';
