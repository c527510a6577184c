import type { Page } from '@keyfall/contracts';
import type { BankFileDto, BankFileEncoding } from '@keyfall/contracts/withdrawal-schemas';
import { formatMinor, parseCurrency } from '@keyfall/money';
import iconv from 'iconv-lite';
import { namesOfLogins } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { asService, asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { loadTenantKeys } from '../inventory/index.ts';
import { payoutOf } from '../ledger/index.ts';
import { moneyOf } from '../orders/index.ts';
import { pageOf, positionOf } from '../page-cursor.ts';
import { listBankFileRows, readBankFileLines } from './bank-file-queries.ts';
import { writeBankFile } from './bank-file.rules.ts';
import { openText } from './sealed-text.ts';

/** Files that banks were or are to be told by, newest first. @throws DomainError cursor_invalid */
export async function listBankFiles(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly cursor?: string | null | undefined; readonly limit: number },
): Promise<Page<BankFileDto>> {
  const before = positionOf(input.cursor);
  const rows = await asStaff(ctx, (tx) => listBankFileRows(tx, { before, limit: input.limit + 1 }));
  const { page, nextCursor } = pageOf(rows, input.limit, (last) => [last.position, last.id]);
  const people = page.map((row) => row.created_by);
  const names = await namesOfLogins(ctx, people);
  return {
    items: page.map((row) => ({
      id: row.id,
      fileNo: row.file_no,
      accountName: row.account_name,
      lines: row.lines,
      open: row.open,
      total: moneyOf(row.total, row.currency),
      createdBy: { id: row.created_by, name: names.get(row.created_by) ?? null },
      createdAt: row.created_at.toISOString(),
    })),
    nextCursor,
  };
}

/**
 * The file for the bank, made while it is downloaded and kept nowhere: it holds whole account numbers. Every download is in
 * the audit trail. The same file again has the same lines.
 *
 * @throws DomainError not_found; PortError of the vault
 */
export async function downloadBankFile(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly fileId: string; readonly encoding: BankFileEncoding },
): Promise<{ readonly fileName: string; readonly content: Buffer }> {
  const { fileId, encoding } = input;
  const keys = await loadTenantKeys(ctx.core, ctx.principal.tenantId);
  const rows = await asService(ctx, async (tx) => {
    const found = await readBankFileLines(tx, fileId);
    if (found.length === 0) throw new DomainError('not_found', { what: 'bank_file' });
    await recordAudit(tx, ctx, {
      action: 'withdrawals.download_bank_file',
      subjectKind: 'bank_file',
      subjectId: fileId,
      data: { lines: found.length, encoding },
    });
    return found;
  });
  const text = writeBankFile(
    rows.map((row) => {
      const sealed = { keyId: row.sealed_key_id, nonce: row.sealed_nonce, ciphertext: row.sealed };
      const net = payoutOf({ amount: row.amount, fee: row.fee, taxWithheld: row.tax_withheld });
      return {
        withdrawalNo: row.withdrawal_no,
        holder: row.holder,
        number: openText(keys, { what: 'payee', id: row.payee_id }, sealed).expose(),
        bankName: row.bank_name,
        branch: row.branch,
        amount: formatMinor(net, parseCurrency(row.currency)),
        currency: row.currency,
      };
    }),
  );
  const content = encoding === 'gb18030' ? iconv.encode(text, 'gb18030') : Buffer.from(`\uFEFF${text}`, 'utf8');
  return { fileName: `payout-${rows[0]?.file_no ?? ''}.csv`, content };
}
