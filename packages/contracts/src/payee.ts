/** How money reaches a distributor. */
export const PAYEE_KINDS = ['bank_account', 'alipay'] as const;
export type PayeeKind = (typeof PAYEE_KINDS)[number];

export const PAYEE_STATES = ['pending', 'verified', 'refused', 'removed'] as const;
export type PayeeState = (typeof PAYEE_STATES)[number];

/** What a withdrawal is paid from: the sandbox's payout rail, or a bank that is told by file. */
export const PAYOUT_PROVIDERS = ['sandbox', 'bank_file'] as const;
export type PayoutProvider = (typeof PAYOUT_PROVIDERS)[number];

const BANK_ACCOUNT = /^[A-Z0-9]{8,34}$/;
const MOBILE = /^1[3-9][0-9]{9}$/;
const MAIL = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}$/;
const MASK_SHOWN = 4;

/**
 * A payee's account number in its one spelling: of a bank account without blanks and hyphens, in capitals; of Alipay a mobile
 * number or a mail address. Undefined when it is none.
 */
export function cleanPayeeNumber(kind: PayeeKind, typed: string): string | undefined {
  if (typed.length > 120) return undefined;
  if (kind === 'bank_account') {
    const number = typed.replaceAll(/[\s-]/g, '').toUpperCase();
    return BANK_ACCOUNT.test(number) ? number : undefined;
  }
  const text = typed.trim().toLowerCase();
  const mobile = text.replaceAll(/[\s-]/g, '').replace(/^\+86/, '');
  if (MOBILE.test(mobile)) return mobile;
  return MAIL.test(text) && text.length <= 100 ? text : undefined;
}

/** What people see of a number: its last four characters, of a mail address its first and its domain. */
export function maskPayeeNumber(number: string): string {
  const at = number.indexOf('@');
  if (at > 0) return `${number.slice(0, 1)}•••${number.slice(at)}`.slice(0, 40);
  return `•••• ${number.slice(-MASK_SHOWN)}`;
}

/** Whether two names are the same one: width, case, blanks and punctuation between do not matter. */
export function isSameName(left: string, right: string): boolean {
  const plain = (name: string): string =>
    name
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll(/[\s\p{P}]/gu, '');
  return plain(left) !== '' && plain(left) === plain(right);
}
