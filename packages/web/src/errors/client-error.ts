import type { ErrorCode, ErrorDto, ErrorKind, ErrorParams, FieldError } from '@keyfall/contracts';

/** What went wrong, as far as a browser can know: the server's own word, or that there was none. */
export interface ClientError {
  readonly code: ErrorCode | 'offline' | 'unknown';
  readonly kind: ErrorKind;
  readonly params: ErrorParams;
  readonly retryable: boolean;
  readonly requestId?: string;
  readonly fields: readonly FieldError[];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** A server's error data; what does not look like it is none. The code itself need not be known to this build of the page. */
function isErrorDto(value: unknown): value is ErrorDto & { readonly retryable?: boolean } {
  return (
    isRecord(value) &&
    typeof value['code'] === 'string' &&
    typeof value['kind'] === 'string' &&
    isRecord(value['params'])
  );
}

function fromDto(dto: ErrorDto & { readonly retryable?: boolean }): ClientError {
  return {
    code: dto.code,
    kind: dto.kind,
    params: dto.params,
    retryable: dto.retryable === true,
    fields: Array.isArray(dto.fields) ? dto.fields : [],
    ...(typeof dto.requestId === 'string' ? { requestId: dto.requestId } : {}),
  };
}

function requestIdOf(error: unknown): string | undefined {
  const meta = isRecord(error) && isRecord(error['meta']) ? error['meta'] : {};
  const { response } = meta;
  return response instanceof Response ? (response.headers.get('x-request-id') ?? undefined) : undefined;
}

/** `fetch` rejects with a TypeError when no answer came; a batch link hands it on as the cause. */
function isNoAnswer(error: unknown): boolean {
  if (typeof navigator !== 'undefined' && navigator.onLine === false) return true;
  return error instanceof TypeError || (error instanceof Error && error.cause instanceof TypeError);
}

/** Reads whatever was thrown: a tRPC error (its `data`), an error of a plain route (`HttpError`), no answer, or something else. */
export function readError(error: unknown): ClientError {
  const data: unknown = isRecord(error) ? error['data'] : undefined;
  if (isErrorDto(data)) return fromDto(data);
  if (isNoAnswer(error)) return { code: 'offline', kind: 'unavailable', params: {}, retryable: true, fields: [] };
  const requestId = requestIdOf(error);
  return {
    code: 'unknown',
    kind: 'internal',
    params: {},
    retryable: true,
    fields: [],
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** Whether an error is the one with this code: `if (isError(error, 'step_up_required')) …`. */
export function isError(error: unknown, code: ErrorCode): boolean {
  return readError(error).code === code;
}

/** An error answer of a plain route (login, upload); `data` is the same as a tRPC error's. */
export class HttpError extends Error {
  readonly status: number;
  readonly data: unknown;

  constructor(status: number, data: unknown) {
    super(`The server answered ${status}.`);
    this.name = 'HttpError';
    this.status = status;
    this.data = data;
  }
}
