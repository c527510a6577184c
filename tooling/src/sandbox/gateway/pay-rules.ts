/** What a payer can do on the payment page, the designed failures included. */
export const PAY_MODES = ['exact', 'wrong_amount', 'twice', 'fail', 'cancel', 'late'] as const;
export type PayMode = (typeof PAY_MODES)[number];

export type PaymentState = 'pending' | 'captured' | 'closed';

export interface PayableAmount {
  readonly amount: bigint;
  readonly currency: string;
}

export type PayPlan =
  | { readonly kind: 'declined' }
  | { readonly kind: 'cancelled' }
  | {
      readonly kind: 'captured';
      /** The payment is closed first, as if its time had run out before the money came. */
      readonly closeFirst: boolean;
      readonly captures: readonly PayableAmount[];
    }
  | { readonly kind: 'refused'; readonly code: 'already_captured' | 'payment_closed' };

/**
 * What a way of paying does in a state. `wrong` replaces amount and currency where the mode is `wrong_amount`; left
 * out, the payer is 1.00 short (or pays 1.00 too much where nothing would be left).
 */
export function planPay(
  payment: PayableAmount & { readonly state: PaymentState },
  mode: PayMode,
  wrong: Partial<PayableAmount> = {},
): PayPlan {
  const owed: PayableAmount = { amount: payment.amount, currency: payment.currency };
  if (mode === 'twice' && payment.state === 'captured')
    return { kind: 'captured', closeFirst: false, captures: [owed] };
  if (payment.state === 'captured') return { kind: 'refused', code: 'already_captured' };
  if (mode === 'late') return { kind: 'captured', closeFirst: payment.state === 'pending', captures: [owed] };
  if (payment.state === 'closed') return { kind: 'refused', code: 'payment_closed' };
  switch (mode) {
    case 'exact':
      return { kind: 'captured', closeFirst: false, captures: [owed] };
    case 'twice':
      return { kind: 'captured', closeFirst: false, captures: [owed, owed] };
    case 'wrong_amount':
      return {
        kind: 'captured',
        closeFirst: false,
        captures: [{ amount: wrong.amount ?? wrongAmountOf(owed.amount), currency: wrong.currency ?? owed.currency }],
      };
    case 'fail':
      return { kind: 'declined' };
    case 'cancel':
      return { kind: 'cancelled' };
  }
}

export function wrongAmountOf(amount: bigint): bigint {
  return amount > 100n ? amount - 100n : amount + 100n;
}
