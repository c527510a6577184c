import { ZipWriter, configure } from '@zip.js/zip.js';

configure({ useWebWorkers: false });

/** AES with 256 bits. */
const STRENGTH = 3;

/**
 * An archive of one file under a password, written while the file is. The file's next piece is asked for when the archive's
 * last one has been taken.
 */
export async function* writeArchive(
  file: { readonly name: string; readonly pieces: AsyncGenerator<Uint8Array, void, undefined> },
  password: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const zip = new ZipWriter(writable, { password, encryptionStrength: STRENGTH, level: 1 });
  const source = ReadableStream.from(file.pieces);
  const writing = zip.add(file.name, source).then(async () => await zip.close());
  // A failure of the file must end the archive as an error, not as a short archive.
  writing.catch(async (error: unknown) => await writable.abort(error).catch(() => undefined));
  for await (const piece of readable) yield piece;
  await writing;
}
