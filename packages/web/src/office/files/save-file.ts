import { HttpError } from '../../errors/client-error.ts';

/** The file of an answer. @throws HttpError */
export async function fileOf(answer: Response): Promise<Blob> {
  if (answer.ok) return await answer.blob();
  const refusal: unknown = await answer.json().catch(() => undefined);
  throw new HttpError(answer.status, refusal);
}

/** Fetches a file that needs the session's cookie and hands it to the browser under a name. @throws HttpError */
export async function downloadFile(path: string, name: string): Promise<void> {
  saveBlob(await fileOf(await fetch(path, { credentials: 'same-origin' })), name);
}

/** Lets the browser keep something that was made here. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  saveFrom(url, name);
  URL.revokeObjectURL(url);
}

/** Lets the browser fetch a file by itself and keep it under a name. */
export function saveFrom(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}
