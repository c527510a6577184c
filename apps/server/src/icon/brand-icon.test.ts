import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { drawBrandIcon, initialOf, inkOn, type BrandIcon, type IconShape } from './brand-icon.ts';
import { coverageOf } from './coverage.ts';

interface Picture {
  readonly side: number;
  /** Red, green, blue, alpha of the pixel at a share of the side. */
  readonly at: (x: number, y: number) => readonly number[];
  /** Share of pixels that are exactly of a colour. */
  readonly shareOf: (rgb: readonly number[]) => number;
}

/** Reads a PNG as this program writes it: eight bits, colour with alpha, no filters. */
function readPng(png: Buffer): Picture {
  const side = png.readUInt32BE(16);
  const dataAt = png.indexOf('IDAT');
  const rows = inflateSync(png.subarray(dataAt + 4, dataAt + 4 + png.readUInt32BE(dataAt - 4)));
  const pixel = (column: number, row: number): readonly number[] => {
    const start = row * (side * 4 + 1) + 1 + column * 4;
    return [...rows.subarray(start, start + 4)];
  };
  const all = Array.from({ length: side * side }, (_, index) => pixel(index % side, Math.floor(index / side)));
  return {
    side,
    at: (x, y) => pixel(Math.floor(x * (side - 1)), Math.floor(y * (side - 1))),
    shareOf: (rgb) => all.filter((each) => rgb.every((value, channel) => each[channel] === value)).length / all.length,
  };
}

const draw = (icon: Partial<BrandIcon>, shape: IconShape = 'rounded', side = 96): Picture =>
  readPng(drawBrandIcon({ name: '云卡', accent: '#0b7285', corners: 'soft', ...icon }, side, shape));

const ACCENT = [0x0b, 0x72, 0x85];
const WHITE = [255, 255, 255];

describe('the icon of a brand', () => {
  it.each(['云卡', 'Pixel', 'åb', '8 Cards', '魏记'])('of %s has its letter on its colour', (name) => {
    const picture = draw({ name });
    expect(picture.side).toBe(96);
    expect(picture.shareOf(WHITE)).toBeGreaterThan(0.02);
    expect(picture.shareOf(WHITE)).toBeLessThan(0.3);
    expect(picture.shareOf(ACCENT)).toBeGreaterThan(0.6);
  });

  it('differs from letter to letter', () => {
    const icons = ['A', 'B', '云', '卡'].map((name) =>
      drawBrandIcon({ name, accent: '#0b7285', corners: 'soft' }, 48, 'full'),
    );
    expect(new Set(icons.map((icon) => icon.toString('base64'))).size).toBe(4);
  });

  it('has the brand’s corners, and none where a system cuts the shape', () => {
    expect(draw({}).at(0, 0)[3]).toBe(0);
    expect(draw({ corners: 'round' }).at(0.1, 0.1)[3]).toBe(0);
    expect(draw({ corners: 'square' }).at(0.1, 0.1)).toEqual([...ACCENT, 255]);
    expect(draw({ corners: 'round' }, 'full').at(0, 0)).toEqual([...ACCENT, 255]);
  });

  it('keeps its letter in the middle 80 % where the shape is cut', () => {
    const picture = draw({ name: '魏' }, 'full');
    for (let degrees = 0; degrees < 360; degrees += 3) {
      const angle = (degrees / 180) * Math.PI;
      expect(picture.at(0.5 + 0.4 * Math.cos(angle), 0.5 + 0.4 * Math.sin(angle))).toEqual([...ACCENT, 255]);
    }
  });

  it('is a disc where no font draws the character, and dark on a bright colour', () => {
    expect(draw({ name: '\u{1F600}' }).at(0.5, 0.5)).toEqual([...WHITE, 255]);
    expect(inkOn('#ffd43b')).toBe('#16171b');
    expect(draw({ name: '\u{1F600}', accent: '#ffd43b' }).at(0.5, 0.5)).toEqual([0x16, 0x17, 0x1b, 255]);
  });

  it.each([
    ['  pixel', 'P'],
    ['ßet', 'S'],
    ['𠮷野', '𠮷'],
    ['', 'K'],
  ])('of %j begins with %s', (name, initial) => {
    expect(initialOf(name)).toBe(initial);
  });
});

describe('coverageOf', () => {
  it('is the exact area, also of slanted edges, holes and what sticks out', () => {
    const square = (from: number, to: number) => [
      { x: from, y: from },
      { x: to, y: from },
      { x: to, y: to },
      { x: from, y: to },
    ];
    const sum = (lines: Parameters<typeof coverageOf>[0]): number =>
      coverageOf(lines, 10).reduce((total, share) => total + share, 0);
    expect(sum([square(1.25, 4.5)])).toBeCloseTo(3.25 ** 2, 4);
    expect(sum([square(1, 9), square(3, 5).toReversed()])).toBeCloseTo(60, 4);
    expect(sum([square(-5, 3)])).toBeCloseTo(9, 4);
    expect(sum([square(-5, 30)])).toBeCloseTo(100, 4);
    expect(
      sum([
        [
          { x: 0, y: 0 },
          { x: 10, y: 0 },
          { x: 0, y: 10 },
        ],
      ]),
    ).toBeCloseTo(50, 4);
  });
});
