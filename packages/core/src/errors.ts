import { isRetryable, kindOf } from '@keyfall/contracts';
import type { ErrorCode, ErrorKind, ErrorParams, ErrorParamsOf, FieldError } from '@keyfall/contracts';

interface DomainErrorOptions {
  /** What was thrown below; for the log only, it never reaches a client. */
  readonly cause?: unknown;
  /** Which inputs are wrong, for `validation_failed` and its kin. */
  readonly fields?: readonly FieldError[];
}

// Codes whose parameters are all optional may leave them out.
type DomainErrorArguments<Params> =
  NoRequired<Params> extends true
    ? [params?: Params, options?: DomainErrorOptions]
    : [params: Params, options?: DomainErrorOptions];
type NoRequired<Params> = Partial<Params> extends Params ? true : false;

/**
 * A refusal the product designed: the request was understood and the answer is no. Its code and parameters reach the
 * client and are translated there, so parameters hold only what the reader may know, and never a secret.
 */
export class DomainError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'DomainError';
  readonly code: Code;
  readonly kind: ErrorKind;
  readonly retryable: boolean;
  readonly params: ErrorParams;
  readonly fields: readonly FieldError[];

  constructor(code: Code, ...[params, options]: DomainErrorArguments<ErrorParamsOf<Code>>) {
    super(code, options?.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.kind = kindOf(code);
    this.retryable = isRetryable(code);
    this.params = (params ?? {}) as ErrorParams;
    this.fields = options?.fields ?? [];
  }
}

/** Whether an error is a DomainError, and of that code if one is given. */
export function isDomainError<Code extends ErrorCode>(error: unknown, code?: Code): error is DomainError<Code> {
  return error instanceof DomainError && (code === undefined || error.code === code);
}

/**
 * An adapter's failure: a gateway, supplier, mail server or key vault did not do what it was asked. `retryable` says
 * whether the same call may succeed later; it never proves that nothing happened on the other side, which the caller
 * must find out by asking again under the same reference.
 */
export class PortError extends Error {
  override readonly name = 'PortError';
  readonly retryable: boolean;

  constructor(message: string, options: { readonly retryable: boolean; readonly cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.retryable = options.retryable;
  }
}

/** Something that can only be wrong if our own code is. Clients see `internal`. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Stops at a broken invariant. Never used to judge input: that is a DomainError. @throws InvariantError */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}
