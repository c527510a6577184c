export type * from './mailer.port.ts';
export { closeAlert, raiseAlert } from './alert-queries.ts';
export type { Alert } from './alert-queries.ts';
export { MAIL_KINDS, renderMail } from './templates/render-mail.ts';
export type { MailInputs, MailKind } from './templates/render-mail.ts';
export type { MailBrand, MailContext, RenderedMail } from './templates/mail-content.ts';
export { queueMail } from './queue-mail-queries.ts';
export type { QueuedMail } from './queue-mail-queries.ts';
