import { HttpError } from '@keyfall/web';
import { readRemembered, remember } from '@keyfall/ui';

/** As the server takes them; the last piece is shorter. */
const PIECE_BYTES = 4 * 1024 * 1024;
const TRIES = 4;
const PAUSE_MS = 800;

export interface UploadState {
  readonly sentBytes: number;
  readonly totalBytes: number;
}

const key = (jobId: string): string => `upload.${jobId}`;

/** How many pieces of an upload this browser knows to have arrived. */
export function piecesSent(jobId: string): number {
  const stored = readRemembered(key(jobId));
  return typeof stored === 'number' && Number.isInteger(stored) && stored > 0 ? stored : 0;
}

/**
 * Sends a code file piece by piece, from where an earlier try stopped. A piece that fails for want of a connection is tried
 * again; what the server refuses is thrown. Sending a piece twice does no harm.
 */
export async function uploadCodeFile(
  jobId: string,
  file: File,
  options: { readonly onProgress: (state: UploadState) => void; readonly signal: AbortSignal },
): Promise<void> {
  const pieces = Math.max(1, Math.ceil(file.size / PIECE_BYTES));
  for (let seq = Math.min(piecesSent(jobId), pieces); seq < pieces; seq += 1) {
    options.onProgress({ sentBytes: seq * PIECE_BYTES, totalBytes: file.size });
    const piece = file.slice(seq * PIECE_BYTES, (seq + 1) * PIECE_BYTES);
    await sendPiece(`/uploads/imports/${jobId}/${seq}`, piece, options.signal);
    remember(key(jobId), seq + 1);
  }
  options.onProgress({ sentBytes: file.size, totalBytes: file.size });
}

/** Sends all pieces again from the first one: when the server misses one that this browser believed sent. */
export function forgetUpload(jobId: string): void {
  remember(key(jobId), 0);
}

async function sendPiece(path: string, piece: Blob, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await fetch(path, {
        method: 'PUT',
        credentials: 'same-origin',
        headers: { 'content-type': 'application/octet-stream' },
        body: piece,
        signal,
      });
      if (answer.ok) return;
      const refusal: unknown = await answer.json().catch(() => undefined);
      throw new HttpError(answer.status, refusal);
    } catch (error) {
      const isRefused = error instanceof HttpError && error.status < 500;
      if (signal.aborted || isRefused || attempt >= TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * attempt));
    }
  }
}
