export { composeMail } from './compose-mail.ts';
export { sweepMails } from './jobs/sweep-mails.ts';
