import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  readonly name: string;
  readonly data: string | Uint8Array;
  /** Sets the flag of an encrypted entry. */
  readonly encrypted?: boolean;
  /** States another unpacked size than the true one. */
  readonly statedSize?: number;
}

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const VERSION = 20;
const DEFLATE = 8;
const UTF8_NAMES = 0x800;

/** Writes a zip archive, also such as no honest program writes. */
export function writeZip(parts: readonly ZipPart[]): Buffer {
  const body: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const data = Buffer.from(part.data);
    const packed = deflateRawSync(data, { level: 9 });
    const name = Buffer.from(part.name);
    const flags = UTF8_NAMES | (part.encrypted === true ? 1 : 0);
    const sizes = { crc: crc32(data), packed: packed.length, unpacked: part.statedSize ?? data.length };
    const local = header(
      LOCAL_HEADER,
      30,
      [
        [4, VERSION],
        [6, flags],
        [8, DEFLATE],
        [26, name.length],
      ],
      sizes,
      14,
    );
    const central = header(
      CENTRAL_HEADER,
      46,
      [
        [4, VERSION],
        [6, VERSION],
        [8, flags],
        [10, DEFLATE],
        [28, name.length],
      ],
      sizes,
      16,
    );
    central.writeUInt32LE(offset, 42);
    body.push(local, name, packed);
    directory.push(central, name);
    offset += local.length + name.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END_OF_DIRECTORY, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...body, list, end]);
}

function header(
  signature: number,
  length: number,
  words: readonly (readonly [number, number])[],
  sizes: { readonly crc: number; readonly packed: number; readonly unpacked: number },
  sizesAt: number,
): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUInt32LE(signature, 0);
  for (const [at, word] of words) bytes.writeUInt16LE(word, at);
  bytes.writeUInt32LE(sizes.crc, sizesAt);
  bytes.writeUInt32LE(sizes.packed, sizesAt + 4);
  bytes.writeUInt32LE(sizes.unpacked, sizesAt + 8);
  return bytes;
}
