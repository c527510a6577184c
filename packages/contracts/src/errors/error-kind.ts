/**
 * What sort of refusal an error is. The API maps each kind to one status in one place; a browser decides by kind whether
 * to show a field's message, offer a retry, or ask to log in.
 */
export const ERROR_KINDS = [
  'malformed', // the request could not be read at all
  'validation', // readable, but a value is not acceptable
  'unauthenticated',
  'payment_required', // a balance or a credit does not cover it
  'forbidden',
  'not_found', // also another's row
  'conflict', // the present state does not allow it
  'gone',
  'too_large',
  'unsupported',
  'rate_limited',
  'unavailable', // something we depend on does not answer; try again
  'internal',
] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

/** What an error's message may name. Amounts are decimal texts, ids and codes are texts; never a secret. */
export type ErrorParamValue = string | number | boolean | null | readonly string[];
export type ErrorParams = Readonly<Record<string, ErrorParamValue>>;
export type NoParams = Readonly<Record<never, never>>;

/** An entry of the catalogue. The parameter type exists only for the compiler. */
export interface ErrorSpec<Params extends ErrorParams = ErrorParams> {
  readonly kind: ErrorKind;
  /** Whether the same request may succeed a little later without any change. */
  readonly retryable: boolean;
  readonly params?: Params;
}

export function spec<Params extends ErrorParams = NoParams>(
  kind: ErrorKind,
  options: { readonly retryable?: boolean } = {},
): ErrorSpec<Params> {
  const retryable = options.retryable ?? (kind === 'rate_limited' || kind === 'unavailable' || kind === 'internal');
  return { kind, retryable };
}
