/** Languages: catalogs with typed keys, formats on Intl, and the React hooks over them. */
export type { CatalogTree, Messages, Translation } from './catalog-types.ts';
export { BASE_NAMESPACES, NAMESPACES, loadCatalog } from './catalogs/index.ts';
export type { Catalogs, MessagesFor, Namespace } from './catalogs/index.ts';
export { createFormatters } from './format.ts';
export type { Formatters, Instant } from './format.ts';
export { createI18n, translatorOf } from './i18n.ts';
export type { I18n, I18nOptions, Params, Translate } from './i18n.ts';
export {
  LOCALES,
  LOCALE_COOKIE,
  LOCALE_NAMES,
  isLocale,
  localeCookie,
  negotiateLocale,
  readLocaleCookie,
} from './locales.ts';
export type { Locale, LocaleSources } from './locales.ts';
export { I18nProvider, useFormat, useI18n, useT } from './react.tsx';
export type { I18nProviderProps } from './react.tsx';
export { RichText } from './rich-text.tsx';
export type { RichTextProps } from './rich-text.tsx';
