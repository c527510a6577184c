export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export const DEFAULT_LOCALE: Locale = 'zh-CN';

export function isLocale(text: string): text is Locale {
  return (LOCALES as readonly string[]).includes(text);
}

/**
 * The best language for an `Accept-Language` header or a browser's list: the first entry we have, by language alone
 * (`zh-TW` reads zh-CN, `en-GB` reads en), else {@link DEFAULT_LOCALE}. Weights are ignored: clients send the list in order.
 */
export function pickLocale(preferred: string | readonly string[] | null | undefined): Locale {
  const list = typeof preferred === 'string' ? preferred.slice(0, 500).split(',') : (preferred ?? []);
  for (const entry of list) {
    const language = entry.trim().split(/[-;_]/, 1)[0]?.toLowerCase();
    const match = LOCALES.find((locale) => locale.split('-', 1)[0] === language);
    if (match) return match;
  }
  return DEFAULT_LOCALE;
}

/** A text in every language we have; what a tenant writes itself (product names, legal texts). */
export type Localized = Readonly<Record<Locale, string>>;
