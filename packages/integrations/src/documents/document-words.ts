import type { Locale } from '@keyfall/contracts';
import { createFormatters, createI18n, type Formatters, type I18n, type Translate } from '@keyfall/i18n/server';

/** How a document speaks: its own words, words made from codes, and formats in the tenant's time zone. */
export interface DocumentWords {
  readonly locale: Locale;
  readonly t: Translate<'documents'>;
  readonly accountName: (code: string, name: string) => string;
  readonly journalKind: (kind: string) => string;
  readonly format: Formatters;
}

const loaded = new Map<Locale, Promise<I18n>>();

/** The words of a language; catalogs are loaded once a process. */
export async function wordsFor(locale: Locale, timezone: string): Promise<DocumentWords> {
  const loading = loaded.get(locale) ?? createI18n({ locale, namespaces: ['documents'] });
  loaded.set(locale, loading);
  const i18n = await loading;
  return {
    locale,
    t: i18n.translator('documents'),
    accountName: (code, name) => `${code} ${i18n.lookUp(`documents:accounts.${name}`) ?? name}`,
    journalKind: (kind) => i18n.lookUp(`common:kinds.journal.${kind}`) ?? kind,
    format: createFormatters(locale, timezone),
  };
}
