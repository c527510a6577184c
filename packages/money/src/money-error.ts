export type MoneyErrorReason =
  | 'bad_format'
  | 'too_many_decimals'
  | 'out_of_range'
  | 'unknown_currency'
  | 'currency_mismatch'
  | 'bad_argument';

/**
 * A text or an operation that is not valid money. Thrown by everything in this package.
 * Callers that read people's input map `reason` to a validation error; anywhere else it is a bug.
 */
export class MoneyError extends Error {
  override readonly name = 'MoneyError';
  readonly reason: MoneyErrorReason;

  constructor(reason: MoneyErrorReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
