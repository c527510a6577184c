import type { OpenCodeDto } from '@keyfall/contracts/inventory-schemas';
import { serviceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { scopeOf, type Ctx, type DistributorPrincipal } from '../../context.ts';
import { openReadCodes, readSealed, type ReadCodes } from '../../inventory/index.ts';
import { plainDecimalOrNull, titleOf } from '../../orders/index.ts';
import {
  endExport,
  findSkipped,
  readExportLines,
  revealPage,
  type ExportRow,
  type UnitPosition,
} from './export-queries.ts';
import { readAhead } from './read-ahead.ts';

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
 * plaintext of it is read; nothing is kept after a page was taken. While one page is opened and written, the vault reads the
 * next and the one after it is recorded: a download that breaks off leaves records of at most two pages that did not leave.
 * What was taken when it ends is written into the record.
 */
export async function* openPages(
  ctx: Ctx<DistributorPrincipal>,
  row: ExportRow,
): AsyncGenerator<readonly ExportUnit[], void, undefined> {
  const { tenantId } = ctx.principal;
  const scope = scopeOf(ctx.principal, ctx.requestId);
  const { lines, after } = await serviceTx(
    ctx.core.db,
    scope,
    async (tx) => ({
      lines: new Map((await readExportLines(tx, row.order_id)).map((line) => [line.line, line])),
      after: row.skip_units === 0 ? BEGINNING : await findSkipped(tx, row.order_id, row.skip_units),
    }),
    { pace: 'job' },
  );
  let taken = 0;
  let isWhole = false;
  try {
    for await (const page of readAhead(readPages(ctx, readAhead(recordPages(ctx, row, after))))) {
      const codes = openReadCodes(
        tenantId,
        page.units.map((unit) => unit.codeId),
        page.read,
      );
      const units = page.units.map((unit, index): ExportUnit => {
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
      yield units;
      taken += units.length;
    }
    isWhole = true;
  } finally {
    await serviceTx(ctx.core.db, scope, (tx) => endExport(tx, row.id, { units: taken, isWhole }));
  }
}

interface RecordedUnit {
  readonly line: number;
  readonly codeId: string;
}

/** Pages of units whose opening is committed. */
async function* recordPages(
  ctx: Ctx<DistributorPrincipal>,
  row: ExportRow,
  from: UnitPosition | undefined,
): AsyncGenerator<readonly RecordedUnit[], void, undefined> {
  const { distributorId, loginId } = ctx.principal;
  const { ip, userAgent } = ctx;
  const given = { orderId: row.order_id, distributorId, loginId, ip, userAgent, limit: UNITS_PER_PAGE };
  let after = from;
  while (after !== undefined) {
    const last: UnitPosition = after;
    const ofLines = await serviceTx(
      ctx.core.db,
      scopeOf(ctx.principal, ctx.requestId),
      (tx) => revealPage(tx, { ...given, after: last, idLike: uuidv7() }),
      { pace: 'job' },
    );
    const units = ofLines.flatMap(({ line, code_ids: ids }) => ids.split(',').map((codeId) => ({ line, codeId })));
    if (units.length > 0) yield units;
    after = units.length < UNITS_PER_PAGE ? undefined : ofLines.at(-1);
  }
}

/** The same pages as the vault gives them. */
async function* readPages(
  ctx: Ctx<DistributorPrincipal>,
  pages: AsyncGenerator<readonly RecordedUnit[], void, undefined>,
): AsyncGenerator<{ readonly units: readonly RecordedUnit[]; readonly read: ReadCodes }, void, undefined> {
  for await (const units of pages) {
    const codeIds = units.map((unit) => unit.codeId);
    yield { units, read: await readSealed(ctx.core, ctx.principal.tenantId, codeIds) };
  }
}
