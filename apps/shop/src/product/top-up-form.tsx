import { checkAccountField, parseAccountTemplate } from '@keyfall/contracts';
import type { AccountField, AccountTemplate } from '@keyfall/contracts';
import { useI18n, useT } from '@keyfall/i18n';
import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import classes from './product.module.css';

export type AccountValues = Readonly<Record<string, string>>;

/** The fields of a template; a template that cannot be read asks for nothing, and the server has the last word. */
export function templateOf(text: string | null): AccountTemplate {
  if (text === null) return [];
  const parsed = parseAccountTemplate(text);
  return parsed.ok ? parsed.template : [];
}

/** Whether every field holds what it asks for. */
export function isAccountComplete(template: AccountTemplate, values: AccountValues): boolean {
  return template.every((field) => 'value' in checkAccountField(field, values[field.name]));
}

export interface TopUpFormProps {
  readonly template: AccountTemplate;
  readonly values: AccountValues;
  readonly onChange: (values: AccountValues) => void;
  /** Shows what is missing as well, after a try to go on. */
  readonly showAll: boolean;
}

/** The account to top up, from the SKU's template, checked as one types: a field complains once it was left, or when it is too late. */
export function TopUpForm({ template, values, onChange, showAll }: TopUpFormProps): ReactNode {
  const t = useT('shop');
  if (template.length === 0) return null;
  return (
    <fieldset className={classes['account']}>
      <legend className={classes['groupTitle']}>{t('product.accountTitle')}</legend>
      {template.map((field) => (
        <AccountInput
          key={field.name}
          field={field}
          value={values[field.name] ?? ''}
          showAll={showAll}
          onChange={(value) => onChange({ ...values, [field.name]: value })}
        />
      ))}
      <p className={classes['accountHelp']}>{t('product.accountHelp')}</p>
    </fieldset>
  );
}

interface AccountInputProps {
  readonly field: AccountField;
  readonly value: string;
  readonly showAll: boolean;
  readonly onChange: (value: string) => void;
}

function AccountInput({ field, value, showAll, onChange }: AccountInputProps): ReactNode {
  const t = useT('shop');
  const label = useFieldLabel(field.name);
  const [left, setLeft] = useState(false);
  const problem = useProblem(field, value);
  const error = showAll || (left && value !== '') ? problem : undefined;
  const common = { label, error, required: true, withAsterisk: false, name: `account.${field.name}` } as const;
  if (field.rule === 'list') {
    return (
      <NativeSelect
        {...common}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={[
          { value: '', label: t('product.choose') },
          ...field.options.map((option) => ({ value: option, label: option })),
        ]}
      />
    );
  }
  const numeric = field.rule === 'digits' || field.rule === 'mobile_cn';
  return (
    <TextInput
      {...common}
      value={value}
      inputMode={numeric ? 'numeric' : field.rule === 'email' ? 'email' : 'text'}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={300}
      onBlur={() => setLeft(true)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** A field's name in the reader's language where it is a usual one, else as the wholesaler wrote it. */
export function useFieldLabel(name: string): string {
  const i18n = useI18n();
  return i18n.lookUp(`shop:accountField.${name}`) ?? name.replaceAll('_', ' ');
}

function useProblem(field: AccountField, value: string): string | undefined {
  const i18n = useI18n();
  const checked = checkAccountField(field, value);
  if (!('reason' in checked)) return undefined;
  const bounds: Record<string, number> = 'lengthMin' in field ? { min: field.lengthMin, max: field.lengthMax } : {};
  return i18n.lookUp(`shop:accountProblem.${checked.reason}`, bounds);
}
