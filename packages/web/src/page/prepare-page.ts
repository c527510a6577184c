import { createI18n, localeCookie, negotiateLocale, readLocaleCookie } from '@keyfall/i18n';
import type { I18n, Locale, Namespace } from '@keyfall/i18n';
import { applyBrand } from './apply-brand.ts';
import { readBootstrap } from './bootstrap.ts';
import type { Bootstrap } from './bootstrap.ts';
import { stampColorScheme } from './color-scheme.ts';

export interface PreparedPage {
  readonly bootstrap: Bootstrap;
  readonly i18n: I18n;
}

/**
 * Everything that must be in force before the first paint: scheme, brand, language. Call it first in an app's `main.tsx`, await
 * it, then render `<WebProvider page={…}>`.
 */
export async function preparePage(namespaces: readonly Namespace[]): Promise<PreparedPage> {
  const bootstrap = readBootstrap();
  stampColorScheme();
  if (bootstrap.brand !== undefined) applyBrand(bootstrap.brand);
  const locale = negotiateLocale({
    remembered: readLocaleCookie(document.cookie),
    preferred: navigator.languages,
    fallback: bootstrap.locale,
  });
  document.documentElement.lang = locale;
  return { bootstrap, i18n: await createI18n({ locale, namespaces }) };
}

/** Switches the language of the page and remembers it. */
export async function switchLocale(i18n: I18n, locale: Locale): Promise<void> {
  await i18n.setLocale(locale);
  document.documentElement.lang = locale;
  document.cookie = localeCookie(locale);
}
