import { createI18n, localeCookie, negotiateLocale, readLocaleCookie } from '@keyfall/i18n';
import type { I18n, Locale, Namespace } from '@keyfall/i18n';
import { stampColorScheme } from './color-scheme.ts';
import { readPageBoot } from './page-boot.ts';

export interface PreparedPage {
  readonly i18n: I18n;
}

/**
 * Everything that must be in force before the first paint: scheme and language; a shop's brand is a style sheet that the
 * server links. Call it first in an app's `main.tsx`, await
 * it, then render `<WebProvider page={…}>`.
 */
export async function preparePage(namespaces: readonly Namespace[]): Promise<PreparedPage> {
  stampColorScheme();
  const locale = negotiateLocale({
    remembered: readLocaleCookie(document.cookie),
    preferred: navigator.languages,
    fallback: readPageBoot().locale,
  });
  document.documentElement.lang = locale;
  return { i18n: await createI18n({ locale, namespaces }) };
}

/** Switches the language of the page and remembers it. */
export async function switchLocale(i18n: I18n, locale: Locale): Promise<void> {
  await i18n.setLocale(locale);
  document.documentElement.lang = locale;
  document.cookie = localeCookie(locale);
}
