/** What a server needs of the languages: no React, no lazy loading in requests. */
export { loadCatalog } from './catalogs/index.ts';
export { createFormatters } from './format.ts';
export type { Formatters } from './format.ts';
export { createI18n, translatorOf } from './i18n.ts';
export type { I18n, Translate } from './i18n.ts';
export { LOCALES, negotiateLocale, readLocaleCookie } from './locales.ts';
export type { Locale } from './locales.ts';
