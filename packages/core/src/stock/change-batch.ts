import type { BatchId } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { lockBatch, markStockDirty, moveBatchCodes, readTenantFacts, setBatchState } from '../inventory/index.ts';
import { wakeWorker } from '../jobs/index.ts';
import { postJournal, stockLossJournal } from '../ledger/index.ts';

export type BatchAct = 'quarantine' | 'release' | 'recall' | 'void';
type BatchState = 'open' | 'quarantined' | 'recalled' | 'void';

// Reserved and sold codes are never touched: their orders decide over them.
const ACTS: Readonly<Record<BatchAct, { readonly from: readonly BatchState[]; readonly to: BatchState }>> = {
  quarantine: { from: ['open'], to: 'quarantined' },
  release: { from: ['quarantined'], to: 'open' },
  recall: { from: ['open', 'quarantined'], to: 'recalled' },
  void: { from: ['quarantined', 'recalled'], to: 'void' },
};
const CODES_A_ROUND = 20_000;

/**
 * Takes a batch's unsold codes off sale, puts them back, recalls the batch or writes its codes off. Writing off posts the
 * known cost as stock loss (5055) in the same commit. Locks the batch; codes that an order is taking just now stay its own
 * and are moved by the next call.
 *
 * @throws DomainError not_found, batch_not_active (the act does not fit the batch's state)
 */
export async function changeBatch(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly batchId: BatchId; readonly act: BatchAct; readonly reason: string },
): Promise<{ readonly moved: number; readonly state: BatchState }> {
  return await asService(ctx, async (tx) => {
    const batch = await lockBatch(tx, input.batchId);
    if (batch === undefined) throw new DomainError('not_found', { what: 'batch' });
    const rule = ACTS[input.act];
    if (!rule.from.includes(batch.state)) throw new DomainError('batch_not_active', { state: batch.state });
    await setBatchState(tx, batch.id, rule.to, input.reason);
    const moved = await moveCodes(tx, ctx, batch.id, input.act);
    await markStockDirty(tx, [batch.sku_id]);
    await wakeWorker(tx, ctx.principal.tenantId, 'stock.count');
    await recordAudit(tx, ctx, {
      action: `inventory.${input.act}_batch`,
      subjectKind: 'batch',
      subjectId: batch.id,
      data: { reason: input.reason, codes: moved },
    });
    return { moved, state: rule.to };
  });
}

async function moveCodes(tx: ServiceTx, ctx: Ctx, batchId: string, act: BatchAct): Promise<number> {
  const [from, to] = MOVES[act];
  let moved = 0;
  let cost = 0n;
  for (;;) {
    const round = await moveBatchCodes(tx, batchId, from, to, CODES_A_ROUND);
    moved += round.moved;
    cost += round.cost;
    if (round.moved < CODES_A_ROUND) break;
  }
  if (act === 'void' && cost > 0n) {
    const { currency } = await readTenantFacts(tx);
    const draft = stockLossJournal({ lossId: uuidv7(), currency: currency as CurrencyCode, cost });
    await postJournal(tx, ctx.principal.tenantId, draft, {
      journalId: uuidv7(),
      reference: batchId,
      meta: { batchId },
    });
  }
  return moved;
}

const MOVES: Readonly<Record<BatchAct, readonly ['available' | 'quarantined', 'available' | 'quarantined' | 'void']>> =
  {
    quarantine: ['available', 'quarantined'],
    release: ['quarantined', 'available'],
    recall: ['available', 'quarantined'],
    void: ['quarantined', 'void'],
  };
