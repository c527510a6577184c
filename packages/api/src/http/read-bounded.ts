import { DomainError } from '@keyfall/core';
import type { Context } from 'hono';

/** A body of at most `bytesMax`, whatever its length header claims. @throws DomainError payload_too_large */
export async function readBounded(c: Pick<Context, 'req'>, bytesMax: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let total = 0;
  const body = c.req.raw.body as AsyncIterable<Uint8Array> | null;
  if (body !== null) {
    for await (const piece of body) {
      total += piece.byteLength;
      if (total > bytesMax) throw new DomainError('payload_too_large', { bytesMax });
      pieces.push(piece);
    }
  }
  return Buffer.concat(pieces);
}
