import { describe, expect, it } from 'vitest';
import { decodeImage } from './decode-image.ts';
import { drawLogoIcons } from './draw-logo-icons.ts';
import { drawLogoIcon, type Pixels } from './logo-icon.ts';
import { writePng } from './write-png.ts';

type Rgba = readonly [number, number, number, number];

const RED: Rgba = [200, 30, 30, 255];
const BLUE: Rgba = [20, 40, 200, 255];
const NOTHING: Rgba = [0, 0, 0, 0];
const WHITE: Rgba = [255, 255, 255, 255];

function picture(width: number, height: number, colourAt: (x: number, y: number) => Rgba): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < width * height; at += 1) data.set(colourAt(at % width, Math.floor(at / width)), at * 4);
  return { width, height, data };
}

/** The pixel at shares of the side of an icon, decoded by another decoder than the one that wrote it. */
function pixelOf(icon: Buffer, x: number, y: number): readonly number[] {
  const { width, height, data } = decodeImage('image/png', icon);
  const at = (Math.round(y * (height - 1)) * width + Math.round(x * (width - 1))) * 4;
  return [...data.subarray(at, at + 4)];
}

/** Eight by eight red pixels, as a browser packs them. */
const RED_JPEG =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAAIAAgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAABQb/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCEAOWL/9k=';
const RED_WEBP = 'UklGRjgAAABXRUJQVlA4ICwAAACQAQCdASoIAAgAAoBCJaACdLoAA5gA/u7/n9CjZRMU//qDP/LQ/9Wh+twAAA==';

describe('an icon out of a logo', () => {
  const twoHalves = picture(40, 40, (x) => (x < 20 ? RED : BLUE));

  it('is the logo itself, to its edges, in the brand’s corners', () => {
    const icon = drawLogoIcon(twoHalves, 'soft', 192, 'rounded');
    expect(pixelOf(icon, 0.25, 0.5)).toEqual(RED);
    expect(pixelOf(icon, 0.75, 0.5)).toEqual(BLUE);
    expect(pixelOf(icon, 0, 0)[3]).toBe(0);
    expect(pixelOf(drawLogoIcon(twoHalves, 'square', 192, 'rounded'), 0.03, 0.5)).toEqual(RED);
  });

  it('is whole within the circle that a cut shape shows, and its square is filled', () => {
    const icon = drawLogoIcon(twoHalves, 'round', 192, 'full');
    const corner = 0.5 - 0.4 / Math.SQRT2;
    expect(pixelOf(icon, corner + 0.02, corner + 0.02)).toEqual(RED);
    expect(pixelOf(icon, 1 - corner - 0.02, corner + 0.02)).toEqual(BLUE);
    const ground = pixelOf(icon, 0, 0);
    expect(ground[3]).toBe(255);
    expect(pixelOf(icon, corner - 0.03, 0.5)).toEqual(ground);
  });

  it('keeps its proportions, and goes on in the colour around it', () => {
    const wide = drawLogoIcon(
      picture(60, 20, (x, y) => (x > 20 && x < 40 && y > 5 && y < 15 ? BLUE : RED)),
      'square',
      96,
      'rounded',
    );
    expect(pixelOf(wide, 0.5, 0.5)).toEqual(BLUE);
    expect(pixelOf(wide, 0.5, 0.05)).toEqual(RED);
    expect(pixelOf(wide, 0.2, 0.5)).toEqual(RED);
  });

  it('is on white where it is see-through, and on dark where white would hide it', () => {
    const ring = (colour: Rgba): Buffer =>
      drawLogoIcon(
        picture(30, 30, (x, y) => (Math.hypot(x - 14.5, y - 14.5) < 12 ? colour : NOTHING)),
        'soft',
        96,
        'full',
      );
    expect(pixelOf(ring(RED), 0.02, 0.02)).toEqual(WHITE);
    expect(pixelOf(ring(RED), 0.5, 0.5)).toEqual(RED);
    expect(pixelOf(ring(WHITE), 0.02, 0.02)).toEqual([0x16, 0x17, 0x1b, 255]);
    expect(pixelOf(ring(WHITE), 0.5, 0.5)).toEqual(WHITE);
  });

  it.each([
    ['image/jpeg', RED_JPEG],
    ['image/webp', RED_WEBP],
  ])('comes from %s too', (mime, base64) => {
    const logo = decodeImage(mime, Buffer.from(base64, 'base64'));
    const [red = 0, green = 0, blue = 0, alpha] = pixelOf(drawLogoIcon(logo, 'soft', 64, 'full'), 0.5, 0.5);
    expect(Math.max(Math.abs(red - 200), Math.abs(green - 30), Math.abs(blue - 30))).toBeLessThan(4);
    expect(alpha).toBe(255);
  });

  it('is drawn in a thread for every size asked for; what is no picture gives none', { timeout: 60_000 }, async () => {
    const icons = {
      'a.png': { side: 192, shape: 'rounded' },
      'b.png': { side: 512, shape: 'full' },
    } as const;
    const job = { mime: 'image/png', corners: 'soft', icons } as const;
    const png = writePng(new Uint8Array(twoHalves.data), twoHalves.width);
    const drawn = await drawLogoIcons({ ...job, bytes: png });
    expect([...(drawn ?? [])].map(([file, icon]) => [file, icon.readUInt32BE(16)])).toEqual([
      ['a.png', 192],
      ['b.png', 512],
    ]);
    expect(pixelOf(drawn?.get('b.png') ?? Buffer.alloc(0), 0.35, 0.5)).toEqual(RED);
    expect(await drawLogoIcons({ ...job, bytes: png.subarray(0, 60) })).toBeUndefined();
    expect(await drawLogoIcons({ ...job, mime: 'image/gif', bytes: png })).toBeUndefined();
    // A job that reaches no thread is its own trouble: those behind it are drawn.
    const unsendable = { ...job, bytes: png, corners: (() => 'soft') as never };
    await expect(drawLogoIcons(unsendable)).rejects.toThrow('could not be cloned');
    expect((await drawLogoIcons({ ...job, bytes: png }))?.size).toBe(2);
  });
});
