import { LEGAL_TEXTS } from '@keyfall/contracts';
import { LOCALES, LOCALE_NAMES, isLocale, useT } from '@keyfall/i18n';
import { FieldGroup } from '@keyfall/ui';
import { SegmentedControl, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ShopForm } from './shop-values.ts';

/** Tagline and legal texts, one language at a time. */
export function TextFields({ form }: { readonly form: ShopForm }): ReactNode {
  const t = useT('portal');
  const [locale, setLocale] = useState<(typeof LOCALES)[number]>(() =>
    form.values.defaultLocale === 'en' ? 'en' : 'zh-CN',
  );
  return (
    <>
      <SegmentedControl
        mb="md"
        aria-label={t('common:labels.language')}
        value={locale}
        onChange={(next) => (isLocale(next) ? setLocale(next) : undefined)}
        data={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
      />
      <FieldGroup title={t('shops.groups.search')}>
        <TextInput
          label={t('shops.tagline')}
          description={t('shops.taglineHelp')}
          maxLength={160}
          {...form.getInputProps(`brand.tagline.${locale}`)}
        />
      </FieldGroup>
      <FieldGroup title={t('shops.groups.legal')} help={t('shops.legalHelp')}>
        {LEGAL_TEXTS.map((text) => (
          <Textarea
            key={text}
            label={t(`shops.legal.${text}`)}
            autosize
            minRows={4}
            maxRows={14}
            maxLength={20_000}
            {...form.getInputProps(`brand.legal.${text}.${locale}`)}
          />
        ))}
      </FieldGroup>
    </>
  );
}
