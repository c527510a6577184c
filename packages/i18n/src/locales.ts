/** The languages the product speaks, each complete. The list is the same as in `packages/contracts`; a test compares them. */
export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** Each language in its own name, for the switch. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { 'zh-CN': '简体中文', en: 'English' };

export function isLocale(text: unknown): text is Locale {
  return LOCALES.some((locale) => locale === text);
}

/** The cookie in which a browser remembers a reader's choice; the server reads it too (page head, mails). */
export const LOCALE_COOKIE = 'kf_locale';

export interface LocaleSources {
  /** What the reader chose before (cookie, account). */
  readonly remembered?: string | null | undefined;
  /** What the browser asks for, most wanted first (`navigator.languages`). */
  readonly preferred?: readonly string[] | undefined;
  /** What the shop or the tenant speaks when nothing else is known. */
  readonly fallback?: Locale | undefined;
}

/** The language to start with: a former choice, else the first wanted language we have (by language alone), else the fallback. */
export function negotiateLocale({ remembered, preferred = [], fallback = 'zh-CN' }: LocaleSources): Locale {
  if (isLocale(remembered)) return remembered;
  const languageOf = (tag: string): string => tag.split('-', 1)[0]?.toLowerCase() ?? '';
  for (const tag of preferred) {
    const match = LOCALES.find((locale) => languageOf(locale) === languageOf(tag));
    if (match !== undefined) return match;
  }
  return fallback;
}

/** The remembered choice in a cookie header or `document.cookie`. */
export function readLocaleCookie(cookies: string): Locale | undefined {
  const value = new RegExp(`(?:^|;\\s*)${LOCALE_COOKIE}=([^;]*)`).exec(cookies)?.[1];
  return isLocale(value) ? value : undefined;
}

const YEAR_S = 31_536_000;

/** The cookie text that remembers a choice for a year. Host-only: a shop's choice is no other shop's business. */
export function localeCookie(locale: Locale): string {
  return `${LOCALE_COOKIE}=${locale}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`;
}
