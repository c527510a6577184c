import { spec } from './error-kind.ts';

/** Ledger, wallet, commission, withdrawal, invoices. Amounts are decimal texts in `currency`. */
export const moneyErrors = {
  amount_invalid: spec<{ reason: string }>('validation'),
  currency_unknown: spec('validation'),
  currency_mismatch: spec<{ expected: string; given: string }>('validation'),
  insufficient_balance: spec<{ needed?: string; available?: string; currency?: string }>('payment_required'),
  insufficient_available: spec<{ needed?: string; available?: string; currency?: string }>('payment_required'),
  margin_too_low: spec<{ marginMin: string; margin: string }>('conflict'),
  /** More uplines are to earn than is usual, and nobody has confirmed that the law allows it. */
  legal_note_unconfirmed: spec<{ depth: number }>('validation'),
  journal_conflict: spec<{ idemKey: string }>('conflict'),
  debt_open: spec<{ debt: string; currency: string }>('conflict'),
  withdrawal_below_minimum: spec<{ minimum: string; currency: string }>('validation'),
  withdrawal_limit: spec<{ limit: string; currency: string; period: string }>('conflict'),
  withdrawal_state_conflict: spec<{ from: string; to: string }>('conflict'),
  withdrawal_own_request: spec('forbidden'),
  withdrawal_terms_changed: spec('conflict'),
  withdrawal_nothing_left: spec('validation'),
  payout_account_unusable: spec('conflict'),
  debt_changed: spec<{ debt: string; currency: string }>('conflict'),
  payee_number_invalid: spec('validation'),
  payee_not_verified: spec('conflict'),
  payee_cooling_off: spec<{ until: string }>('conflict'),
  top_up_state_conflict: spec<{ from: string; to: string }>('conflict'),
  bank_line_used: spec('conflict'),
  /** So much of the top-up has not gone back yet and is not asked for. */
  pay_back_exceeds_top_up: spec<{ left: string; currency: string }>('conflict'),
  pay_back_state_conflict: spec<{ from: string; to: string }>('conflict'),
  /** What is left of the distributor is no longer what was shown or agreed on. */
  closing_balances_changed: spec('conflict'),
  /** Something has to end before balances can be settled. */
  closing_hindered: spec<{ reasons: readonly string[] }>('conflict'),
  closing_state_conflict: spec<{ from: string; to: string }>('conflict'),
  /** One of the orders is in another invoice, asked for or issued. */
  invoice_already_issued: spec('conflict'),
  invoice_state_conflict: spec<{ from: string; to: string }>('conflict'),
  /** Not delivered yet, or nothing of it is left to invoice. */
  invoice_order_unfit: spec<{ orderNo: string }>('conflict'),
  invoice_nothing_left: spec('conflict'),
  invoice_too_many_orders: spec<{ max: number }>('conflict'),
  invoice_figures_changed: spec('conflict'),
  /** Whoever issues has not said in whose name yet. */
  invoice_issuer_missing: spec('conflict'),
  ticket_state_conflict: spec('conflict'),
  /** This kind of difference cannot be ended that way. */
  ticket_resolution_unfit: spec<{ kind: string }>('conflict'),
  /** Of another account, not compared yet, or settled already. */
  bill_unfit: spec('conflict'),
  settlement_state_conflict: spec<{ from: string; to: string }>('conflict'),
  /** The day is not over for the provider. */
  bill_day_open: spec<{ day: string }>('conflict'),
  /** The provider gave no whole bill; it is asked again by itself. */
  bill_unavailable: spec<{ day: string }>('unavailable'),
  /** Too many entries for a PDF; the CSV holds any number. */
  statement_too_long: spec<{ entries: number; max: number }>('conflict'),
} as const;
