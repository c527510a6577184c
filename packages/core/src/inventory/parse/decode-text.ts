import iconv from 'iconv-lite';

export const TEXT_ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030'] as const;
export type TextEncodingName = (typeof TEXT_ENCODINGS)[number];

/** A piece of a file is decoded in slices, so that one huge chunk does not become one huge string. */
const SLICE_BYTES = 64 * 1024;

/** The encoding a byte-order mark names, if the file begins with one. */
export function encodingOfBom(head: Uint8Array): TextEncodingName | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0x84 && head[1] === 0x31 && head[2] === 0x95 && head[3] === 0x33) return 'gb18030';
  return undefined;
}

/**
 * Tells over a whole stream whether its bytes are valid UTF-8. A file whose first Chinese character stands on line
 * 200,000 is judged by that character, not by a sample of its beginning.
 */
export class Utf8Check {
  #decoder: InstanceType<typeof TextDecoder> | undefined = new TextDecoder('utf-8', { fatal: true });

  /** Looks at the next bytes. */
  push(bytes: Uint8Array): void {
    this.#decode(bytes, true);
  }

  /** Whether everything pushed was valid, an incomplete last character counting as invalid. */
  finish(): boolean {
    this.#decode(new Uint8Array(), false);
    return this.#decoder !== undefined;
  }

  #decode(bytes: Uint8Array, stream: boolean): void {
    if (this.#decoder === undefined) return;
    try {
      this.#decoder.decode(bytes, { stream });
    } catch {
      this.#decoder = undefined;
    }
  }
}

interface StreamDecoder {
  write(bytes: Uint8Array): string;
  end(): string;
}

/** A decoder that keeps characters cut by a chunk's edge; wrong bytes become U+FFFD, the byte-order mark disappears. */
export function createTextDecoder(encoding: TextEncodingName): StreamDecoder {
  if (encoding === 'gb18030') return createGb18030Decoder();
  const decoder = new TextDecoder(encoding);
  return {
    write: (bytes) => decoder.decode(bytes, { stream: true }),
    end: () => decoder.decode(),
  };
}

/**
 * Hands whole characters to the decoder and keeps the beginning of one that a chunk's edge cuts: the library loses
 * characters of four bytes there (iconv-lite 0.7.3).
 */
function createGb18030Decoder(): StreamDecoder {
  const decoder = iconv.getDecoder('gb18030');
  let cut: Uint8Array = new Uint8Array();
  let atStart = true;
  const withoutBom = (text: string): string => {
    if (!atStart || text === '') return text;
    atStart = false;
    return text.startsWith('\ufeff') ? text.slice(1) : text;
  };
  return {
    write: (bytes) => {
      const joined = cut.length === 0 ? bytes : Buffer.concat([cut, bytes]);
      const whole = wholeGb18030(joined);
      cut = joined.slice(whole);
      return withoutBom(decoder.write(Buffer.from(joined.buffer, joined.byteOffset, whole)));
    },
    end: () => withoutBom(decoder.write(Buffer.from(cut)) + (decoder.end() ?? '')),
  };
}

/** How many of the bytes are whole characters; what follows is the beginning of one. */
function wholeGb18030(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const next = at + lengthOfGb18030(bytes, at);
    if (next > bytes.length) return at;
    at = next;
  }
  return at;
}

/** Bytes of the character that begins here, as far as can be told; a byte that begins none counts as one. */
function lengthOfGb18030(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x81 || first === 0xff) return 1;
  const second = bytes[at + 1];
  if (second === undefined) return 2;
  if (second < 0x30 || second > 0x39) return second < 0x40 ? 1 : 2;
  const third = bytes[at + 2];
  const fourth = bytes[at + 3];
  if (third !== undefined && (third < 0x81 || third === 0xff)) return 1;
  return fourth !== undefined && (fourth < 0x30 || fourth > 0x39) ? 1 : 4;
}

/** Decodes a stream of bytes into pieces of text of bounded length. */
export async function* decodeText(
  source: AsyncIterable<Uint8Array>,
  encoding: TextEncodingName,
): AsyncGenerator<string, void, undefined> {
  const decoder = createTextDecoder(encoding);
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
      const text = decoder.write(chunk.subarray(at, at + SLICE_BYTES));
      if (text !== '') yield text;
    }
  }
  const rest = decoder.end();
  if (rest !== '') yield rest;
}
