/**
 * Colour arithmetic for the theme: sRGB ↔ OKLCH, WCAG contrast, mixing, and the search for the nearest shade that reaches a
 * contrast. Pure and free of the DOM, so that the brand editor, the theme test and the shop's first paint share it.
 */

/** A colour as `#rrggbb`, lower case. */
export type Hex = `#${string}`;

/** Perceptual coordinates: lightness 0–1, chroma 0–≈0.37, hue in degrees. */
export interface Oklch {
  readonly l: number;
  readonly c: number;
  readonly h: number;
}

type Triple = readonly [number, number, number];

const HEX = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i;

/** Returns the colour as `#rrggbb`, or undefined when the text is no hex colour. */
export function parseHex(text: string): Hex | undefined {
  const match = HEX.exec(text.trim());
  const digits = match?.[1]?.toLowerCase();
  if (digits === undefined) return undefined;
  return digits.length === 6 ? `#${digits}` : `#${[...digits].map((digit) => digit + digit).join('')}`;
}

function channels(hex: Hex): Triple {
  const value = Number.parseInt(hex.slice(1), 16);
  return [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

function toHex([r, g, b]: Triple): Hex {
  const part = (channel: number): string =>
    Math.round(Math.min(1, Math.max(0, channel)) * 255)
      .toString(16)
      .padStart(2, '0');
  return `#${part(r)}${part(g)}${part(b)}`;
}

const linear = (channel: number): number => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
const gamma = (channel: number): number =>
  channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055;

/** The colour's linear-light channels, each 0–1. */
export function linearRgb(hex: Hex): Triple {
  const [r, g, b] = channels(hex);
  return [linear(r), linear(g), linear(b)];
}

/** The hex colour of linear-light channels; values outside the gamut are clipped. */
export function fromLinearRgb([r, g, b]: Triple): Hex {
  return toHex([gamma(Math.max(0, r)), gamma(Math.max(0, g)), gamma(Math.max(0, b))]);
}

/** WCAG 2 relative luminance, 0–1. */
export function luminance(hex: Hex): number {
  const [r, g, b] = linearRgb(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2 contrast ratio of two opaque colours, 1–21. */
export function contrastRatio(a: Hex, b: Hex): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

// The matrices below are the OKLab definition by B. Ottosson (2020).
/** OKLab coordinates of a colour: the space in which distances are close to what an eye sees. */
export function toOklab(hex: Hex): Triple {
  const [r, g, b] = linearRgb(hex);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

export function toOklch(hex: Hex): Oklch {
  const [l, a, b] = toOklab(hex);
  return { l, c: Math.hypot(a, b), h: ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360 };
}

function oklchToLinear({ l, c, h }: Oklch): Triple {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

/** The nearest sRGB colour of the same lightness and hue: chroma is reduced until the colour is in the gamut. */
export function fromOklch(color: Oklch): Hex {
  const inGamut = (c: number): boolean => oklchToLinear({ ...color, c }).every((v) => v >= -0.0005 && v <= 1.0005);
  if (inGamut(color.c)) return fromLinearRgb(oklchToLinear(color));
  let low = 0;
  let high = color.c;
  for (let step = 0; step < 18; step += 1) {
    const middle = (low + high) / 2;
    if (inGamut(middle)) low = middle;
    else high = middle;
  }
  return fromLinearRgb(oklchToLinear({ ...color, c: low }));
}

/** `amount` (0–1) of `over` painted on `base`, in gamma space as browsers blend. */
export function mix(over: Hex, base: Hex, amount: number): Hex {
  const [a, b] = [channels(over), channels(base)];
  const blend = (i: 0 | 1 | 2): number => a[i] * amount + b[i] * (1 - amount);
  return toHex([blend(0), blend(1), blend(2)]);
}

/** The colour with its lightness moved by `delta` (−1 to 1), hue kept. */
export function shiftLightness(hex: Hex, delta: number): Hex {
  const color = toOklch(hex);
  return fromOklch({ ...color, l: Math.min(1, Math.max(0, color.l + delta)) });
}

/**
 * The colour nearest to `hex` in lightness that has at least `ratio` contrast on every background: hue is kept, lightness is
 * moved away from the backgrounds in steps of 0.5 %. Falls back to black or white when no shade of the hue is enough.
 */
export function reachContrast(hex: Hex, backgrounds: readonly Hex[], ratio: number): Hex {
  const enough = (candidate: Hex): boolean =>
    backgrounds.every((background) => contrastRatio(candidate, background) >= ratio);
  if (enough(hex)) return hex;
  const mean = backgrounds.reduce((sum, background) => sum + luminance(background), 0) / backgrounds.length;
  const direction = mean > 0.18 ? -1 : 1;
  const color = toOklch(hex);
  for (let l = color.l; l >= 0 && l <= 1; l += direction * 0.005) {
    const candidate = fromOklch({ ...color, l });
    if (enough(candidate)) return candidate;
  }
  return direction < 0 ? '#000000' : '#ffffff';
}
