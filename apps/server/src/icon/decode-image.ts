import * as jpeg from '@cwasm/jpeg-turbo';
import * as png from '@cwasm/lodepng';
import * as webp from '@cwasm/webp';
import type { Pixels } from './logo-icon.ts';

const DECODERS: Readonly<Record<string, (bytes: Uint8Array) => Pixels>> = {
  'image/png': png.decode,
  'image/jpeg': jpeg.decode,
  'image/webp': webp.decode,
};

/**
 * The pixels of an uploaded picture. Its bytes are somebody else's: decoders run in WebAssembly, which reaches nothing but
 * its own memory.
 *
 * @throws Error when the bytes are not what their type says
 */
export function decodeImage(mime: string, bytes: Uint8Array): Pixels {
  const decode = DECODERS[mime];
  if (decode === undefined) throw new Error(`no decoder for ${mime}`);
  return decode(bytes);
}
