import type { BankAccountId, BatchId, ClaimId, OrderId, RefundId, SupplierId } from '@keyfall/contracts';
import type { CurrencyCode } from '@keyfall/money';
import { assertAmounts, credit, debit, draftJournal } from '../journal.rules.ts';
import type { JournalDraft } from '../journal.rules.ts';

/** Codes came in by file. A batch whose cost is not known (zero) posts nothing until somebody enters it. */
export function stockImportJournal(given: {
  readonly batchId: BatchId;
  readonly supplierId: SupplierId;
  readonly currency: CurrencyCode;
  readonly cost: bigint;
}): JournalDraft {
  assertAmounts({ cost: given.cost });
  return draftJournal({ idemKey: `import:${given.batchId}`, kind: 'stock_import', currency: given.currency }, [
    debit('1110', given.cost),
    credit('2110', given.cost, given.supplierId),
  ]);
}

/** Codes bought through a supplier's interface, paid from the float we hold there. */
export function stockPurchaseJournal(given: {
  readonly batchId: BatchId;
  readonly supplierId: SupplierId;
  readonly currency: CurrencyCode;
  readonly cost: bigint;
}): JournalDraft {
  assertAmounts({ cost: given.cost });
  return draftJournal({ idemKey: `buy:${given.batchId}`, kind: 'stock_purchase', currency: given.currency }, [
    debit('1110', given.cost),
    credit('1120', given.cost, given.supplierId),
  ]);
}

/** A supplier's invoice for imported goods is paid. */
export function supplierPaymentJournal(given: {
  readonly paymentId: string;
  readonly supplierId: SupplierId;
  readonly bankAccountId: BankAccountId;
  readonly currency: CurrencyCode;
  readonly amount: bigint;
}): JournalDraft {
  assertAmounts({ amount: given.amount });
  return draftJournal({ idemKey: `suppay:${given.paymentId}`, kind: 'supplier_payment', currency: given.currency }, [
    debit('2110', given.amount, given.supplierId),
    credit('1010', given.amount, given.bankAccountId),
  ]);
}

/** Unsold codes became void: expired, recalled or faulty. `lossId` names the act, e.g. the recall. */
export function stockLossJournal(given: {
  readonly lossId: string;
  readonly currency: CurrencyCode;
  readonly cost: bigint;
}): JournalDraft {
  assertAmounts({ cost: given.cost });
  return draftJournal({ idemKey: `loss:${given.lossId}`, kind: 'stock_loss', currency: given.currency }, [
    debit('5055', given.cost),
    credit('1110', given.cost),
  ]);
}

interface ReturnedGoods {
  readonly refundId: RefundId;
  readonly orderId: OrderId;
  readonly currency: CurrencyCode;
  readonly cost: bigint;
}

/** Refunded codes that the buyer had seen: their cost is lost. */
export function fulfilmentLossJournal(given: ReturnedGoods): JournalDraft {
  assertAmounts({ cost: given.cost });
  return draftJournal({ ...given, idemKey: `refund:${given.refundId}:loss`, kind: 'fulfilment_loss' }, [
    debit('5050', given.cost),
    credit('5010', given.cost),
  ]);
}

/** Refunded codes that nobody had seen: they are stock again (in quarantine, at cost). */
export function restockJournal(given: ReturnedGoods): JournalDraft {
  assertAmounts({ cost: given.cost });
  return draftJournal({ ...given, idemKey: `refund:${given.refundId}:restock`, kind: 'restock' }, [
    debit('1110', given.cost),
    credit('5010', given.cost),
  ]);
}

/** A supplier accepts that a code was faulty: the cost comes back from where it had been booked. */
export function claimAcceptedJournal(given: {
  readonly claimId: ClaimId;
  readonly orderId: OrderId;
  readonly supplierId: SupplierId;
  readonly currency: CurrencyCode;
  readonly cost: bigint;
  readonly bookedAsLoss: boolean;
}): JournalDraft {
  assertAmounts({ cost: given.cost });
  return draftJournal({ ...given, idemKey: `claim:${given.claimId}:accepted`, kind: 'claim_accepted' }, [
    debit('1140', given.cost, given.supplierId),
    credit(given.bookedAsLoss ? '5050' : '5010', given.cost),
  ]);
}

/** A dead code was replaced by another of the stock, at no charge to the buyer. */
export function replacementJournal(given: {
  readonly claimId: ClaimId;
  readonly orderId: OrderId;
  readonly currency: CurrencyCode;
  readonly cost: bigint;
}): JournalDraft {
  assertAmounts({ cost: given.cost });
  return draftJournal({ ...given, idemKey: `claim:${given.claimId}:replaced`, kind: 'replacement' }, [
    debit('5050', given.cost),
    credit('1110', given.cost),
  ]);
}
