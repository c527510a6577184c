/** A failure of something outside: a provider, a supplier, a mail server. Thrown by adapters, never by use cases. */
export class PortError extends Error {
  override readonly name = 'PortError';
  /** Whether the same call may succeed later. It never proves that nothing happened on the other side. */
  readonly retryable: boolean;

  constructor(message: string, options: { readonly retryable: boolean; readonly cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.retryable = options.retryable;
  }
}
