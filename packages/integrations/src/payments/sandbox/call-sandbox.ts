import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';

/** How one account reaches the gateway. */
export interface SandboxConnection {
  /** Origin of the gateway's API, e.g. `http://127.0.0.1:4001`. */
  readonly baseUrl: string;
  readonly merchantId: string;
  readonly apiKey: string;
  /** From sending a request to the last byte of its answer. */
  readonly timeoutMs: number;
}

/**
 * What is known after a call. `refused` means the gateway itself said no; `not_reached` that nobody took the request;
 * `uncertain` that it may have been carried out although no trustworthy answer came back.
 */
export type CallOutcome =
  | { readonly kind: 'answered'; readonly json: unknown }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string }
  | { readonly kind: 'not_reached'; readonly why: string; readonly cause: unknown }
  | { readonly kind: 'uncertain'; readonly why: string; readonly cause?: unknown };

export interface SandboxRequest {
  readonly method: 'GET' | 'POST';
  /** Path below the base URL, already encoded. */
  readonly path: string;
  readonly json?: unknown;
}

const ANSWER_BYTES_MAX = 256 * 1024;

/** Errors after which certainly no request was taken: nobody listened, or the name led nowhere. */
const NOT_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

const errorSchema = z.object({ error: z.object({ code: z.string().regex(/^[a-z_]{1,60}$/) }) });

/** Sends one signed request and judges what came back. Never throws, never follows a redirect. */
export async function callSandbox(connection: SandboxConnection, request: SandboxRequest): Promise<CallOutcome> {
  const signal = AbortSignal.timeout(connection.timeoutMs);
  try {
    const response = await sendSigned(connection, request, signal);
    const text = await readBounded(response, ANSWER_BYTES_MAX);
    if (text === undefined) return { kind: 'uncertain', why: 'the answer is too large' };
    return judge(response.status, text);
  } catch (cause) {
    return failureOf(cause, signal.aborted, connection.timeoutMs);
  }
}

/** The bare signed request; throws what fetch throws. */
export function sendSigned(
  connection: SandboxConnection,
  request: SandboxRequest,
  signal: AbortSignal,
): Promise<Response> {
  const url = new URL(request.path, connection.baseUrl);
  const body = request.json === undefined ? '' : JSON.stringify(request.json);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const signed = [timestamp, request.method, url.pathname + url.search, bodyHash].join('\n');
  return fetch(url, {
    method: request.method,
    redirect: 'manual',
    signal,
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'sandbox-merchant': connection.merchantId,
      'sandbox-timestamp': timestamp,
      'sandbox-signature': `v1=${createHmac('sha256', connection.apiKey).update(signed).digest('hex')}`,
    },
    ...(body === '' ? {} : { body }),
  });
}

/** What a thrown failure of the connection means. */
export function failureOf(
  cause: unknown,
  timedOut: boolean,
  timeoutMs: number,
): Extract<CallOutcome, { kind: 'not_reached' | 'uncertain' }> {
  if (timedOut) return { kind: 'uncertain', why: `no answer within ${timeoutMs} ms`, cause };
  const code = codeOf(cause);
  if (NOT_REACHED.has(code)) return { kind: 'not_reached', why: `cannot be reached (${code})`, cause };
  return { kind: 'uncertain', why: `the connection failed${code === '' ? '' : ` (${code})`}`, cause };
}

function codeOf(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return '';
}

function judge(status: number, text: string): CallOutcome {
  if (status >= 300 && status < 400) return { kind: 'uncertain', why: `a redirect (${status}) is not followed` };
  const json = parse(text);
  if (status >= 200 && status < 300) {
    return json === undefined ? { kind: 'uncertain', why: 'the answer is not JSON' } : { kind: 'answered', json };
  }
  const error = errorSchema.safeParse(json);
  // Something between us and the gateway may answer 404 or 403 too; only the gateway's own words count as a refusal.
  if (status >= 400 && status < 500 && status !== 408 && status !== 429 && error.success) {
    return { kind: 'refused', status, code: error.data.error.code };
  }
  return { kind: 'uncertain', why: `status ${status}` };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The body as it comes in; nothing for an answer without one. */
export function chunksOf(response: Response): AsyncIterable<Uint8Array> | readonly Uint8Array[] {
  return (response.body as ReadableStream<Uint8Array> | null) ?? [];
}

/** @returns undefined when the body is longer than `bytesMax`; the rest of it is not read */
async function readBounded(response: Response, bytesMax: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunksOf(response)) {
    bytes += chunk.byteLength;
    if (bytes > bytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
