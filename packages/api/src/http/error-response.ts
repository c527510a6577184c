import { isRetryable, kindOf, type ErrorCode, type ErrorDto } from '@keyfall/contracts';
import { isDomainError } from '@keyfall/core';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { HTTPException } from 'hono/http-exception';
import { ZodError } from 'zod';
import { STATUS_OF_KIND, fieldErrorsOf, isOutage, type ErrorData } from '../trpc/errors.ts';

/** An error as a plain route answers it: the same fields a tRPC error carries in its `data`. */
export function errorBody(error: unknown, requestId: string): ErrorData {
  if (isDomainError(error)) {
    const { code, kind, params, fields, retryable } = error;
    return { code, kind, params, fields, retryable, httpStatus: STATUS_OF_KIND[kind], requestId };
  }
  if (error instanceof ZodError) return { ...bodyOf('validation_failed', requestId), fields: fieldErrorsOf(error) };
  if (error instanceof SyntaxError || (error instanceof HTTPException && error.status === 400)) {
    return bodyOf('malformed_request', requestId);
  }
  return bodyOf(isOutage(error) ? 'unavailable' : 'internal', requestId);
}

function bodyOf(code: ErrorCode, requestId: string): ErrorData {
  const kind = kindOf(code);
  const dto: ErrorDto = { code, kind, params: {}, requestId };
  return { ...dto, retryable: isRetryable(code), httpStatus: STATUS_OF_KIND[kind] };
}

/** Answers an error as JSON with the status of its kind; whatever nobody designed is reported and shown as `internal`. */
export function errorResponse(
  c: Context,
  error: unknown,
  onUnexpected: (error: unknown, requestId: string) => void,
): Response {
  // Of any environment: every route here has passed the step that gives a request its id.
  const requestId = c.get('requestId') as string;
  const body = errorBody(error, requestId);
  if (body.code === 'internal' || body.code === 'unavailable') onUnexpected(error, requestId);
  const { retryAfterSeconds } = body.params;
  if (typeof retryAfterSeconds === 'number') c.header('retry-after', String(retryAfterSeconds));
  c.header('cache-control', 'no-store');
  return c.json(body, body.httpStatus as ContentfulStatusCode);
}
