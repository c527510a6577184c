import type { Context } from 'hono';
import type { ApiHttpEnv } from './http-env.ts';

const MIME = {
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
  txt: 'text/plain; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
} as const;

export interface DownloadFile {
  readonly name: string;
  readonly pieces: AsyncGenerator<Uint8Array, void, undefined>;
}

/**
 * Answers a file while it is written; nothing of it is stored. The first piece is made before the answer begins, so that a
 * refusal is still an error and not half a file.
 */
export async function answerFile(
  c: Context<ApiHttpEnv>,
  format: keyof typeof MIME,
  file: DownloadFile,
): Promise<Response> {
  const first = await file.pieces.next();
  c.header('content-type', MIME[format]);
  c.header('content-disposition', `attachment; filename="${file.name}"`);
  c.header('cache-control', 'no-store');
  return c.body(ReadableStream.from(startingWith(first, file.pieces)));
}

async function* startingWith<T>(
  first: IteratorResult<T, void>,
  rest: AsyncGenerator<T, void, undefined>,
): AsyncGenerator<T, void, undefined> {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}
