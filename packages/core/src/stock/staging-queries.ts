import { Readable } from 'node:stream';
import { CopyRows, copyInto, type BulkTx } from '@keyfall/db';
import { sql } from 'kysely';
import type { Sealed } from '../inventory/index.ts';

/** A code and its sealed secret on the way into the database. */
export interface StagedRow {
  /** 16 bytes. */
  readonly id: Uint8Array;
  readonly content: string;
  /** A plain decimal. */
  readonly faceValue: string | null;
  readonly expiresAt: Date | null;
  readonly identity: Buffer;
  readonly number: Buffer | null;
  readonly mask: string;
  /** In minor units. */
  readonly unitCost: bigint | null;
  readonly pick: number;
  readonly sealed: Sealed;
}

const COLUMNS = [
  'id uuid',
  'content text',
  'face_value text',
  'expires_at timestamptz',
  'identity_index bytea',
  'number_index bytea',
  'mask text',
  'unit_cost bigint',
  'pick integer',
  'nonce bytea',
  'ciphertext bytea',
];
const NAMES = COLUMNS.map((column) => column.split(' ')[0]).join(', ');

/** Staged codes as {@link storeCodes} sends them. */
export class StagedRows {
  readonly #rows = new CopyRows();

  add(row: StagedRow): void {
    const rows = this.#rows;
    rows.beginRow(COLUMNS.length);
    rows.addBytes(row.id);
    rows.addText(row.content);
    rows.addText(row.faceValue);
    rows.addTime(row.expiresAt);
    rows.addBytes(row.identity);
    rows.addBytes(row.number);
    rows.addText(row.mask);
    rows.addBigint(row.unitCost);
    rows.addInteger(row.pick);
    rows.addBytes(row.sealed.nonce);
    rows.addBytes(row.sealed.ciphertext);
  }

  take(): Buffer {
    return this.#rows.take();
  }

  end(): Buffer {
    return this.#rows.end();
  }
}

/** Puts codes and their sealed secrets in, and returns the ids of those that are held already and were left out. */
export async function storeCodes(
  tx: BulkTx,
  job: { readonly sku_id: string; readonly batch_id: string },
  pieces: readonly Buffer[],
): Promise<ReadonlySet<string>> {
  await sql`create temporary table staged_code (${sql.raw(COLUMNS.join(', '))}) on commit drop`.execute(tx);
  await copyInto(tx, `copy pg_temp.staged_code (${NAMES}) from stdin (format binary)`, Readable.from(pieces));
  const { rows } = await sql<{ id: string }>`
    with kept as (
      insert into inventory.card_code (id, sku_id, batch_id, content, face_value, expires_at, identity_index, number_index, mask, unit_cost, pick)
      select id, ${job.sku_id}, ${job.batch_id}, content, face_value::numeric, expires_at, identity_index, number_index, mask, unit_cost, pick
        from pg_temp.staged_code
      on conflict (tenant_id, identity_index) do nothing
      returning id),
    sealed as (
      insert into inventory.card_code_secret (code_id, batch_id, nonce, ciphertext)
      select s.id, ${job.batch_id}, s.nonce, s.ciphertext from pg_temp.staged_code s join kept using (id))
    select s.id from pg_temp.staged_code s where not exists (select from kept k where k.id = s.id)`.execute(tx);
  return new Set(rows.map((row) => row.id));
}
