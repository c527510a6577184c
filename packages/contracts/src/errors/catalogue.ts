import { catalogErrors } from './catalog-errors.ts';
import { commonErrors } from './common-errors.ts';
import type { ErrorKind, ErrorParams, ErrorSpec } from './error-kind.ts';
import { moneyErrors } from './money-errors.ts';
import { orderErrors } from './order-errors.ts';
import { peopleErrors } from './people-errors.ts';
import { tenancyErrors } from './tenancy-errors.ts';

/**
 * Every error code a browser or an API client can meet, once. A code is a promise: outside programs match on it, and
 * both languages translate it (`errors.<code>` with the parameters), so codes are added, never renamed.
 */
export const ERRORS = {
  ...commonErrors,
  ...peopleErrors,
  ...tenancyErrors,
  ...catalogErrors,
  ...orderErrors,
  ...moneyErrors,
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** The parameters that go with a code. */
export type ErrorParamsOf<Code extends ErrorCode> =
  (typeof ERRORS)[Code] extends ErrorSpec<infer Params extends ErrorParams> ? Params : never;

export const ERROR_CODES = Object.keys(ERRORS) as readonly ErrorCode[];

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERRORS, text);
}

export function kindOf(code: ErrorCode): ErrorKind {
  return ERRORS[code].kind;
}

export function isRetryable(code: ErrorCode): boolean {
  return ERRORS[code].retryable;
}

/** An error as it crosses the wire. `params` is what the message in the reader's language needs, nothing else. */
export interface ErrorDto {
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly params: ErrorParams;
  readonly requestId?: string;
  readonly fields?: readonly FieldError[];
}

/** A complaint about one input: where (a JSON pointer), what, and in which parameters. */
export interface FieldError {
  readonly pointer: string;
  readonly code: string;
  readonly params?: ErrorParams;
}
