import { readRemembered, remember } from '@keyfall/ui';
import { applyBrand } from '@keyfall/web';

/** What the portal wears: the look of the distributor's own first shop. */
export interface OwnBrand {
  readonly accent: string;
  readonly accentDark: string | null;
  readonly corners: 'square' | 'soft' | 'round';
}

const KEY = 'portal.brand';

/** Puts the distributor's own look in force and keeps it for the next visit's first paint. */
export function wearBrand(brand: OwnBrand | undefined): void {
  remember(KEY, brand ?? null);
  apply(brand);
}

/** The look of the last visit in this browser, before anything is known of the session. */
export function applyRememberedBrand(): void {
  const kept = readRemembered(KEY);
  if (isOwnBrand(kept)) apply(kept);
}

function apply(brand: OwnBrand | undefined): void {
  if (brand === undefined) {
    applyBrand(undefined);
    return;
  }
  const { accent, accentDark, corners } = brand;
  applyBrand({ accent, corners, ...(accentDark === null ? {} : { accentDark }) });
}

function isOwnBrand(kept: unknown): kept is OwnBrand {
  if (typeof kept !== 'object' || kept === null) return false;
  const { accent, accentDark, corners } = kept as Readonly<Record<string, unknown>>;
  const isColor = (text: unknown): boolean => typeof text === 'string' && /^#[0-9a-f]{6}$/i.test(text);
  return (
    isColor(accent) &&
    (accentDark === null || isColor(accentDark)) &&
    (corners === 'square' || corners === 'soft' || corners === 'round')
  );
}
