import { DomainError } from './errors.ts';

/**
 * Leaves out the first bytes of a file that is made again, where a broken download had come.
 *
 * @throws DomainError validation_failed when the file has fewer bytes than that
 */
export async function* skipBytes(
  pieces: AsyncIterable<Uint8Array>,
  offset: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let left = offset;
  for await (const piece of pieces) {
    if (left >= piece.length) {
      left -= piece.length;
      continue;
    }
    yield piece.subarray(left);
    left = 0;
  }
  if (left > 0) throw new DomainError('validation_failed', { fields: ['offset'] });
}
