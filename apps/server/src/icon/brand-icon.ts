import fs from 'node:fs';
import { createRequire } from 'node:module';
import { contrastRatio, type Brand } from '@keyfall/contracts';
import { coverageOf, type Pixel } from './coverage.ts';
import { readFontOutlines, type Contour, type FontOutlines } from './font-outlines.ts';
import { writePng } from './write-png.ts';

/** `rounded` has the brand's corners; `full` fills its square, for systems that cut the shape themselves. */
export type IconShape = 'rounded' | 'full';

export interface BrandIcon {
  readonly name: string;
  readonly accent: string;
  readonly corners: Brand['corners'];
}

/** Of 64, as the style sheets' corners look at that size. */
const CORNERS = { square: 4, soft: 12, round: 32 } as const;
/** Height of the letter, of the icon's side. A cut shape keeps the middle 80 % only. */
const LETTER = { rounded: 0.52, full: 0.42 } as const;
const INKS = ['#ffffff', '#16171b'] as const;
const INK_CONTRAST_MIN = 3;

export function cornerOf(corners: Brand['corners']): number {
  return CORNERS[corners];
}

/** White, unless the accent is so bright that white could not be read on it. */
export function inkOn(accent: string): string {
  return contrastRatio(INKS[0], accent) >= INK_CONTRAST_MIN ? INKS[0] : INKS[1];
}

/** The letter a brand goes by: the first of its name. */
export function initialOf(name: string): string {
  return [...([...name.trim()][0] ?? 'K').toUpperCase()][0] ?? 'K';
}

/**
 * The brand's initial on its colour as a PNG of so many pixels a side. A character that our fonts do not draw leaves a plain
 * disc, so that there is always an icon.
 */
export function drawBrandIcon(icon: BrandIcon, side: number, shape: IconShape): Buffer {
  const ground = groundOf(icon.corners, side, shape);
  const letter = coverageOf(letterLines(initialOf(icon.name), side, LETTER[shape]), side);
  const [accent, ink] = [rgbOf(icon.accent), rgbOf(inkOn(icon.accent))];
  const pixels = new Uint8Array(side * side * 4);
  for (let at = 0; at < side * side; at += 1) {
    const share = letter[at] ?? 0;
    for (const channel of [0, 1, 2] as const) {
      pixels[at * 4 + channel] = Math.round(accent[channel] * (1 - share) + ink[channel] * share);
    }
    pixels[at * 4 + 3] = Math.round((ground[at] ?? 0) * 255);
  }
  return writePng(pixels, side);
}

/** How much of each pixel an icon of this shape covers, 0 to 1. */
export function groundOf(corners: Brand['corners'], side: number, shape: IconShape): Float32Array {
  return coverageOf([roundedSquare(side, shape === 'full' ? 0 : (CORNERS[corners] / 64) * side)], side);
}

function rgbOf(hex: string): readonly [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

const ARC_STEPS = 24;

function roundedSquare(side: number, radius: number): readonly Pixel[] {
  const centres = [
    { x: side - radius, y: radius, from: -Math.PI / 2 },
    { x: side - radius, y: side - radius, from: 0 },
    { x: radius, y: side - radius, from: Math.PI / 2 },
    { x: radius, y: radius, from: Math.PI },
  ];
  return centres.flatMap(({ x, y, from }) => arc({ x, y }, radius, from, Math.PI / 2, ARC_STEPS));
}

function arc(centre: Pixel, radius: number, from: number, sweep: number, steps: number): readonly Pixel[] {
  return Array.from({ length: steps + 1 }, (_, step) => {
    const angle = from + (sweep * step) / steps;
    return { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) };
  });
}

/** The character's outline, centred by its own box and fitted to the wanted height and to no more width. */
function letterLines(letter: string, side: number, height: number): readonly (readonly Pixel[])[] {
  const contours = outlineOf(letter);
  const points = contours.flat();
  if (points.length === 0) {
    return [arc({ x: side / 2, y: side / 2 }, (side * height) / 3, 0, Math.PI * 2, ARC_STEPS * 4)];
  }
  const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
  const box = { left: Math.min(...xs), right: Math.max(...xs), bottom: Math.min(...ys), top: Math.max(...ys) };
  const scale = (side * height) / Math.max(box.top - box.bottom, box.right - box.left, 1);
  const [midX, midY] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  return contours.map((contour) =>
    flatten(contour).map(({ x, y }) => ({ x: side / 2 + (x - midX) * scale, y: side / 2 - (y - midY) * scale })),
  );
}

const CURVE_STEPS = 8;

/** A contour of quadratic curves as straight lines. Between two controls lies a point of the curve that is not written. */
function flatten(contour: Contour): readonly Pixel[] {
  const points = contour.flatMap((point, index) => {
    const next = contour[(index + 1) % contour.length] ?? point;
    if (point.onCurve || next.onCurve) return [point];
    return [point, { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2, onCurve: true }];
  });
  return points.flatMap((point, index) => {
    if (point.onCurve) return [point];
    const before = points[(index + points.length - 1) % points.length] ?? point;
    const after = points[(index + 1) % points.length] ?? point;
    return Array.from({ length: CURVE_STEPS - 1 }, (_, step) => {
      const t = (step + 1) / CURVE_STEPS;
      const bend = (a: number, b: number, c: number): number => (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t ** 2 * c;
      return { x: bend(before.x, point.x, after.x), y: bend(before.y, point.y, after.y) };
    });
  });
}

const FONT_FILES = ['noto-sans-sc-latin-700-normal.woff', 'noto-sans-sc-chinese-simplified-700-normal.woff'];
const fonts = new Map<string, FontOutlines>();

/** Fonts are read when an icon first needs them, the large Chinese one only for a name that begins in Chinese. */
function outlineOf(letter: string): readonly Contour[] {
  for (const file of FONT_FILES) {
    let font = fonts.get(file);
    if (font === undefined) {
      const path = createRequire(import.meta.url).resolve(`@fontsource/noto-sans-sc/files/${file}`);
      font = readFontOutlines(fs.readFileSync(path));
      fonts.set(file, font);
    }
    const outline = font.outlineOf(letter.codePointAt(0) ?? 0);
    if (outline !== undefined) return outline;
  }
  return [];
}
