import type { ImageId } from './ids.ts';
import type { Localized } from './locales.ts';

/** How round a brand's controls are. */
export const BRAND_CORNERS = ['square', 'soft', 'round'] as const;
export type BrandCorners = (typeof BRAND_CORNERS)[number];

/** Legal texts a shop may have, as Markdown; shown at `/legal/<name>`. */
export const LEGAL_TEXTS = ['terms', 'privacy', 'refunds', 'imprint'] as const;
export type LegalText = (typeof LEGAL_TEXTS)[number];

/**
 * What makes a shop look like its distributor's own: tokens and texts, never CSS or HTML. Nothing here may name the
 * upline: visitors read all of it.
 */
export interface Brand {
  /** The accent as `#rrggbb`. */
  readonly accent: string;
  /** The accent of the dark scheme; without one a lighter shade of the accent is used. */
  readonly accentDark: string | null;
  readonly corners: BrandCorners;
  readonly logoImageId: ImageId | null;
  /** One line for search engines and link previews. */
  readonly tagline: Localized;
  readonly legal: Readonly<Record<LegalText, Localized>>;
}

const NO_TEXT: Localized = { 'zh-CN': '', en: '' };

export const DEFAULT_BRAND: Brand = {
  accent: '#3b5bdb',
  accentDark: null,
  corners: 'soft',
  logoImageId: null,
  tagline: NO_TEXT,
  legal: { terms: NO_TEXT, privacy: NO_TEXT, refunds: NO_TEXT, imprint: NO_TEXT },
};

/** Grounds an accent must stand out from: the page in the light scheme, cards in the dark one. */
export const BRAND_GROUNDS = { light: '#f7f7f8', dark: '#17181b' } as const;

/** WCAG 2.2 AA, 1.4.11: what is needed to see a control. Texts on and in the accent are derived and always reach 4.5. */
export const ACCENT_CONTRAST_MIN = 3;

const HEX_COLOR = /^#[0-9a-f]{6}$/i;

export function isHexColor(text: string): boolean {
  return HEX_COLOR.test(text);
}

/** WCAG 2 contrast ratio of two colours `#rrggbb`: 1 to 21. @throws RangeError when a text is no such colour */
export function contrastRatio(first: string, second: string): number {
  const [one, two] = [luminance(first), luminance(second)];
  return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
}

/** WCAG 2 relative luminance, 0 to 1. */
function luminance(color: string): number {
  if (!isHexColor(color)) throw new RangeError(`${color} is no colour of the form #rrggbb`);
  const linear = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  const [red = 0, green = 0, blue = 0] = linear;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** An accent that fades into the page. */
export interface ContrastIssue {
  readonly field: 'accent' | 'accentDark';
  readonly ratio: number;
  readonly ratioMin: number;
}

/** What is wrong with a brand's colours: empty when it may be saved. */
export function contrastIssuesOf(brand: Pick<Brand, 'accent' | 'accentDark'>): readonly ContrastIssue[] {
  const pairs: readonly (readonly [ContrastIssue['field'], string | null, string])[] = [
    ['accent', brand.accent, BRAND_GROUNDS.light],
    ['accentDark', brand.accentDark, BRAND_GROUNDS.dark],
  ];
  return pairs.flatMap(([field, color, ground]) => {
    if (color === null) return [];
    const ratio = contrastRatio(color, ground);
    return ratio < ACCENT_CONTRAST_MIN ? [{ field, ratio, ratioMin: ACCENT_CONTRAST_MIN }] : [];
  });
}
