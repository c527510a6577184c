import { HttpError } from '../errors/client-error.ts';

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The answer of a plain route (login, logout, upload): its JSON. @throws HttpError, readable by `readError` like any other */
export async function sendJson(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await fetch(path, {
    method,
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await bodyOf(response);
  if (!response.ok) throw new HttpError(response.status, answer);
  return answer;
}

export async function postJson(path: string, body: unknown = {}): Promise<unknown> {
  return await sendJson('POST', path, body);
}

export interface UploadProgress {
  readonly sentBytes: number;
  readonly totalBytes: number;
}

/**
 * Sends a file with its progress (`fetch` cannot tell it). The file is the body itself, so the server may stream it. Aborting
 * rejects with an AbortError. @throws HttpError
 */
export function uploadFile(
  path: string,
  file: File,
  options: { readonly onProgress?: (progress: UploadProgress) => void; readonly signal?: AbortSignal } = {},
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name));
    request.responseType = 'text';
    request.upload.onprogress = ({ loaded, total }) => options.onProgress?.({ sentBytes: loaded, totalBytes: total });
    request.onerror = () => reject(new TypeError('The upload was interrupted.'));
    request.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'));
    request.onload = () => {
      let answer: unknown;
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        answer = undefined;
      }
      if (request.status >= 200 && request.status < 300) resolve(answer);
      else reject(new HttpError(request.status, answer));
    };
    options.signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
