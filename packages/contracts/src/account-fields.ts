import type { AccountField, AccountTemplate } from './account-template.ts';

export type AccountProblemReason =
  | 'missing'
  | 'unknown_field'
  | 'too_short'
  | 'too_long'
  | 'not_digits'
  | 'not_in_list'
  | 'bad_mobile'
  | 'bad_email'
  | 'bad_characters';

export interface AccountProblem {
  readonly field: string;
  readonly reason: AccountProblemReason;
}

export type AccountFieldsResult =
  | { readonly ok: true; readonly values: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly problems: readonly AccountProblem[] };

const MOBILE_CN = /^1[3-9][0-9]{9}$/;
const EMAIL =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;
const EMAIL_LENGTH_MAX = 254;
const INPUT_LENGTH_MAX = 300;
const OUTER_BLANKS = /^[\s\u200b\ufeff]+|[\s\u200b\ufeff]+$/g;
const FORBIDDEN = /[\p{Cc}\p{Cs}\u2028\u2029]/u;

/**
 * Checks what a buyer gave against the template and answers the values to send to the supplier: outer blanks gone,
 * full-width figures and letters made ASCII where the rule asks for such, a mobile number without `+86`, blanks or hyphens.
 * All problems are reported, not only the first, so that a form can mark each field.
 */
export function checkAccountFields(
  template: AccountTemplate,
  given: Readonly<Record<string, string>>,
): AccountFieldsResult {
  const problems: AccountProblem[] = [];
  const values: Record<string, string> = {};
  for (const name of Object.keys(given)) {
    if (!template.some((field) => field.name === name)) {
      problems.push({ field: name.slice(0, 64), reason: 'unknown_field' });
    }
  }
  for (const field of template) {
    const checked = checkAccountField(field, Object.hasOwn(given, field.name) ? given[field.name] : undefined);
    if ('reason' in checked) problems.push(checked);
    else values[field.name] = checked.value;
  }
  return problems.length === 0 ? { ok: true, values } : { ok: false, problems };
}

/** As {@link checkAccountFields}, for one field: the check while typing. */
export function checkAccountField(field: AccountField, given: string | undefined): { value: string } | AccountProblem {
  if (given === undefined) return { field: field.name, reason: 'missing' };
  if (given.length > INPUT_LENGTH_MAX) return { field: field.name, reason: 'too_long' };
  const trimmed = given.replace(OUTER_BLANKS, '');
  if (trimmed === '') return { field: field.name, reason: 'missing' };
  const value = normalise(field, trimmed);
  const reason = reasonAgainst(field, value);
  return reason ? { field: field.name, reason } : { value };
}

function normalise(field: AccountField, trimmed: string): string {
  switch (field.rule) {
    case 'digits':
    case 'email':
      return toAscii(trimmed);
    case 'mobile_cn':
      return toAscii(trimmed)
        .replace(/[ -]/g, '')
        .replace(/^(?:\+|00)86/, '');
    case 'text':
    case 'list':
      return trimmed;
  }
}

/** Full-width ASCII (as Chinese input methods type it) to ASCII. */
function toAscii(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ');
}

function reasonAgainst(field: AccountField, value: string): AccountProblemReason | undefined {
  switch (field.rule) {
    case 'digits':
      return /^[0-9]+$/.test(value) ? lengthReason(value, field.lengthMin, field.lengthMax) : 'not_digits';
    case 'text':
      return FORBIDDEN.test(value) ? 'bad_characters' : lengthReason(value, field.lengthMin, field.lengthMax);
    case 'list':
      return field.options.includes(value) ? undefined : 'not_in_list';
    case 'mobile_cn':
      return MOBILE_CN.test(value) ? undefined : 'bad_mobile';
    case 'email':
      return value.length <= EMAIL_LENGTH_MAX && EMAIL.test(value) ? undefined : 'bad_email';
  }
}

// Counted in characters as people see them, not in UTF-16 units.
function lengthReason(value: string, lengthMin: number, lengthMax: number): AccountProblemReason | undefined {
  const length = [...value].length;
  if (length < lengthMin) return 'too_short';
  return length > lengthMax ? 'too_long' : undefined;
}
