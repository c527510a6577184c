import { fromOklch, parseHex, toOklch } from '../theme/color.ts';
import type { Hex } from '../theme/color.ts';
import { DEFAULT_ACCENT } from '../theme/tokens.ts';

/** What a generated cover is drawn from; the same input always gives the same picture. */
export interface CoverArt {
  readonly from: Hex;
  readonly to: Hex;
  /** Direction of the gradient in degrees. */
  readonly angle: number;
  /** Which of the quiet patterns lies over it. */
  readonly pattern: 0 | 1 | 2 | 3;
  readonly initials: string;
}

/** FNV-1a with a finish, 32 bits: small, stable, spread well enough to choose colours by. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    hash ^= byte;
    hash = Math.imul(hash, 0x01000193);
  }
  // The last bits of similar texts are similar; mixing them once more (murmur3's finish) spreads neighbours.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Up to two characters that stand for a name: the first two Chinese characters, or the first letters of two words. */
export function initialsOf(name: string): string {
  const clean = name.trim();
  const chinese = [...clean.matchAll(/\p{Script=Han}/gu)].map((match) => match[0]);
  if (chinese.length > 0 && /^\p{Script=Han}/u.test(clean)) return chinese.slice(0, 2).join('');
  const words = clean.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const letters =
    words.length > 1 ? words.slice(0, 2).map((word) => [...word][0] ?? '') : [...(words[0] ?? '')].slice(0, 2);
  return letters.join('').toUpperCase();
}

/** How far a cover may stray from the brand's hue: a grid looks like one brand, yet no two neighbours are alike. */
const HUE_SPREAD = 46;

/** Dark yellows are olive and look dirty. */
const isMuddy = (hue: number): boolean => hue > 62 && hue < 138;

/** A hue away from the brand's by `offset`; to its other side where that would be muddy; else the nearer edge of the mud. */
function cleanHue(base: number, offset: number): number {
  const wrap = (hue: number): number => (hue + 360) % 360;
  const clean = [wrap(base + offset), wrap(base - offset)].find((hue) => !isMuddy(hue));
  return clean ?? (base < 100 ? 62 : 138);
}

/**
 * Colours and pattern for a product without a picture. Both ends of the gradient are dark enough for white text (4.5:1 on the
 * lighter end), and their hue stays near the brand's.
 */
export function coverArt(seed: string, name: string, accent: string): CoverArt {
  const hash = hashText(seed);
  const base = toOklch(parseHex(accent) ?? DEFAULT_ACCENT);
  const offset = ((hash % 1000) / 1000 - 0.5) * 2 * HUE_SPREAD;
  const hue = cleanHue(base.h, offset);
  // Yellow and green look lighter at equal lightness; a chroma near the brand's keeps grey brands grey.
  const chroma = Math.min(0.15, Math.max(0.045, base.c));
  return {
    from: fromOklch({ l: 0.5, c: chroma, h: hue }),
    to: fromOklch({ l: 0.34, c: chroma * 0.9, h: cleanHue(hue, 24) }),
    angle: 115 + ((hash >>> 10) % 60),
    pattern: ((hash >>> 16) % 4) as CoverArt['pattern'],
    initials: initialsOf(name),
  };
}
