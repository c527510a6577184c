import { isLocale } from '@keyfall/i18n';
import type { Locale } from '@keyfall/i18n';
import type { Brand } from '@keyfall/ui';

/** The brand a page wears, as the server writes it into the page. */
export interface PageBrand extends Brand {
  readonly name: string;
  readonly logoUrl?: string;
}

/**
 * What the server writes into the page as `<script type="application/json" id="kf-bootstrap">` (data, not script: a strict policy
 * allows it). Everything is optional: in development vite serves the page and nothing is written.
 */
export interface Bootstrap {
  readonly brand?: PageBrand;
  /** The language of the shop or the tenant, for visitors whose own is unknown. */
  readonly locale?: Locale;
  /** The tenant's zone; back offices show times in it. */
  readonly timeZone?: string;
  /** The release that the page belongs to. */
  readonly version?: string;
  /** Whatever else an app's server part hands over; the app checks it itself. */
  readonly extra?: unknown;
}

export const BOOTSTRAP_ID = 'kf-bootstrap';

function textAt(source: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = source[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function brandOf(value: unknown): PageBrand | undefined {
  const source = asRecord(value);
  const [name, accent] = [textAt(source, 'name'), textAt(source, 'accent')];
  if (name === undefined || accent === undefined) return undefined;
  const [accentDark, corners, logoUrl] = [
    textAt(source, 'accentDark'),
    textAt(source, 'corners'),
    textAt(source, 'logoUrl'),
  ];
  return {
    name,
    accent,
    ...(accentDark === undefined ? {} : { accentDark }),
    ...(corners === 'square' || corners === 'soft' || corners === 'round' ? { corners } : {}),
    ...(logoUrl === undefined ? {} : { logoUrl }),
  };
}

/** Reads a bootstrap text; what is missing or malformed is left out, for a page must show in any case. */
export function parseBootstrap(text: string | null | undefined): Bootstrap {
  if (text === null || text === undefined || text.trim() === '') return {};
  let source: Readonly<Record<string, unknown>>;
  try {
    source = asRecord(JSON.parse(text));
  } catch {
    return {};
  }
  const brand = brandOf(source['brand']);
  const { locale, extra } = source;
  const [timeZone, version] = [textAt(source, 'timeZone'), textAt(source, 'version')];
  return {
    ...(brand === undefined ? {} : { brand }),
    ...(isLocale(locale) ? { locale } : {}),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(version === undefined ? {} : { version }),
    ...(extra === undefined ? {} : { extra }),
  };
}

export function readBootstrap(): Bootstrap {
  return parseBootstrap(document.getElementById(BOOTSTRAP_ID)?.textContent);
}
