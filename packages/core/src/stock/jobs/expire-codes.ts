import type { TenantId } from '@keyfall/contracts';
import { serviceTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import type { Core } from '../../context.ts';
import { markStockDirty, readTenantFacts, voidExpiredCodes } from '../../inventory/index.ts';
import { wakeWorker } from '../../jobs/index.ts';
import { postJournal, stockLossJournal } from '../../ledger/index.ts';

const CODES_A_ROUND = 2000;

/** Voids unsold codes past their date and posts what they had cost as stock loss, in one commit a round. */
export async function expireCodes(
  core: Core,
  tenantId: TenantId,
  requestId: string,
): Promise<{ readonly done: number }> {
  const done = await serviceTx(
    core.db,
    { tenantId, requestId },
    async (tx) => {
      const gone = await voidExpiredCodes(tx, CODES_A_ROUND);
      if (gone.voided === 0) return 0;
      if (gone.cost > 0n) {
        const { currency } = await readTenantFacts(tx);
        const draft = stockLossJournal({ lossId: uuidv7(), currency: currency as CurrencyCode, cost: gone.cost });
        await postJournal(tx, tenantId, draft, {
          journalId: uuidv7(),
          reference: 'expired',
          meta: { codes: gone.voided },
        });
      }
      await markStockDirty(tx, gone.skuIds);
      await wakeWorker(tx, tenantId, 'stock.count');
      return gone.voided;
    },
    { pace: 'job' },
  );
  return { done };
}
