import { NIL_UUID } from '@keyfall/contracts';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { csvLine, openCodes, recordReveals } from '../inventory/index.ts';
import { addExported, endExport, moveExport, readExportSku, readUnsoldCodes } from './export-queries.ts';
import { lockOwnApproved } from './request-export.ts';

const CODES_A_PAGE = 500;
/** Makes spreadsheets read the file as UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';
const HEADER = ['sku', 'number', 'secret', 'link', 'password', 'face_value', 'expires_at'];

/**
 * Writes an approved export while it is downloaded; nothing of it is stored. It can be begun once, by whoever asked for it,
 * and at most as many codes leave as were unsold then. Every page of codes is recorded as revealed and counted in a commit
 * before the vault opens it, so a download that breaks off tells exactly what may have left. The codes stay on sale; cells
 * that a spreadsheet would take for formulas are neutralised.
 *
 * @throws DomainError not_found (also somebody else's), stock_request_closed
 */
export async function* writeExport(ctx: Ctx<StaffPrincipal>, id: string): AsyncGenerator<Uint8Array, void, undefined> {
  const { loginId } = ctx.principal;
  const { request, skuCode } = await asService(ctx, async (tx) => {
    const locked = await lockOwnApproved(tx, id, loginId);
    await moveExport(tx, id, 'running');
    await recordAudit(tx, ctx, {
      action: 'inventory.download_export',
      subjectKind: 'export',
      subjectId: id,
      data: { units: locked.units.toString(), reason: locked.reason },
    });
    const sku = await readExportSku(tx, locked.sku_id);
    return { request: locked, skuCode: sku?.code ?? '' };
  });
  let isWhole = false;
  try {
    yield Buffer.from(BYTE_ORDER_MARK + csvLine(HEADER));
    let left = Number(request.units);
    for (let after: string = NIL_UUID; left > 0;) {
      const codes = await takePage(ctx, request, { after, limit: Math.min(left, CODES_A_PAGE) });
      const last = codes.at(-1);
      if (last === undefined) break;
      yield Buffer.from(await linesOf(ctx, skuCode, codes));
      after = last.id;
      left -= codes.length;
    }
    isWhole = true;
  } finally {
    // Also when whoever downloads goes away: the generator is then ended from outside.
    await asService(ctx, (tx) => endExport(tx, id, isWhole ? 'done' : 'failed'));
  }
}

type Request = Awaited<ReturnType<typeof lockOwnApproved>>;
type UnsoldCode = Awaited<ReturnType<typeof readUnsoldCodes>>[number];

async function takePage(
  ctx: Ctx<StaffPrincipal>,
  request: Request,
  page: { readonly after: string; readonly limit: number },
): Promise<readonly UnsoldCode[]> {
  return await asService(ctx, async (tx) => {
    const codes = await readUnsoldCodes(tx, { skuId: request.sku_id, batchId: request.batch_id, ...page });
    await recordReveals(
      tx,
      codes.map((code) => ({
        codeId: code.id,
        channel: 'export' as const,
        actorId: ctx.principal.loginId,
        reason: request.reason,
        ip: ctx.ip,
        userAgent: ctx.userAgent,
      })),
    );
    await addExported(tx, request.id, codes.length);
    return codes;
  });
}

async function linesOf(ctx: Ctx<StaffPrincipal>, skuCode: string, codes: readonly UnsoldCode[]): Promise<string> {
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
