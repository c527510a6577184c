import { z } from 'zod';
import type { Row, Store } from '../store/open-store.ts';
import { bytesOf, numberOf, textOf } from '../store/row.ts';

export interface CaughtMail {
  /** Grows with every mail; never used again after a mail is gone. */
  readonly id: number;
  readonly receivedAt: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface NewMail extends Omit<CaughtMail, 'id'> {
  readonly raw: Uint8Array;
}

const recipientsSchema = z.array(z.string());

function mailOf(row: Row): CaughtMail {
  return {
    id: numberOf(row, 'seq'),
    receivedAt: numberOf(row, 'received_at'),
    from: textOf(row, 'sender'),
    to: recipientsSchema.parse(JSON.parse(textOf(row, 'recipients'))),
    subject: textOf(row, 'subject'),
    text: textOf(row, 'body_text'),
    html: textOf(row, 'body_html'),
  };
}

/** Keeps a mail and forgets the oldest ones beyond the limits. */
export function keepMail(
  store: Store,
  mail: NewMail,
  limits: { readonly mailCountMax: number; readonly mailTotalBytesMax: number },
): void {
  store.transaction(() => {
    store.run(
      `insert into mail (received_at, sender, recipients, subject, body_text, body_html, raw, raw_bytes)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
      mail.receivedAt,
      mail.from,
      JSON.stringify(mail.to),
      mail.subject,
      mail.text,
      mail.html,
      mail.raw,
      mail.raw.byteLength,
    );
    store.run(
      `delete from mail where seq in (
         select seq from (
           select seq, row_number() over (order by seq desc) as place,
             sum(raw_bytes) over (order by seq desc) as bytes_from_newest
           from mail)
         where place > 1 and (place > ? or bytes_from_newest > ?))`,
      limits.mailCountMax,
      limits.mailTotalBytesMax,
    );
  });
}

export interface MailFilter {
  /** Part of a recipient's address, in any case. */
  readonly to?: string | undefined;
  /** Only mails that came after this one. */
  readonly after?: number | undefined;
  readonly limit: number;
}

/** The newest first. */
export function listMails(store: Store, filter: MailFilter): readonly CaughtMail[] {
  return store
    .all(
      `select seq, received_at, sender, recipients, subject, body_text, body_html from mail
       where seq > ?1 and (?2 = '' or instr(lower(recipients), lower(?2)) > 0) order by seq desc limit ?3`,
      filter.after ?? 0,
      filter.to ?? '',
      filter.limit,
    )
    .map(mailOf);
}

export function findMail(store: Store, id: number): CaughtMail | undefined {
  const row = store.get(
    'select seq, received_at, sender, recipients, subject, body_text, body_html from mail where seq = ?',
    id,
  );
  return row && mailOf(row);
}

export function findRawMail(store: Store, id: number): Uint8Array | undefined {
  const row = store.get('select raw from mail where seq = ?', id);
  return row && bytesOf(row, 'raw');
}

export function deleteMails(store: Store): void {
  store.run('delete from mail');
}
