import type { ExportFormat } from '@keyfall/contracts/purchase-schemas';
import { asService, type Ctx, type DistributorPrincipal } from '../../context.ts';
import { DomainError } from '../../errors.ts';
import { loadTenantKeys } from '../../inventory/index.ts';
import { skipBytes } from '../../skip-bytes.ts';
import { takeExport } from './export-queries.ts';
import { exportPassword } from './export-password.ts';
import { openPages } from './open-pages.ts';
import { exportFileName, ticketHash } from './start-export.ts';
import { writeArchive } from './write-archive.ts';
import { writeCsv, writeSheet, writeTxt } from './write-text.ts';

export interface ExportFile {
  readonly name: string;
  readonly ending: ExportFormat | 'zip';
  readonly pieces: AsyncGenerator<Uint8Array, void, undefined>;
}

const WRITERS = { csv: writeCsv, txt: writeTxt, xlsx: writeSheet } as const satisfies Record<ExportFormat, unknown>;

/**
 * Begins the download that a ticket allows; the codes are opened and recorded while the file is taken, and nothing of it is
 * stored. A ticket is good for one download from the beginning; with `offset`, a text file (CSV, TXT) goes on after so many
 * bytes of the same content, as long as the ticket holds, whether this ticket began it or an earlier one.
 *
 * @throws DomainError token_invalid (unknown, used, over, another person's), validation_failed (an offset into a file that
 *   is not the same twice)
 */
export async function openExport(
  ctx: Ctx<DistributorPrincipal>,
  input: { readonly ticket: string; readonly offset: number },
): Promise<ExportFile> {
  const { tenantId, distributorId, loginId } = ctx.principal;
  const isContinued = input.offset > 0;
  const row = await asService(ctx, async (tx) => {
    const found = await takeExport(tx, { tokenHash: ticketHash(input.ticket), distributorId, loginId, isContinued });
    if (found === undefined) throw new DomainError('token_invalid');
    if (isContinued && (found.is_zip || found.format === 'xlsx'))
      throw new DomainError('validation_failed', { fields: ['offset'] });
    return found;
  });
  const pieces = WRITERS[row.format](openPages(ctx, row));
  if (!row.is_zip) {
    const name = exportFileName(row.order_no, row.format);
    return { name, ending: row.format, pieces: isContinued ? skipBytes(pieces, input.offset) : pieces };
  }
  const keys = await loadTenantKeys(ctx.core, tenantId);
  const inner = { name: exportFileName(row.order_no, row.format), pieces };
  return {
    name: exportFileName(row.order_no, 'zip'),
    ending: 'zip',
    pieces: writeArchive(inner, exportPassword(keys, row.id)),
  };
}
