import type { OpenCodeDto } from '@keyfall/contracts/inventory-schemas';
import { serviceTx } from '@keyfall/db';
import { scopeOf, type Ctx, type DistributorPrincipal } from '../../context.ts';
import { openCodes } from '../../inventory/index.ts';
import { plainDecimalOrNull, titleOf } from '../../orders/index.ts';
import {
  endExport,
  findSkipped,
  readExportLines,
  revealPage,
  type ExportRow,
  type UnitPosition,
} from './export-queries.ts';

/** One code of a purchase as a file shows it. */
export interface ExportUnit {
  /** Counted over the whole purchase, from 1: what a later download leaves out. */
  readonly no: number;
  readonly sku: string;
  readonly name: string;
  readonly faceValue: string;
  readonly code: OpenCodeDto;
}

const UNITS_PER_PAGE = 2_000;
const BEGINNING: UnitPosition = { line: 0, unit: 0 };

/**
 * The codes of a purchase, a page at a time, in the order of lines and units. That a page is opened is committed before a
 * plaintext of it is read; nothing is kept after a page was taken. What was taken when it ends is written into the record.
 */
export async function* openPages(
  ctx: Ctx<DistributorPrincipal>,
  row: ExportRow,
): AsyncGenerator<readonly ExportUnit[], void, undefined> {
  const { tenantId, distributorId, loginId } = ctx.principal;
  const scope = scopeOf(ctx.principal, ctx.requestId);
  const begun = await serviceTx(
    ctx.core.db,
    scope,
    async (tx) => ({
      lines: await readExportLines(tx, row.order_id),
      after: row.skip_units === 0 ? BEGINNING : await findSkipped(tx, row.order_id, row.skip_units),
    }),
    { pace: 'job' },
  );
  const lines = new Map(begun.lines.map((line) => [line.line, line]));
  let { after } = begun;
  let taken = 0;
  let isWhole = false;
  try {
    while (after !== undefined) {
      const from: UnitPosition = after;
      const page = await serviceTx(
        ctx.core.db,
        scope,
        (tx) =>
          revealPage(tx, {
            orderId: row.order_id,
            distributorId,
            loginId,
            ip: ctx.ip,
            userAgent: ctx.userAgent,
            after: from,
            limit: UNITS_PER_PAGE,
          }),
        { pace: 'job' },
      );
      const codes = await openCodes(
        ctx.core,
        tenantId,
        page.map((unit) => unit.code_id),
      );
      const units = page.map((unit, index): ExportUnit => {
        const line = lines.get(unit.line);
        const code = codes[index];
        if (line === undefined || code === undefined) throw new RangeError('a unit without its line or code');
        return {
          no: row.skip_units + taken + index + 1,
          sku: line.sku_code,
          name: titleOf(line, ctx.locale),
          faceValue: plainDecimalOrNull(line.face_value) ?? '',
          code,
        };
      });
      if (units.length > 0) yield units;
      taken += units.length;
      after = page.length < UNITS_PER_PAGE ? undefined : page.at(-1);
    }
    isWhole = true;
  } finally {
    await serviceTx(ctx.core.db, scope, (tx) => endExport(tx, row.id, { units: taken, isWhole }));
  }
}
