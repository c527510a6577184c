import type { CodeFileLimits } from './code-file-limits.ts';
import { CodeFileRefused } from './code-file-refused.ts';

/** Where the bytes of a code file come from. */
export type CodeFileSource = Uint8Array | AsyncIterable<Uint8Array>;

/** The bytes of a source, refused once there are more than allowed. */
export async function* boundedBytes(
  source: CodeFileSource,
  bytesMax: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let total = 0;
  for await (const chunk of source instanceof Uint8Array ? [source] : source) {
    total += chunk.length;
    if (total > bytesMax) throw new CodeFileRefused('file_too_large');
    yield chunk;
  }
}

/** A whole workbook: its table of contents stands at its end. */
export async function collectWorkbook(source: CodeFileSource, limits: CodeFileLimits): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of boundedBytes(source, limits.workbookBytesMax)) chunks.push(chunk);
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}
