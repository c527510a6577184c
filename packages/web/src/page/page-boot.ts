import { BOOT_ID } from '@keyfall/contracts/boot';
import type { Boot } from '@keyfall/contracts/boot';
import { isLocale } from '@keyfall/i18n';

/** What every app's start takes from the server's data block; whatever else stands in it is the app's own business. */
export type PageBoot = Partial<Pick<Boot, 'locale'>>;

/**
 * Reads the text of the data block that the server writes into an app's first page. What is missing or malformed is left out:
 * in development vite serves the page and nothing is written, and a page must show in any case.
 */
export function parsePageBoot(text: string | null | undefined): PageBoot {
  if (text === null || text === undefined || text.trim() === '') return {};
  try {
    const source: unknown = JSON.parse(text);
    if (typeof source !== 'object' || source === null || !('locale' in source)) return {};
    return isLocale(source.locale) ? { locale: source.locale } : {};
  } catch {
    return {};
  }
}

export function readPageBoot(): PageBoot {
  return parsePageBoot(document.getElementById(BOOT_ID)?.textContent);
}
