import { PortError } from '@keyfall/core';
import type { OutgoingMail } from '@keyfall/core/notifications';

const ID = /^[A-Za-z0-9._-]{1,64}$/;
// No blanks, no control characters, no list or group syntax: exactly one plain address.
const ADDRESS =
  /^[^\s\p{Cc}<>()[\],;:\\"@]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)*[\p{L}\p{N}][\p{L}\p{N}-]{0,61}$/u;
const ADDRESS_MAX = 254;
const CONTROL = /\p{Cc}/u;
const NAME_MAX = 200;
const SUBJECT_MAX = 500;
const BODY_BYTES_MAX = 512 * 1024;

/**
 * Refuses what could turn one mail into another: line breaks in headers, several recipients in one, bodies without end.
 *
 * @throws PortError not retryable; the message names the field, never its content
 */
export function checkMail(mail: OutgoingMail): void {
  const problem = problemOf(mail);
  if (problem !== undefined) throw new PortError(`the mail is not fit to send: ${problem}`, { retryable: false });
}

function problemOf(mail: OutgoingMail): string | undefined {
  if (!ID.test(mail.id)) return 'its id';
  if (!isAddress(mail.from.address)) return 'the sender';
  if (!isAddress(mail.to)) return 'the recipient';
  if (mail.replyTo !== undefined && !isAddress(mail.replyTo)) return 'the reply address';
  if (mail.from.name.length > NAME_MAX || CONTROL.test(mail.from.name)) return "the sender's name";
  if (mail.subject === '' || mail.subject.length > SUBJECT_MAX || CONTROL.test(mail.subject)) return 'the subject';
  if (mail.text === '' || mail.html === '') return 'an empty body';
  if (Buffer.byteLength(mail.text) > BODY_BYTES_MAX || Buffer.byteLength(mail.html) > BODY_BYTES_MAX) return 'its size';
  return undefined;
}

function isAddress(text: string): boolean {
  return text.length <= ADDRESS_MAX && ADDRESS.test(text);
}
