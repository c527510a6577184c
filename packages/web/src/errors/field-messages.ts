import { useI18n, useT } from '@keyfall/i18n';
import type { Translate } from '@keyfall/i18n';
import type { SchemaIssue } from '@keyfall/ui';
import { readError } from './client-error.ts';

type T = Translate<'common'>;

const limitOf = (issue: SchemaIssue, tooSmall: boolean): number | undefined => {
  const value = tooSmall ? issue.minimum : issue.maximum;
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
};

function sizeMessage(t: T, issue: SchemaIssue, tooSmall: boolean): string {
  const limit = limitOf(issue, tooSmall) ?? 0;
  switch (issue.origin) {
    case 'string':
      if (tooSmall && limit <= 1) return t('errors:fields.required');
      return tooSmall ? t('errors:fields.tooShort', { count: limit }) : t('errors:fields.tooLong', { count: limit });
    case 'array':
    case 'set':
      return tooSmall ? t('errors:fields.tooFew', { count: limit }) : t('errors:fields.tooMany', { count: limit });
    default:
      return tooSmall ? t('errors:fields.tooSmall', { limit }) : t('errors:fields.tooBig', { limit });
  }
}

function formatMessage(t: T, issue: SchemaIssue): string {
  switch (issue.format) {
    case 'email':
      return t('errors:fields.mail');
    case 'url':
      return t('errors:fields.url');
    case 'uuid':
    case 'guid':
      return t('errors:fields.uuid');
    case 'date':
    case 'datetime':
      return t('errors:fields.date');
    default:
      return t('errors:fields.format');
  }
}

function typeMessage(t: T, issue: SchemaIssue): string {
  if ('input' in issue && (issue.input === undefined || issue.input === '' || issue.input === null)) {
    return t('errors:fields.required');
  }
  switch (issue.expected) {
    case 'int':
      return t('errors:fields.wholeNumber');
    case 'number':
      return t('errors:fields.number');
    case 'date':
      return t('errors:fields.date');
    default:
      return t('errors:fields.invalid');
  }
}

/** Messages that our own schemas give by name (`refine(…, { error: 'amount' })`), and the field sentence each stands for. */
const NAMED: Readonly<Record<string, Parameters<T>[0]>> = {
  uuid: 'errors:fields.uuid',
  amount: 'errors:fields.money',
  amount_invalid: 'errors:fields.money',
  email: 'errors:fields.mail',
  bad_email: 'errors:fields.mail',
  required: 'errors:fields.required',
  missing: 'errors:fields.required',
};

/** A complaint of a zod schema (or of the server about a field) in the reader's words. */
export function fieldMessage(t: T, lookUp: (key: string) => string | undefined, issue: SchemaIssue): string {
  const named = NAMED[issue.message];
  if (named !== undefined) return (t as (key: string) => string)(named);
  const byCode = lookUp(`errors:codes.${issue.message}`);
  if (byCode !== undefined) return byCode;
  switch (issue.code) {
    case 'too_small':
    case 'too_big':
      return sizeMessage(t, issue, issue.code === 'too_small');
    case 'invalid_format':
      return formatMessage(t, issue);
    case 'invalid_type':
      return typeMessage(t, issue);
    case 'invalid_value':
    case 'invalid_union':
      return t('errors:fields.choice');
    case 'not_multiple_of':
      return t('errors:fields.wholeNumber');
    case 'unrecognized_keys':
      return t('errors:fields.unknownField');
    default:
      return t('errors:fields.invalid');
  }
}

/** For `useSchemaForm({ …, message: useFieldMessage() })`. */
export function useFieldMessage(): (issue: SchemaIssue) => string {
  const t = useT('common');
  const { lookUp } = useI18n();
  return (issue) => fieldMessage(t, lookUp, issue);
}

/** The server's complaints about fields as form errors (`form.setErrors(serverFieldErrors(error, message))`), by field path. */
export function serverFieldErrors(error: unknown, message: (issue: SchemaIssue) => string): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const field of readError(error).fields) {
    const path = field.pointer
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    errors[path.join('.')] ??= message({ path, message: field.code, code: field.code, ...field.params });
  }
  return errors;
}
