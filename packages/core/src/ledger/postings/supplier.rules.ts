import type { BankAccountId, JournalKind, OrderId, SupplierId, SupplierRequestId } from '@keyfall/contracts';
import type { CurrencyCode } from '@keyfall/money';
import { assertAmounts, credit, debit, draftJournal } from '../journal.rules.ts';
import type { JournalDraft, JournalHead } from '../journal.rules.ts';

/** Money sent to a supplier as a float that later orders draw on. */
export function floatTopUpJournal(given: {
  readonly paymentId: string;
  readonly supplierId: SupplierId;
  readonly bankAccountId: BankAccountId;
  readonly currency: CurrencyCode;
  readonly amount: bigint;
}): JournalDraft {
  assertAmounts({ amount: given.amount });
  return draftJournal({ idemKey: `float:${given.paymentId}`, kind: 'float_top_up', currency: given.currency }, [
    debit('1120', given.amount, given.supplierId),
    credit('1010', given.amount, given.bankAccountId),
  ]);
}

interface SupplierRequest {
  readonly requestId: SupplierRequestId;
  readonly orderId: OrderId;
  readonly supplierId: SupplierId;
  readonly currency: CurrencyCode;
  readonly cost: bigint;
}

function head(given: SupplierRequest, step: string, kind: JournalKind): JournalHead {
  return { idemKey: `sup:${given.requestId}:${step}`, kind, currency: given.currency, orderId: given.orderId };
}

/** A request is about to be sent: its cost is in flight before the call, and stays so while the outcome is unknown. */
export function supplierSendJournal(given: SupplierRequest): JournalDraft {
  assertAmounts({ cost: given.cost });
  return draftJournal(head(given, 'send', 'supplier_send'), [
    debit('1130', given.cost, given.supplierId),
    credit('1120', given.cost, given.supplierId),
  ]);
}

export function supplierSuccessJournal(given: SupplierRequest): JournalDraft {
  assertAmounts({ cost: given.cost });
  return draftJournal(head(given, 'success', 'supplier_success'), [
    debit('5010', given.cost),
    credit('1130', given.cost, given.supplierId),
  ]);
}

/** A definite failure: the supplier did not charge us. */
export function supplierFailureJournal(given: SupplierRequest): JournalDraft {
  assertAmounts({ cost: given.cost });
  return draftJournal(head(given, 'failure', 'supplier_failure'), [
    debit('1120', given.cost, given.supplierId),
    credit('1130', given.cost, given.supplierId),
  ]);
}

/** A request we had taken for failed was charged after all, when the unit was already delivered otherwise or refunded. */
export function supplierLateSuccessJournal(given: SupplierRequest): JournalDraft {
  assertAmounts({ cost: given.cost });
  return draftJournal(head(given, 'late', 'supplier_late_success'), [
    debit('5050', given.cost),
    credit('1120', given.cost, given.supplierId),
  ]);
}

/** A supplier's statement shows another price than we had booked. `difference`: real less booked, either sign. */
export function supplierPriceDifferenceJournal(
  given: Omit<SupplierRequest, 'cost'> & { readonly difference: bigint },
): JournalDraft {
  return draftJournal(head({ ...given, cost: 0n }, 'price', 'supplier_price_difference'), [
    debit('5010', given.difference),
    credit('1120', given.difference, given.supplierId),
  ]);
}

/**
 * A float differs from the supplier's statement and somebody approved the correction: claimed from the supplier, or taken
 * as our difference. `missing`: what the statement has less than we do, either sign.
 */
export function floatDifferenceJournal(given: {
  readonly reconciliationId: string;
  readonly supplierId: SupplierId;
  readonly currency: CurrencyCode;
  readonly missing: bigint;
  readonly as: 'claim' | 'difference';
}): JournalDraft {
  return draftJournal(
    { idemKey: `floatdiff:${given.reconciliationId}`, kind: 'float_difference', currency: given.currency },
    [
      given.as === 'claim' ? debit('1140', given.missing, given.supplierId) : debit('5070', given.missing),
      credit('1120', given.missing, given.supplierId),
    ],
  );
}
