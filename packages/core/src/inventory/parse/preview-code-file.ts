import type { ContentKind, RejectReason } from '@keyfall/contracts';
import type { CodeFileLimits } from './code-file-limits.ts';
import { type CodeFileOverride, type CodeFileProfile, ignoredColumns } from './code-file-profile.ts';
import type { CodeRow } from './code-file-row.ts';
import { codeIdentity } from './code-identity.ts';
import { maskOf } from './code-mask.ts';
import { detectCodeFile } from './detect-code-file.ts';
import { DigestSet } from './digest-set.ts';
import { parseCodeFile } from './parse-code-file.ts';

/** A row as a preview may show it: no character of a secret is in it. */
export interface PreviewRow {
  readonly line: number;
  readonly kind: ContentKind;
  readonly mask: string;
  readonly expiresAt?: Date;
  readonly faceValue?: string;
}

export interface PreviewReject {
  readonly line: number;
  readonly reason: RejectReason;
  readonly mask: string;
}

/** What an import of the file would do, as far as the file alone can tell. */
export interface CodeFilePreview {
  readonly profile: CodeFileProfile;
  /** Names of columns that would not be imported. */
  readonly ignoredColumns: readonly string[];
  readonly accepted: number;
  /** Rows whose code stood in the file before; codes already in stock are not known here. */
  readonly duplicates: number;
  readonly rejected: number;
  readonly firstRows: readonly PreviewRow[];
  /** The rejected rows in the file's order, no more than asked for. */
  readonly rejects: readonly PreviewReject[];
  /** Lines of the duplicates, no more than asked for. */
  readonly duplicateLines: readonly number[];
  readonly rejectedByReason: Readonly<Partial<Record<RejectReason, number>>>;
}

export interface PreviewCodeFileOptions {
  readonly timezone: string;
  readonly override?: CodeFileOverride;
  readonly limits?: Partial<CodeFileLimits>;
  /** 20 by default. */
  readonly firstRowsMax?: number;
  /** Rejects and duplicate lines that are listed; 1,000 by default. All of them are counted. */
  readonly listMax?: number;
}

/**
 * Reads a whole file twice, once to find out how it is written and once by that, and tells what would be imported. Of a
 * million rows it keeps one hash each, to find duplicates.
 *
 * @param open opens the file from its start; called twice.
 * @throws CodeFileRefused
 */
export async function previewCodeFile(
  open: () => AsyncIterable<Uint8Array>,
  options: PreviewCodeFileOptions,
): Promise<CodeFilePreview> {
  const { override, limits, timezone, firstRowsMax = 20, listMax = 1000 } = options;
  const profile = await detectCodeFile(open(), { override, limits });
  const seen = new DigestSet();
  const firstRows: PreviewRow[] = [];
  const rejects: PreviewReject[] = [];
  const duplicateLines: number[] = [];
  const rejectedByReason: Partial<Record<RejectReason, number>> = {};
  let duplicates = 0;
  let rejected = 0;
  for await (const row of parseCodeFile(open(), profile, { timezone, limits })) {
    if (row.type === 'reject') {
      rejected += 1;
      rejectedByReason[row.reason] = (rejectedByReason[row.reason] ?? 0) + 1;
      if (rejects.length < listMax) rejects.push({ line: row.line, reason: row.reason, mask: row.mask });
      continue;
    }
    if (firstRows.length < firstRowsMax) firstRows.push(previewRow(row));
    if (seen.add(codeIdentity(row))) continue;
    duplicates += 1;
    if (duplicateLines.length < listMax) duplicateLines.push(row.line);
  }
  return {
    profile,
    ignoredColumns: ignoredColumns(profile),
    accepted: seen.size,
    duplicates,
    rejected,
    firstRows,
    rejects,
    duplicateLines,
    rejectedByReason,
  };
}

function previewRow(row: CodeRow): PreviewRow {
  const { line, kind, expiresAt, faceValue } = row;
  return { line, kind, mask: maskOf(row), expiresAt, faceValue };
}
