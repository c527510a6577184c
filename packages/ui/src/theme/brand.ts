/**
 * A tenant's or a shop's own accent, applied at run time: from one colour this derives every shade the components use, in
 * both schemes, so that text stays readable whatever was chosen; and it says what is wrong with a choice before it is saved.
 */
import { contrastRatio, mix, parseHex, reachContrast, shiftLightness, toOklch } from './color.ts';
import type { Hex } from './color.ts';
import { DARK, DEFAULT_ACCENT, INK, LIGHT, PAPER, SCHEMES } from './tokens.ts';
import type { Scheme } from './tokens.ts';

export interface Brand {
  /** The accent as `#rrggbb` (or `#rgb`); text that is no colour falls back to the product's accent. */
  readonly accent: string;
  /** The accent of the dark scheme; by default a lighter shade of `accent`. */
  readonly accentDark?: string;
  /** How round controls are; 8 px (`soft`) by default. */
  readonly corners?: 'square' | 'soft' | 'round';
}

export interface AccentShades {
  readonly filled: Hex;
  readonly filledHover: Hex;
  /** Text on `filled`. */
  readonly onFilled: Hex;
  /** Links and quiet buttons: AA on canvas, surface and `soft`. */
  readonly text: Hex;
  readonly soft: Hex;
  readonly softHover: Hex;
}

export type CssVariables = Readonly<Record<string, string>>;
export interface BrandVariables {
  readonly shared: CssVariables;
  readonly light: CssVariables;
  readonly dark: CssVariables;
}

const AA_TEXT = 4.5;
const AA_SHAPE = 3;

function readableOn(ground: Hex): Hex {
  return contrastRatio(PAPER, ground) >= AA_TEXT || contrastRatio(PAPER, ground) >= contrastRatio(INK, ground)
    ? PAPER
    : INK;
}

/** The accent in use in a scheme: dark grounds get a shade light enough to be seen (3:1) unless the brand names one. */
export function accentOf(brand: Brand, scheme: Scheme): Hex {
  const accent = parseHex(brand.accent) ?? DEFAULT_ACCENT;
  if (scheme === 'light') return accent;
  return parseHex(brand.accentDark ?? '') ?? reachContrast(accent, [DARK.surface], AA_SHAPE);
}

/** A tint of the surface: `amount` of the accent, less where quiet text would no longer read on it (white on dark grounds). */
function softGround(accent: Hex, scheme: Scheme, amount: number): Hex {
  const { surface, textQuiet } = SCHEMES[scheme];
  for (let share = amount; share > 0; share -= 0.01) {
    const ground = mix(accent, surface, share);
    if (contrastRatio(textQuiet, ground) >= AA_TEXT) return ground;
  }
  return surface;
}

/**
 * Every shade of the accent in one scheme. Guarantees: `onFilled` has 4.5:1 on `filled` and on `filledHover` (`filled` is
 * moved by a hair where no text colour reaches it), `text` has 4.5:1 on canvas, surface, raised and both soft grounds.
 */
export function accentShades(brand: Brand, scheme: Scheme): AccentShades {
  const tokens = SCHEMES[scheme];
  const accent = accentOf(brand, scheme);
  const onFilled = readableOn(accent);
  const filled = reachContrast(accent, [onFilled], AA_TEXT);
  const away = onFilled === PAPER ? -0.05 : 0.04;
  const hovered = shiftLightness(filled, away);
  const filledHover = contrastRatio(hovered, onFilled) >= AA_TEXT ? hovered : filled;
  const soft = softGround(accent, scheme, scheme === 'light' ? 0.09 : 0.18);
  const softHover = softGround(accent, scheme, scheme === 'light' ? 0.15 : 0.26);
  const grounds = [tokens.canvas, tokens.surface, tokens.raised, tokens.hover, soft, softHover];
  return { filled, filledHover, onFilled, text: reachContrast(accent, grounds, AA_TEXT), soft, softHover };
}

function schemeVariables(brand: Brand, scheme: Scheme): CssVariables {
  const shades = accentShades(brand, scheme);
  return {
    '--kf-accent': shades.filled,
    '--kf-accent-hover': shades.filledHover,
    '--kf-accent-on': shades.onFilled,
    '--kf-accent-text': shades.text,
    '--kf-accent-soft': shades.soft,
    '--kf-accent-soft-hover': shades.softHover,
    '--mantine-color-accent-filled': shades.filled,
    '--mantine-color-accent-filled-hover': shades.filledHover,
    '--mantine-color-accent-contrast': shades.onFilled,
    '--mantine-color-accent-light': shades.soft,
    '--mantine-color-accent-light-hover': shades.softHover,
    '--mantine-color-accent-light-color': shades.text,
    '--mantine-color-accent-outline': shades.text,
    '--mantine-color-accent-outline-hover': shades.soft,
    '--mantine-color-accent-text': shades.text,
    '--mantine-primary-color-filled': shades.filled,
    '--mantine-primary-color-filled-hover': shades.filledHover,
    '--mantine-primary-color-contrast': shades.onFilled,
    '--mantine-primary-color-light': shades.soft,
    '--mantine-primary-color-light-hover': shades.softHover,
    '--mantine-primary-color-light-color': shades.text,
    '--mantine-color-anchor': shades.text,
  };
}

const CORNERS_PX = { square: 2, soft: 8, round: 14 } as const;

/** All custom properties of a brand: the ones both schemes share and the ones of each. */
export function brandVariables(brand: Brand): BrandVariables {
  const shared: Record<string, string> = {};
  if (brand.corners !== undefined) shared['--mantine-radius-default'] = `${CORNERS_PX[brand.corners] / 16}rem`;
  return { shared, light: schemeVariables(brand, 'light'), dark: schemeVariables(brand, 'dark') };
}

/**
 * The brand as a style sheet. `scope` is the element that carries the brand (the root by default; a class for a preview
 * inside another scheme's page). Values come from parsed colours only, so no text of a tenant reaches the sheet.
 */
export function brandStyleSheet(brand: Brand, scope = ':root'): string {
  const block = (selector: string, variables: CssVariables): string => {
    const lines = Object.entries(variables).map(([name, value]) => `${name}:${value}`);
    return lines.length === 0 ? '' : `${selector}{${lines.join(';')}}`;
  };
  const { shared, light, dark } = brandVariables(brand);
  const scheme = (name: Scheme): string =>
    scope === ':root'
      ? `:root[data-mantine-color-scheme='${name}']`
      : `[data-mantine-color-scheme='${name}'] ${scope},${scope}[data-mantine-color-scheme='${name}']`;
  return block(scope, shared) + block(scheme('light'), light) + block(scheme('dark'), dark);
}

/** One thing to change about a brand's colours. `code` is translated by the caller; `suggestion` is the nearest colour that passes. */
export interface BrandIssue {
  readonly code: 'not_a_color' | 'accent_fades' | 'accent_too_neutral' | 'accent_looks_like_danger';
  readonly scheme: Scheme;
  readonly severity: 'error' | 'hint';
  readonly ratio?: number;
  readonly requiredRatio?: number;
  readonly suggestion?: Hex;
}

function looksLikeDanger(accent: Hex): boolean {
  const { c, h } = toOklch(accent);
  return c > 0.13 && (h < 38 || h > 352) && h !== 0;
}

/**
 * Judges a brand before it is saved. Errors must be changed (the colour is none, or buttons would fade into the page:
 * under 3:1); hints may be ignored (a grey accent is hard to see as one, a red one reads as a warning).
 */
export function checkBrand(brand: Brand): readonly BrandIssue[] {
  const issues: BrandIssue[] = [];
  const light = parseHex(brand.accent);
  if (light === undefined)
    issues.push({ code: 'not_a_color', scheme: 'light', severity: 'error', suggestion: DEFAULT_ACCENT });
  const dark = brand.accentDark === undefined ? undefined : parseHex(brand.accentDark);
  if (brand.accentDark !== undefined && dark === undefined) {
    issues.push({
      code: 'not_a_color',
      scheme: 'dark',
      severity: 'error',
      suggestion: accentOf({ accent: brand.accent }, 'dark'),
    });
  }
  const chosen: readonly (readonly [Scheme, Hex | undefined, Hex])[] = [
    ['light', light, LIGHT.canvas],
    ['dark', dark, DARK.surface],
  ];
  for (const [scheme, accent, ground] of chosen) {
    if (accent === undefined) continue;
    const ratio = contrastRatio(accent, ground);
    if (ratio < AA_SHAPE) {
      const suggestion = reachContrast(accent, [ground], AA_SHAPE);
      issues.push({ code: 'accent_fades', scheme, severity: 'error', ratio, requiredRatio: AA_SHAPE, suggestion });
    }
    if (toOklch(accent).c < 0.03) issues.push({ code: 'accent_too_neutral', scheme, severity: 'hint' });
    if (looksLikeDanger(accent)) issues.push({ code: 'accent_looks_like_danger', scheme, severity: 'hint' });
  }
  return issues;
}
