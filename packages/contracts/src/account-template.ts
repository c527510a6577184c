/**
 * What a direct top-up asks the buyer for, as one line of text: `uid:digits(5-16)`, or several fields separated by `;`,
 * such as `openid:text;zone:list(微信|QQ)`. The same template drives the shop's form, its check while typing, and the
 * server's check.
 *
 * Rules: `digits(5-16)` or `digits(9)` · `list(a|b)` · `text` or `text(2-40)` · `mobile_cn` · `email`.
 */
export type AccountField =
  | { readonly name: string; readonly rule: 'digits' | 'text'; readonly lengthMin: number; readonly lengthMax: number }
  | { readonly name: string; readonly rule: 'list'; readonly options: readonly string[] }
  | { readonly name: string; readonly rule: 'mobile_cn' | 'email' };

export type AccountRule = AccountField['rule'];

export type AccountTemplate = readonly AccountField[];

export type TemplateProblemReason =
  | 'too_long'
  | 'too_many_fields'
  | 'bad_field'
  | 'bad_name'
  | 'duplicate_name'
  | 'unknown_rule'
  | 'bad_length'
  | 'bad_options';

export interface TemplateProblem {
  readonly field: string;
  readonly reason: TemplateProblemReason;
}

export type TemplateResult =
  | { readonly ok: true; readonly template: AccountTemplate }
  | { readonly ok: false; readonly problem: TemplateProblem };

export const ACCOUNT_TEMPLATE_LENGTH_MAX = 8_000;
export const ACCOUNT_FIELDS_MAX = 10;
const OPTIONS_MAX = 300;
const OPTION_LENGTH_MAX = 64;
const VALUE_LENGTH_MAX = 128;
const TEXT_DEFAULT = { lengthMin: 1, lengthMax: 64 };

const FIELD_NAME = /^[a-z][a-z0-9_]{0,31}$/;
const FIELD_RULE = /^([a-z_]+)(?:\(([^()]*)\))?$/;
const LENGTHS = /^([1-9][0-9]{0,2})(?:-([1-9][0-9]{0,2}))?$/;
// Characters that the syntax uses itself, and control characters.
const OPTION_FORBIDDEN = /[;|()\p{Cc}]/u;

/** Reads a template. An empty text is a template without fields (goods that need no account). */
export function parseAccountTemplate(text: string): TemplateResult {
  if (text.length > ACCOUNT_TEMPLATE_LENGTH_MAX) return refuse('', 'too_long');
  if (text.trim() === '') return { ok: true, template: [] };
  const parts = text.split(';').map((part) => part.trim());
  if (parts.length > ACCOUNT_FIELDS_MAX) return refuse('', 'too_many_fields');
  const template: AccountField[] = [];
  for (const part of parts) {
    const field = parseField(part);
    if ('reason' in field) return { ok: false, problem: field };
    if (template.some((earlier) => earlier.name === field.name)) return refuse(field.name, 'duplicate_name');
    template.push(field);
  }
  return { ok: true, template };
}

function refuse(field: string, reason: TemplateProblemReason): TemplateResult {
  return { ok: false, problem: { field, reason } };
}

function parseField(part: string): AccountField | TemplateProblem {
  const colon = part.indexOf(':');
  if (colon < 1) return { field: part.slice(0, 64), reason: 'bad_field' };
  const name = part.slice(0, colon).trim();
  if (!FIELD_NAME.test(name)) return { field: name.slice(0, 64), reason: 'bad_name' };
  const match = FIELD_RULE.exec(part.slice(colon + 1).trim());
  if (!match) return { field: name, reason: 'unknown_rule' };
  return parseRule(name, match[1] ?? '', match[2]);
}

function parseRule(name: string, rule: string, argument: string | undefined): AccountField | TemplateProblem {
  switch (rule) {
    case 'digits':
    case 'text': {
      const lengths = argument === undefined && rule === 'text' ? TEXT_DEFAULT : parseLengths(argument);
      return lengths ? { name, rule, ...lengths } : { field: name, reason: 'bad_length' };
    }
    case 'list': {
      const options = parseOptions(argument);
      return options ? { name, rule, options } : { field: name, reason: 'bad_options' };
    }
    case 'mobile_cn':
    case 'email':
      return argument === undefined ? { name, rule } : { field: name, reason: 'unknown_rule' };
    default:
      return { field: name, reason: 'unknown_rule' };
  }
}

function parseLengths(argument = ''): { lengthMin: number; lengthMax: number } | undefined {
  const match = LENGTHS.exec(argument.trim());
  if (!match) return undefined;
  const lengthMin = Number(match[1]);
  const lengthMax = Number(match[2] ?? match[1]);
  return lengthMin <= lengthMax && lengthMax <= VALUE_LENGTH_MAX ? { lengthMin, lengthMax } : undefined;
}

function parseOptions(argument = ''): readonly string[] | undefined {
  const options = argument.split('|').map((option) => option.trim());
  const wellFormed =
    options.length <= OPTIONS_MAX &&
    new Set(options).size === options.length &&
    options.every((option) => option !== '' && option.length <= OPTION_LENGTH_MAX && !OPTION_FORBIDDEN.test(option));
  return wellFormed ? options : undefined;
}

/** The template as text again, in the form {@link parseAccountTemplate} reads. */
export function formatAccountTemplate(template: AccountTemplate): string {
  return template.map((field) => `${field.name}:${formatRule(field)}`).join(';');
}

function formatRule(field: AccountField): string {
  switch (field.rule) {
    case 'digits':
    case 'text':
      return field.lengthMin === field.lengthMax
        ? `${field.rule}(${field.lengthMin})`
        : `${field.rule}(${field.lengthMin}-${field.lengthMax})`;
    case 'list':
      return `list(${field.options.join('|')})`;
    case 'mobile_cn':
    case 'email':
      return field.rule;
  }
}
