import { isErrorCode, isRetryable, kindOf } from '@keyfall/contracts';
import type { ErrorCode, ErrorDto, ErrorKind, FieldError } from '@keyfall/contracts';
import { PortError, isDomainError, type DomainError } from '@keyfall/core';
import { isOutOfService } from '@keyfall/db';
import { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';

/** The one place where the kind of a refusal becomes a status, for tRPC and for REST. */
export const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  malformed: 400,
  validation: 422,
  unauthenticated: 401,
  payment_required: 402,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  unsupported: 415,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
};

/** What a browser learns of an error: built from an allow-list, so that nothing unexpected can leak through it. */
export interface ErrorData extends ErrorDto {
  readonly httpStatus: number;
  readonly retryable: boolean;
}

// tRPC names statuses by words of its own.
const TRPC_CODE_OF_STATUS: Readonly<Record<number, TRPCError['code']>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  402: 'PAYMENT_REQUIRED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  410: 'NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
};

// What tRPC raises itself, before a use case runs.
const CODE_OF_TRPC: Partial<Record<TRPCError['code'], ErrorCode>> = {
  BAD_REQUEST: 'malformed_request',
  PARSE_ERROR: 'malformed_request',
  NOT_FOUND: 'not_found',
  METHOD_NOT_SUPPORTED: 'method_not_allowed',
  UNSUPPORTED_MEDIA_TYPE: 'unsupported_media_type',
  UNAUTHORIZED: 'unauthenticated',
  FORBIDDEN: 'forbidden',
};

/** Wraps a domain error so that tRPC answers with the status of its kind. */
export function asTrpcError(error: DomainError): TRPCError {
  const code = TRPC_CODE_OF_STATUS[STATUS_OF_KIND[error.kind]] ?? 'INTERNAL_SERVER_ERROR';
  return new TRPCError({ code, message: error.code, cause: error });
}

/** An error as the client sees it. Whatever nobody designed is `internal`, whatever its own text says. */
export function errorDataOf(error: TRPCError, requestId: string | undefined): ErrorData {
  const id = requestId === undefined ? {} : { requestId };
  const { cause } = error;
  if (isDomainError(cause)) {
    const { code, kind, params, fields, retryable } = cause;
    return { code, kind, params, fields, retryable, httpStatus: STATUS_OF_KIND[kind], ...id };
  }
  if (cause instanceof ZodError && error.code === 'BAD_REQUEST') {
    return { ...plain('validation_failed'), fields: fieldErrorsOf(cause), ...id };
  }
  if (isOutage(cause)) return { ...plain('unavailable'), ...id };
  return { ...plain(CODE_OF_TRPC[error.code] ?? 'internal'), ...id };
}

/** Whether something we depend on, the database too, did not answer and may answer later. */
export function isOutage(error: unknown): boolean {
  return error instanceof PortError ? error.retryable : isOutOfService(error);
}

/** The complaints of a zod schema as JSON pointers and codes; at most fifty, since hostile input can have thousands. */
export function fieldErrorsOf(error: ZodError): readonly FieldError[] {
  return error.issues.slice(0, 50).map((issue) => ({
    pointer: issue.path.length === 0 ? '' : `/${issue.path.map(String).join('/')}`,
    code: isErrorCode(issue.message) ? issue.message : issue.code,
  }));
}

function plain(code: ErrorCode): ErrorData {
  const kind = kindOf(code);
  return { code, kind, params: {}, retryable: isRetryable(code), httpStatus: STATUS_OF_KIND[kind] };
}
