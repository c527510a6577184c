/**
 * The design tokens: every colour, size and face of the product, in both schemes. Free of the DOM: the generated
 * theme files, Mantine's theme and the contrast test all read this one module.
 */
import type { Hex } from './color.ts';

export type Scheme = 'light' | 'dark';

/** What a state badge, an alert or a figure may say. Never used for decoration. */
export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';
export const TONES: readonly Tone[] = ['neutral', 'info', 'success', 'warning', 'danger'];

/** A tone's text colour and the soft ground it stands on. */
export interface ToneColors {
  readonly text: Hex;
  readonly soft: Hex;
}

export interface SchemeTokens {
  /** The page behind everything. */
  readonly canvas: Hex;
  /** Tables, cards, panels. */
  readonly surface: Hex;
  /** What floats: menus, dialogs; and wells such as table heads. */
  readonly raised: Hex;
  readonly hover: Hex;
  /** Hairlines between things. */
  readonly border: Hex;
  /** Borders of controls: 3:1 on the surface. */
  readonly borderControl: Hex;
  readonly text: Hex;
  /** Secondary text: still AA. */
  readonly textQuiet: Hex;
  readonly tones: Readonly<Record<Tone, ToneColors>>;
  /** Charts: distinguishable with each of the common colour-vision deficiencies. */
  readonly chart: readonly Hex[];
}

export const LIGHT: SchemeTokens = {
  canvas: '#f7f7f8',
  surface: '#ffffff',
  raised: '#fbfbfc',
  hover: '#f1f1f4',
  border: '#e4e4e9',
  borderControl: '#8c8d98',
  text: '#1b1c21',
  textQuiet: '#5d5e69',
  tones: {
    neutral: { text: '#4d4e58', soft: '#eeeef1' },
    info: { text: '#0a5a7c', soft: '#e2f2f9' },
    success: { text: '#16633a', soft: '#e4f4ea' },
    warning: { text: '#7f4600', soft: '#fcf0da' },
    danger: { text: '#ab231c', soft: '#fceae8' },
  },
  chart: ['#011890', '#ec6f00', '#00a2a9', '#580033', '#734f00', '#6d55d6'],
};

export const DARK: SchemeTokens = {
  canvas: '#101113',
  surface: '#17181b',
  raised: '#1d1e22',
  hover: '#222328',
  border: '#2a2b31',
  borderControl: '#73747f',
  text: '#e7e7eb',
  textQuiet: '#a3a4ae',
  tones: {
    neutral: { text: '#bfc0c8', soft: '#292a2f' },
    info: { text: '#7cc8e8', soft: '#10303d' },
    success: { text: '#75d498', soft: '#12301f' },
    warning: { text: '#efb95f', soft: '#362711' },
    danger: { text: '#ff9c94', soft: '#3d1b19' },
  },
  chart: ['#82b2ff', '#e7781c', '#b2fffe', '#ac3e74', '#fed300', '#5261df'],
};

export const SCHEMES: Readonly<Record<Scheme, SchemeTokens>> = { light: LIGHT, dark: DARK };

/** The product's own accent, used where no tenant or brand has chosen one. */
export const DEFAULT_ACCENT: Hex = '#2a5bd7';

/** Ink for text on light accents, and the white for text on dark ones. */
export const INK: Hex = '#14151a';
export const PAPER: Hex = '#ffffff';

export const FONT_SANS =
  "'Inter Variable', 'Noto Sans SC', -apple-system, BlinkMacSystemFont, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', sans-serif";
/** Codes are read aloud and typed: a face in which 0 and O, 1, l and I cannot be confused, on every device the same. */
export const FONT_MONO = "'JetBrains Mono', ui-monospace, 'SF Mono', Menlo, Consolas, 'Noto Sans SC', monospace";

/** The 4 px grid, in pixels. */
export const SPACING = { xs: 8, sm: 12, md: 16, lg: 24, xl: 32 } as const;
export const RADIUS = { xs: 4, sm: 6, md: 8, lg: 12, xl: 16 } as const;
export const ROW_HEIGHT_PX = 36;
/** Longest transition anywhere; motion only explains. */
export const MOTION_MS = 120;

/** Back offices read at 14 px, the shop at 16 px. */
export type Density = 'office' | 'shop';
export const FONT_SIZES: Readonly<Record<Density, Readonly<Record<'xs' | 'sm' | 'md' | 'lg' | 'xl', number>>>> = {
  office: { xs: 12, sm: 13, md: 14, lg: 16, xl: 20 },
  shop: { xs: 13, sm: 14, md: 16, lg: 18, xl: 22 },
};
