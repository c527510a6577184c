import { deliverOrder } from '@keyfall/core/delivery';
import { openExport, startExport } from '@keyfall/core/purchases';
import { makePurchaser, type BenchPurchaser } from './bench-buyer.ts';
import { startBenchWorld } from './bench-world.ts';
import type { BenchOptions } from './options.ts';
import { printFigure } from './report.ts';

const BENCH = 'export';
const UNITS_MAX = 100_000;
const MB = 1024 * 1024;

/** One order of 100,000 codes: bought, handed over a thousand at a time, and written to an encrypted archive. */
export async function exportPurchase({ rows }: BenchOptions): Promise<void> {
  const units = Math.min(rows, UNITS_MAX);
  const world = await startBenchWorld(units);
  try {
    const purchaser = await makePurchaser(world);
    const { orderId, orderNo } = await purchaser.buy(units);
    const deliverFrom = performance.now();
    const given = { tenantId: world.tenant.tenantId, orderId, requestId: 'bench' };
    while ((await deliverOrder(world.core, given)).cut === true);
    const deliverSeconds = (performance.now() - deliverFrom) / 1000;
    printFigure({ bench: BENCH, metric: 'delivered', value: units / deliverSeconds, unit: 'codes/s', floor: null });
    // Opening for the first time writes a record of each code; the second time they are there.
    for (const [metric, format] of [
      ['archive_first', 'csv'],
      ['archive_again', 'csv'],
      ['workbook', 'xlsx'],
    ] as const) {
      const taken = await exportOnce(purchaser, orderNo, format);
      printFigure({ bench: BENCH, metric, value: units / taken.seconds, unit: 'codes/s', floor: null });
      // Flat: the most it took, against the first fifth of it.
      printFigure({
        bench: BENCH,
        metric: `${metric}_rss`,
        value: taken.peakMb,
        unit: 'MB',
        floor: taken.firstFifthMb,
      });
    }
  } finally {
    await world.stop();
  }
}

async function exportOnce({ ctx }: BenchPurchaser, orderNo: string, format: 'csv' | 'xlsx') {
  const { url, units } = await startExport(ctx, { orderNo, format, zip: true, skipUnits: 0 });
  const from = performance.now();
  const { pieces } = await openExport(ctx, { ticket: url.split('/').at(-1) ?? '', offset: 0 });
  const sizesMb: number[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    sizesMb.push(process.memoryUsage().rss / MB);
  }
  if (bytes < units) throw new Error('the archive is too short');
  const firstFifth = sizesMb.slice(0, Math.max(1, Math.floor(sizesMb.length / 5)));
  return {
    seconds: (performance.now() - from) / 1000,
    peakMb: Math.max(...sizesMb),
    firstFifthMb: Math.max(...firstFifth),
  };
}
