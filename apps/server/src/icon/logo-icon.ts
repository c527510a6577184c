import { contrastRatio, type Brand } from '@keyfall/contracts';
import { groundOf, type IconShape } from './brand-icon.ts';
import { writePng } from './write-png.ts';

/** A decoded picture: four bytes a pixel, row by row: red, green, blue, alpha. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

type Rgb = readonly [number, number, number];

const LIGHT: Rgb = [255, 255, 255];
const DARK: Rgb = [0x16, 0x17, 0x1b];
/** A logo that is fainter than this on white is drawn on dark. */
const CONTRAST_MIN = 1.6;
const OPAQUE_MIN = 250;
/** Of the side: a see-through logo keeps some air; a cut shape shows the circle of 80 % in the middle only. */
const AIR = 0.78;
const SAFE_DIAMETER = 0.8;

/** A shop's logo as a square icon of so many pixels a side, whole and in its own proportions, on a ground that shows it. */
export function drawLogoIcon(logo: Pixels, corners: Brand['corners'], side: number, shape: IconShape): Buffer {
  const edge = edgeColour(logo);
  const ground = edge ?? readableGround(logo);
  const box = boxOf(logo, side, shape, edge !== undefined);
  const coverage = groundOf(corners, side, shape);
  const pixels = new Uint8Array(side * side * 4);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const at = y * side + x;
      const [red, green, blue, share] = sample(logo, box, x, y);
      const mixed = [red, green, blue] as const;
      for (const channel of [0, 1, 2] as const)
        pixels[at * 4 + channel] = Math.round(ground[channel] * (1 - share) + mixed[channel]);
      pixels[at * 4 + 3] = Math.round((coverage[at] ?? 0) * 255);
    }
  }
  return writePng(pixels, side);
}

interface Box {
  readonly left: number;
  readonly top: number;
  /** Pixels of the logo for each of the icon. */
  readonly scale: number;
}

function boxOf({ width, height }: Pixels, side: number, shape: IconShape, isOpaque: boolean): Box {
  const wanted =
    shape === 'full'
      ? (side * SAFE_DIAMETER) / Math.hypot(width, height)
      : (side * (isOpaque ? 1 : AIR)) / Math.max(width, height);
  return { left: (side - width * wanted) / 2, top: (side - height * wanted) / 2, scale: 1 / wanted };
}

/** The colour all around a logo without any transparency there: it goes on behind it. Undefined for other logos. */
function edgeColour({ width, height, data }: Pixels): Rgb | undefined {
  const sum = [0, 0, 0];
  const border = [
    ...Array.from({ length: width }, (_, x) => [x, (height - 1) * width + x]),
    ...Array.from({ length: height }, (_, y) => [y * width, y * width + width - 1]),
  ].flat();
  for (const at of border) {
    if ((data[at * 4 + 3] ?? 0) < OPAQUE_MIN) return undefined;
    for (const channel of [0, 1, 2] as const) sum[channel] = (sum[channel] ?? 0) + (data[at * 4 + channel] ?? 0);
  }
  const [red = 0, green = 0, blue = 0] = sum.map((total) => Math.round(total / border.length));
  return [red, green, blue];
}

function readableGround({ data }: Pixels): Rgb {
  const sum = [0, 0, 0];
  let weight = 0;
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3] ?? 0;
    weight += alpha;
    for (const channel of [0, 1, 2] as const) sum[channel] = (sum[channel] ?? 0) + (data[at + channel] ?? 0) * alpha;
  }
  if (weight === 0) return LIGHT;
  const mean = `#${sum
    .map((total) =>
      Math.round(total / weight)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
  return contrastRatio('#ffffff', mean) >= CONTRAST_MIN ? LIGHT : DARK;
}

/**
 * The logo's mean colour under one pixel of the icon, already weighted by how much of the pixel it covers, and that share.
 * Where the logo is enlarged, what lies between its pixels is blended.
 */
function sample(
  logo: Pixels,
  { left, top, scale }: Box,
  x: number,
  y: number,
): readonly [number, number, number, number] {
  const width = Math.max(scale, 1);
  const [middleX, middleY] = [(x + 0.5 - left) * scale, (y + 0.5 - top) * scale];
  const sum = [0, 0, 0, 0];
  const [fromX, toX] = [middleX - width / 2, middleX + width / 2];
  const [fromY, toY] = [middleY - width / 2, middleY + width / 2];
  for (let row = Math.max(0, Math.floor(fromY)); row < Math.min(logo.height, Math.ceil(toY)); row += 1) {
    const high = Math.min(toY, row + 1) - Math.max(fromY, row);
    for (let column = Math.max(0, Math.floor(fromX)); column < Math.min(logo.width, Math.ceil(toX)); column += 1) {
      const area = high * (Math.min(toX, column + 1) - Math.max(fromX, column));
      const at = (row * logo.width + column) * 4;
      const share = (area * (logo.data[at + 3] ?? 0)) / 255;
      for (const channel of [0, 1, 2] as const)
        sum[channel] = (sum[channel] ?? 0) + (logo.data[at + channel] ?? 0) * share;
      sum[3] = (sum[3] ?? 0) + share;
    }
  }
  const [red = 0, green = 0, blue = 0, share = 0] = sum.map((part) => part / (width * width));
  return [red, green, blue, share];
}
