import { checkAccountField } from '@keyfall/contracts';
import type { AccountField, AccountTemplate } from '@keyfall/contracts';
import { useI18n, useT } from '@keyfall/i18n';
import { NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';

/** The buyer's form as the shop shows it, checked while one types by the very rules the server uses. */
export function TemplatePreview({ template }: { readonly template: AccountTemplate }): ReactNode {
  const t = useT('admin');
  return (
    <section className="phone-frame" aria-label={t('catalog.template.preview')}>
      <p className="quiet small" style={{ marginTop: 0 }}>
        {t('catalog.template.preview')}
      </p>
      <Stack gap="sm">
        {template.map((field) => (
          <PreviewField key={`${field.name}:${field.rule}`} field={field} />
        ))}
      </Stack>
    </section>
  );
}

function PreviewField({ field }: { readonly field: AccountField }): ReactNode {
  const t = useT('admin');
  const { lookUp } = useI18n();
  const [given, setGiven] = useState('');
  const checked = given === '' ? undefined : checkAccountField(field, given);
  const error =
    checked !== undefined && 'reason' in checked
      ? lookUp(`admin:catalog.template.accountProblems.${checked.reason}`)
      : undefined;
  const label = lookUp(`admin:catalog.template.knownNames.${field.name}`) ?? field.name;
  if (field.rule === 'list') {
    return (
      <NativeSelect
        label={label}
        value={given}
        data={[{ value: '', label: t('list.choose') }, ...field.options]}
        onChange={(event) => setGiven(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      label={label}
      value={given}
      error={error}
      inputMode={field.rule === 'digits' || field.rule === 'mobile_cn' ? 'numeric' : 'text'}
      onChange={(event) => setGiven(event.currentTarget.value)}
    />
  );
}
