import { isError } from '../../errors/client-error.ts';
import { fileOf } from './save-file.ts';

/** So much of the part's end is fetched once more and compared. */
const OVERLAP_BYTES = 512;

/**
 * Puts behind the part of a file that one has what is missing of it. The end of the part is fetched once more: where that differs, the part is
 * of another file, or the file has changed since, and the answer is undefined.
 *
 * @param restFrom fetches the file behind so many bytes; it refuses more bytes than the file has as `validation_failed`
 * @throws HttpError
 */
export async function completeFile(
  part: Blob,
  restFrom: (offset: number) => Promise<Response>,
): Promise<Blob | undefined> {
  const known = part.slice(Math.max(part.size - OVERLAP_BYTES, 0));
  try {
    const rest = await fileOf(await restFrom(part.size - known.size));
    const isSame = await haveSameBytes(known, rest.slice(0, known.size));
    return isSame ? new Blob([part, rest.slice(known.size)]) : undefined;
  } catch (error) {
    if (isError(error, 'validation_failed')) return undefined;
    throw error;
  }
}

async function haveSameBytes(a: Blob, b: Blob): Promise<boolean> {
  if (a.size !== b.size) return false;
  const [left, right] = await Promise.all([a.arrayBuffer(), b.arrayBuffer()]);
  const others = new Uint8Array(right);
  return new Uint8Array(left).every((byte, index) => byte === others[index]);
}
