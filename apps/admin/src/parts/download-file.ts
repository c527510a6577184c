import { HttpError } from '@keyfall/web';

/** Fetches a file that needs the session's cookie and hands it to the browser under a name. @throws HttpError */
export async function downloadFile(path: string, name: string): Promise<void> {
  const answer = await fetch(path, { credentials: 'same-origin' });
  if (!answer.ok) {
    const refusal: unknown = await answer.json().catch(() => undefined);
    throw new HttpError(answer.status, refusal);
  }
  saveBlob(await answer.blob(), name);
}

/** Lets the browser keep something that was made here. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
