import type { TenantId } from '@keyfall/contracts';
import type { Core } from '@keyfall/core';
import { sweepHousekeeping } from '@keyfall/core/access';
import { sweepSeal } from '@keyfall/core/audit';
import { sweepDeliver, sweepOutbox, sweepSettle, tidyMessages } from '@keyfall/core/delivery';
import type { WorkKind } from '@keyfall/core/jobs';
import { sweepFold } from '@keyfall/core/ledger';
import { sweepMails } from '@keyfall/core/mailing';
import { sweepAlerts } from '@keyfall/core/notifications';
import { sweepRelease } from '@keyfall/core/orders';
import { sweepAttempts, sweepClosing, sweepRefunds, sweepSuspense, sweepWebhooks } from '@keyfall/core/payments';
import { sweepRechecks } from '@keyfall/core/pricing';
import { sweepBills } from '@keyfall/core/reconciliation';
import { sweepDomains } from '@keyfall/core/shops';
import { sweepWallets } from '@keyfall/core/wallet';
import { countStock, expireCodes, runDueImport, tidyImports } from '@keyfall/core/stock';
import { sweepPayouts } from '@keyfall/core/withdrawals';

/**
 * One bounded round of a kind of work for one tenant: it finds its rows by state and acts on them, and says how many it
 * did. It keeps nothing in memory, so a killed worker loses nothing and two workers do not collide (rows are locked with
 * SKIP LOCKED).
 */
export type Sweep = (core: Core, tenantId: TenantId, requestId: string) => Promise<{ readonly done: number }>;

/** The sweepers of this installation, one line a kind. A kind without one waits in `ops.due_work` until it has one. */
export const SWEEPERS: Partial<Readonly<Record<WorkKind, Sweep>>> = {
  'alerts.check': sweepAlerts,
  'audit.seal': sweepSeal,
  'bill.reconcile': sweepBills,
  'commission.release': sweepRelease,
  'domain.check': sweepDomains,
  housekeeping: inTurn(sweepHousekeeping, tidyImports, tidyMessages),
  'import.run': runDueImport,
  'inventory.expire': expireCodes,
  'ledger.fold': sweepFold,
  'mail.send': sweepMails,
  'order.close': sweepClosing,
  'order.deliver': sweepDeliver,
  'order.settle': sweepSettle,
  outbox: sweepOutbox,
  'payment.query': sweepAttempts,
  'price.recheck': sweepRechecks,
  'payout.submit': sweepPayouts,
  'refund.submit': sweepRefunds,
  'refund.suspense': sweepSuspense,
  'stock.count': countStock,
  'wallet.watch': sweepWallets,
  'webhook.process': sweepWebhooks,
};

/** One kind of work that several modules have a part in. */
function inTurn(...sweeps: readonly Sweep[]): Sweep {
  return async (core, tenantId, requestId) => {
    let done = 0;
    for (const sweep of sweeps) done += (await sweep(core, tenantId, requestId)).done;
    return { done };
  };
}

/** Kinds that the web process does itself right after the commit that made them: short, and somebody is looking. */
const QUICK_KINDS: readonly WorkKind[] = ['webhook.process', 'outbox', 'order.deliver', 'mail.send'];

export function quickSweepers(): Partial<Readonly<Record<WorkKind, Sweep>>> {
  return Object.fromEntries(Object.entries(SWEEPERS).filter(([kind]) => QUICK_KINDS.includes(kind as WorkKind)));
}
