export type * from './mailer.port.ts';
