import { LEGAL_TEXTS } from '@keyfall/contracts';
import { LOCALES, LOCALE_NAMES, isLocale, useT } from '@keyfall/i18n';
import { FieldGroup, Markdown } from '@keyfall/ui';
import { SegmentedControl, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ShopForm } from './shop-values.ts';
import classes from './shops.module.css';

const VIEWS = ['write', 'preview'] as const;

/** Tagline and legal texts, one language at a time; written as Markdown, and shown as the shop will show them. */
export function TextFields({ form }: { readonly form: ShopForm }): ReactNode {
  const t = useT('portal');
  const [locale, setLocale] = useState<(typeof LOCALES)[number]>(() =>
    form.values.defaultLocale === 'en' ? 'en' : 'zh-CN',
  );
  const [view, setView] = useState<(typeof VIEWS)[number]>('write');
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
        <SegmentedControl
          w="fit-content"
          size="xs"
          aria-label={t('shops.legalView')}
          value={view}
          onChange={(next) => setView(next === 'preview' ? 'preview' : 'write')}
          data={VIEWS.map((value) => ({ value, label: t(`shops.legalViews.${value}`) }))}
        />
        {LEGAL_TEXTS.map((text) =>
          view === 'preview' ? (
            <LegalPreview
              key={text}
              title={t(`shops.legal.${text}`)}
              source={form.values.brand.legal[text][locale]}
              locale={locale}
            />
          ) : (
            <Textarea
              key={text}
              label={t(`shops.legal.${text}`)}
              autosize
              minRows={4}
              maxRows={14}
              maxLength={20_000}
              {...form.getInputProps(`brand.legal.${text}.${locale}`)}
            />
          ),
        )}
      </FieldGroup>
    </>
  );
}

function LegalPreview(props: {
  readonly title: string;
  readonly source: string;
  readonly locale: (typeof LOCALES)[number];
}): ReactNode {
  const t = useT('portal');
  const { title, source, locale } = props;
  return (
    <section aria-label={title} className={classes['legal']}>
      <h2>{title}</h2>
      {source.trim() === '' ? (
        <p className={classes['quiet']}>{t('shops.legalEmpty')}</p>
      ) : (
        <div lang={locale}>
          <Markdown source={source} />
        </div>
      )}
    </section>
  );
}
