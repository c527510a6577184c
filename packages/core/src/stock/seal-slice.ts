import { randomInt } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SupplierId, TenantId } from '@keyfall/contracts';
import { lineAmount, parseFaceValue, parseUnitPrice, type CurrencyCode } from '@keyfall/money';
import { uuidv7obj } from 'uuidv7';
import {
  blindIndex,
  codeIdentity,
  maskOf,
  numberIdentity,
  sealCode,
  sealReject,
  type CodeRow,
  type RejectedRow,
  type TenantKeys,
} from '../inventory/index.ts';
import { secret, type Secret } from '../secret.ts';
import type { ImportJobRow, RejectRow } from './import-queries.ts';
import { StagedRows } from './staging-queries.ts';

/** What a run knows of its job, its batch and its SKU. */
export interface ImportRun {
  readonly tenantId: TenantId;
  readonly owner: string;
  readonly job: ImportJobRow;
  readonly keys: TenantKeys;
  readonly batchKey: Secret<Uint8Array>;
  readonly pieces: number;
  readonly currency: CurrencyCode;
  readonly timezone: string;
  readonly unitCost: string | null;
  /** Cost of a code in minor units, where all cost the same. */
  readonly codeCost: bigint | null;
  readonly batchExpiry: Date | null;
  readonly supplierId: SupplierId;
  readonly isRange: boolean;
  readonly range: readonly [string, string] | null;
  readonly isRandom: boolean;
}

export interface StagedCode {
  readonly row: CodeRow;
  readonly id: string;
  /** In minor units. */
  readonly cost: bigint | null;
}

/** Rows of one commit, ready to be sent. */
export interface SealedSlice {
  readonly staged: readonly StagedCode[];
  /** The staged codes as COPY takes them, in pieces. */
  readonly pieces: readonly Buffer[];
  readonly rejects: readonly RejectRow[];
  /** Rows whose code stands further up in the file, and is in this slice or one just before it. */
  readonly repeated: readonly CodeRow[];
  /** The last line of the file that it covers. */
  readonly line: number;
}

/** Sealing blocks the process, which serves others too: after so many rows they get a turn. */
const SEAL_AT_ONCE = 500;

/**
 * Seals the rows of one commit. `seen` tells of an identity whether it stands further up among the slices that are not
 * committed yet, and remembers it: of two transactions side by side neither then waits for a code of the other.
 */
export async function sealSlice(
  run: ImportRun,
  rows: readonly CodeRow[],
  bad: readonly RejectedRow[],
  seen: RecentIdentities,
): Promise<SealedSlice> {
  const rejects: RejectRow[] = bad.map((row) => ({
    line: row.line,
    reason: row.reason,
    excerpt: row.mask,
    sealed: sealReject(run.batchKey, run.tenantId, run.job.id, row.line, row.raw),
  }));
  const staged: StagedCode[] = [];
  const repeated: CodeRow[] = [];
  const sent = new StagedRows();
  const pieces: Buffer[] = [];
  seen.beginSlice();
  for (let start = 0; start < rows.length; start += SEAL_AT_ONCE) {
    for (const row of rows.slice(start, start + SEAL_AT_ONCE)) {
      const faceValue = run.isRange ? faceValueOf(row, run.range) : null;
      if (run.isRange && faceValue === null) {
        rejects.push(rejectOf(run, row, 'too_few_columns'));
        continue;
      }
      const identity = blindIndex(run.keys.index, 'identity', codeIdentity(row));
      if (seen.add(identity)) staged.push(stage(run, sent, row, { identity, faceValue }));
      else repeated.push(row);
    }
    pieces.push(sent.take());
    await nextTurn();
  }
  pieces.push(sent.end());
  const line = Math.max(...rows.map((row) => row.line), ...bad.map((row) => row.line));
  return { staged, pieces, rejects, repeated, line };
}

/** The identities of a slice and of the few before it, by their blind indexes. */
export class RecentIdentities {
  readonly #slices: Set<string>[] = [];
  readonly #slicesMax: number;

  /** @param slicesMax so many slices are remembered, the one that is being sealed among them */
  constructor(slicesMax: number) {
    this.#slicesMax = slicesMax;
  }

  beginSlice(): void {
    this.#slices.unshift(new Set());
    this.#slices.splice(this.#slicesMax);
  }

  /** Adds an identity. Answers whether it was new. */
  add(identity: Buffer): boolean {
    const text = identity.toString('latin1');
    if (this.#slices.some((slice) => slice.has(text))) return false;
    this.#slices[0]?.add(text);
    return true;
  }
}

function stage(
  run: ImportRun,
  sent: StagedRows,
  row: CodeRow,
  known: { readonly identity: Buffer; readonly faceValue: string | null },
): StagedCode {
  const { tenantId, job, keys, batchKey } = run;
  const codeId = uuidv7obj();
  const id = codeId.toString();
  const number = numberIdentity(row);
  const cost = known.faceValue === null ? run.codeCost : costOf(run, known.faceValue);
  sent.add({
    id: codeId.bytes,
    content: row.kind,
    faceValue: known.faceValue,
    expiresAt: row.expiresAt ?? run.batchExpiry,
    identity: known.identity,
    number: number === undefined ? null : blindIndex(keys.index, 'number', number),
    mask: maskOf(row),
    unitCost: cost,
    pick: run.isRandom ? randomInt(1, 2 ** 31 - 1) : 0,
    sealed: sealCode(batchKey, { tenantId, codeId: id, skuId: job.sku_id, batchId: job.batch_id }, row),
  });
  return { row, id, cost };
}

function faceValueOf(row: CodeRow, range: readonly [string, string] | null): string | null {
  if (row.faceValue === undefined || range === null) return null;
  const match = /^(\d{1,9}(?:\.\d{1,8})?)/.exec(row.faceValue.trim());
  const value = match?.[1];
  if (value === undefined) return null;
  try {
    const face = parseFaceValue(value);
    const [low, high] = range.map(Number);
    // A comparison of plain decimals within nine digits is exact enough for a bound; the value itself stays text.
    return low !== undefined && high !== undefined && Number(face) >= low && Number(face) <= high ? face : null;
  } catch {
    return null;
  }
}

/** What one code costs, in minor units; null where the batch's cost is unknown. */
export function costOf(run: Pick<ImportRun, 'unitCost' | 'currency'>, faceValue: string | null): bigint | null {
  if (run.unitCost === null) return null;
  const faced = faceValue === null ? {} : { faceValue: parseFaceValue(faceValue) };
  return lineAmount(1, parseUnitPrice(run.unitCost), run.currency, faced).minor;
}

/** A row that was read but is not kept, its text sealed. */
export function rejectOf(run: ImportRun, row: CodeRow, reason: string): RejectRow {
  const raw = [row.number, row.secret, row.link, row.password].map((part) => part?.expose() ?? '').join('\t');
  return {
    line: row.line,
    reason,
    excerpt: maskOf(row),
    sealed: sealReject(run.batchKey, run.tenantId, run.job.id, row.line, secret(raw)),
  };
}
