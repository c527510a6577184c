import { expect, it } from 'vitest';
import { completeFile } from './complete-file.ts';

const WHOLE = Array.from({ length: 400 }, (_, index) => `code-${index}\r\n`).join('');

/** A server that makes the same file again, as much of it as is behind the bytes one has. */
function serverOf(text: string) {
  return async (offset: number) =>
    offset > text.length
      ? Response.json({ code: 'validation_failed', kind: 'invalid', params: { fields: ['offset'] } }, { status: 400 })
      : new Response(text.slice(offset));
}

const complete = async (part: string, file: string) =>
  await (await completeFile(new Blob([part]), serverOf(file)))?.text();

it.each([0, 3, 511, 512, 513, 2_000, WHOLE.length])('makes the file whole behind %i bytes of it', async (bytes) => {
  expect(await complete(WHOLE.slice(0, bytes), WHOLE)).toBe(WHOLE);
});

it('joins nothing to a part of another file, or of one that has changed since', async () => {
  expect(await complete('something else entirely', WHOLE)).toBeUndefined();
  expect(await complete(WHOLE.slice(0, 2_000), WHOLE.replace('code-7\r\n', ''))).toBeUndefined();
  expect(await complete(`${WHOLE}and more`, WHOLE)).toBeUndefined();
  expect(await complete(WHOLE, 'short')).toBeUndefined();
});

it('tells any other refusal', async () => {
  const refusal = Response.json({ code: 'token_invalid', kind: 'invalid', params: {} }, { status: 400 });
  await expect(completeFile(new Blob(['a']), async () => refusal)).rejects.toMatchObject({ status: 400 });
});
