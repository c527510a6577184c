import { NIL_UUID } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { csvLine, openCodes, recordReveals } from '../inventory/index.ts';
import { skipBytes } from '../skip-bytes.ts';
import {
  addExported,
  beginTurn,
  endExport,
  isTurn,
  readExportSku,
  readExportedCodes,
  readUnsoldCodes,
} from './export-queries.ts';
import { lockOwnApproved, lockOwnBegun } from './request-export.ts';

const CODES_A_PAGE = 500;
/** Makes spreadsheets read the file as UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';
const HEADER = ['sku', 'number', 'secret', 'link', 'password', 'face_value', 'expires_at'];

export interface ExportDownload {
  readonly id: string;
  /** Bytes of the same file that are there already; left out: the download begins. */
  readonly offset?: number | undefined;
}

/**
 * Writes an approved export while it is downloaded; nothing of it is stored. It can be begun once, by whoever asked for it,
 * and at most as many codes leave as were unsold then. Every page of codes is recorded as revealed and counted in a commit
 * before the vault opens it, so a download that breaks off tells exactly what may have left. The codes stay on sale; cells
 * that a spreadsheet would take for formulas are neutralised.
 *
 * With `offset` one that was begun goes on behind so many bytes, while the approval holds: the codes that left before are
 * written again in the same order, also those sold since, and none of them counts twice; then follow the others. A download
 * of the same export that is still under way ends.
 *
 * @throws DomainError not_found (also somebody else's), stock_request_closed, validation_failed (an offset behind all that
 *   ever left)
 */
export async function* writeExport(
  ctx: Ctx<StaffPrincipal>,
  { id, offset }: ExportDownload,
): AsyncGenerator<Uint8Array, void, undefined> {
  const run = await begin(ctx, id, offset);
  let isWhole = false;
  try {
    yield* skipBytes(piecesBefore(ctx, run), offset ?? 0);
    yield* piecesToCome(ctx, run);
    isWhole = true;
  } finally {
    // Also when whoever downloads goes away: the generator is then ended from outside.
    await asService(ctx, (tx) => endExport(tx, run, isWhole ? 'done' : 'failed'));
  }
}

interface Run {
  readonly id: string;
  /** Which of the downloads of this export it is. */
  readonly turn: number;
  readonly skuId: string;
  readonly skuCode: string;
  readonly batchId: string | null;
  readonly reason: string;
  /** How many codes have left and how many may in all. */
  readonly exported: number;
  readonly units: number;
  /** All of it left once, to the server's knowledge: nothing more does. */
  readonly isWhole: boolean;
}

async function begin(ctx: Ctx<StaffPrincipal>, id: string, offset: number | undefined): Promise<Run> {
  const { loginId } = ctx.principal;
  return await asService(ctx, async (tx) => {
    const locked = await (offset === undefined ? lockOwnApproved : lockOwnBegun)(tx, id, loginId);
    const turn = await beginTurn(tx, id);
    await recordAudit(tx, ctx, {
      action: offset === undefined ? 'inventory.download_export' : 'inventory.resume_export',
      subjectKind: 'export',
      subjectId: id,
      data: { units: locked.units.toString(), reason: locked.reason, ...(offset === undefined ? {} : { offset }) },
    });
    const sku = await readExportSku(tx, locked.sku_id);
    return {
      id,
      turn,
      skuId: locked.sku_id,
      skuCode: sku?.code ?? '',
      batchId: locked.batch_id,
      reason: locked.reason,
      exported: Number(locked.exported),
      units: Number(locked.units),
      isWhole: locked.state === 'done',
    };
  });
}

interface ExportedCode {
  readonly id: string;
  readonly face_value: string | null;
}

/** The head of the file and the codes that left before, as they were. */
async function* piecesBefore(ctx: Ctx<StaffPrincipal>, run: Run): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(BYTE_ORDER_MARK + csvLine(HEADER));
  for (let after: string | undefined = NIL_UUID; after !== undefined;) {
    const from: string = after;
    const codes: readonly ExportedCode[] = await asService(ctx, async (tx) => {
      await assertTurn(tx, run);
      return await readExportedCodes(tx, { id: run.id, after: from, limit: CODES_A_PAGE });
    });
    if (codes.length > 0) yield Buffer.from(await linesOf(ctx, run.skuCode, codes));
    after = codes.at(-1)?.id;
  }
}

/** Codes that leave for the first time, behind those that left before. */
async function* piecesToCome(ctx: Ctx<StaffPrincipal>, run: Run): AsyncGenerator<Uint8Array, void, undefined> {
  if (run.isWhole) return;
  for (let left = run.units - run.exported; left > 0;) {
    const codes = await takePage(ctx, run, Math.min(left, CODES_A_PAGE));
    if (codes.length === 0) return;
    yield Buffer.from(await linesOf(ctx, run.skuCode, codes));
    left -= codes.length;
  }
}

/** Ends a download of which a later one has taken over. @throws DomainError stock_request_closed */
async function assertTurn(tx: ServiceTx, run: Run): Promise<void> {
  if (!(await isTurn(tx, run))) throw new DomainError('stock_request_closed', { state: 'running' });
}

async function takePage(ctx: Ctx<StaffPrincipal>, run: Run, limit: number): Promise<readonly ExportedCode[]> {
  return await asService(ctx, async (tx) => {
    await assertTurn(tx, run);
    const codes = await readUnsoldCodes(tx, { id: run.id, skuId: run.skuId, batchId: run.batchId, limit });
    await recordReveals(
      tx,
      codes.map((code) => ({
        codeId: code.id,
        channel: 'export' as const,
        exportRequestId: run.id,
        actorId: ctx.principal.loginId,
        reason: run.reason,
        ip: ctx.ip,
        userAgent: ctx.userAgent,
      })),
    );
    await addExported(tx, run.id, codes.length);
    return codes;
  });
}

async function linesOf(ctx: Ctx<StaffPrincipal>, skuCode: string, codes: readonly ExportedCode[]): Promise<string> {
  const opened = await openCodes(
    ctx.core,
    ctx.principal.tenantId,
    codes.map((code) => code.id),
  );
  return opened
    .map((code, index) =>
      csvLine([
        skuCode,
        code.number ?? '',
        code.secret ?? '',
        code.link ?? '',
        code.password ?? '',
        codes[index]?.face_value ?? '',
        code.expiresAt ?? '',
      ]),
    )
    .join('');
}
