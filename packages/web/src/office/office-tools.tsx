import { LOCALES, LOCALE_NAMES, isLocale, useI18n } from '@keyfall/i18n';
import { LocaleSwitch, SchemeSwitch } from '@keyfall/ui';
import type { ReactNode } from 'react';
import { switchLocale } from '../page/prepare-page.ts';

const CHOICES = LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }));

/** Language and scheme, for the right of the header; the account menu comes as children. */
export function OfficeTools({ children }: { readonly children?: ReactNode }): ReactNode {
  const i18n = useI18n();
  return (
    <>
      <LocaleSwitch
        locales={CHOICES}
        onChange={(locale) => void (isLocale(locale) ? switchLocale(i18n, locale) : undefined)}
      />
      <SchemeSwitch />
      {children}
    </>
  );
}
