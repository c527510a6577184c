import { createHash, randomBytes } from 'node:crypto';

/** The key under which a presented text (a token, a mail address) is stored: nothing that opens a door lies in a table. */
export function keyOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Mail addresses are compared without case and without blanks around them. */
export function normaliseMail(mail: string): string {
  return mail.trim().toLowerCase();
}

/** Key of a staff login: one per mail address in the whole installation. */
export function loginKeyOf(mail: string): string {
  return keyOf(normaliseMail(mail));
}

/** Key of a consumer's account: one per mail address and shop. */
export function consumerKeyOf(shopId: string, mail: string): string {
  return keyOf(`${shopId}:${normaliseMail(mail)}`);
}

const TOKEN_BYTES = 20;

/** 160 random bits as text that fits into a link and a cookie. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** The key of a row whose token nobody holds: its link is made when its mail is sent. */
export function unusedKey(): string {
  return randomBytes(32).toString('hex');
}
