import type { PayeeKind } from '@keyfall/contracts/payee';
import type { CurrencyCode } from '@keyfall/money';
import type { Secret } from '../secret.ts';

/**
 * The port every payout rail is reached through; one instance speaks for one account.
 *
 * - `reference` is ours (the withdrawal's id). Repeating `pay` with the same reference and content has the effect of one call.
 * - No call is made inside a database transaction. The withdrawal is `submitted` in a commit before the first one.
 * - A `PortError` of `pay` means that the rail certainly did not take this call: `retryable` says whether the same call may be
 *   made again; if not, the rail has refused it for good. Whatever leaves that open is answered as `unknown`.
 */
export interface PayoutRail {
  readonly provider: string;
  /** Asks the rail to pay. @throws PortError */
  pay(request: PayoutRequest): Promise<PayoutReport>;
  /** What became of a payout. `not_found`: the rail has none under this reference. @throws PortError retryable */
  query(reference: string): Promise<PayoutReport | { readonly state: 'not_found' }>;
}

export interface PayoutRequest {
  readonly reference: string;
  /** What the payee receives, minor units. */
  readonly amount: bigint;
  readonly currency: CurrencyCode;
  readonly payee: {
    readonly kind: PayeeKind;
    readonly holder: string;
    readonly number: Secret;
    readonly bankName: string | null;
    readonly branch: string | null;
  };
  /** What the payee reads on the statement. */
  readonly note: string;
}

export type PayoutReport =
  /** Not decided yet; without a reference of the rail nobody has taken it so far. */
  | { readonly state: 'pending'; readonly providerRef?: string }
  | { readonly state: 'paid'; readonly providerRef: string; readonly cost: bigint }
  | { readonly state: 'failed'; readonly providerRef?: string; readonly failure: string }
  /** Paid, and sent back by the payee's bank. */
  | { readonly state: 'returned'; readonly providerRef: string; readonly cost: bigint; readonly failure: string }
  | { readonly state: 'unknown' };

/** Builds the adapter of one payout account from its stored settings. */
export interface PayoutRailFactory {
  /** @throws PortError not retryable when the settings do not fit the provider. */
  open(account: { readonly provider: string; readonly config: unknown; readonly apiKey: string }): PayoutRail;
}
