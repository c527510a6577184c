import type { ContentKind } from '@keyfall/contracts';
import { readSql, type VaultTx } from '@keyfall/db';
import { sql } from 'kysely';
import { NONCE_BYTES, type Sealed } from './crypto/index.ts';

/** A sealed code with all that it is bound to. */
export interface SealedCodeRow extends Sealed {
  readonly batchId: string;
  readonly skuId: string;
  readonly content: ContentKind;
  readonly expiresAt: string | null;
}

interface Columns {
  readonly ids: string | null;
  readonly batches: string;
  readonly skus: string;
  readonly contents: string;
  readonly expiries_ms: string;
  readonly lengths: string;
  /** Nonce and ciphertext of one code behind those of the other. */
  readonly sealed: Buffer;
}

/**
 * Sealed codes by id, as far as a committed reveal names them. The answer is one row of whole columns: a thousand rows of seven
 * values cost the driver more than the vault takes to open them.
 */
export async function readSealedCodes(
  tx: VaultTx,
  codeIds: readonly string[],
): Promise<ReadonlyMap<string, SealedCodeRow>> {
  // One parameter however many codes: the statement is planned once.
  const [found] = await readSql(
    tx,
    sql<Columns>`
      select array_agg(s.code_id)::text as ids, array_agg(s.batch_id)::text as batches, array_agg(c.sku_id)::text as skus,
             array_agg(c.content)::text as contents, array_agg((extract(epoch from c.expires_at) * 1000)::bigint)::text as expiries_ms,
             array_agg(octet_length(s.ciphertext))::text as lengths, string_agg(s.nonce || s.ciphertext, ''::bytea) as sealed
        from inventory.card_code_secret s join inventory.card_code c on c.tenant_id = s.tenant_id and c.id = s.code_id
       where s.tenant_id = app.tenant_id() and s.code_id = any(${`{${codeIds.join(',')}}`}::uuid[])`,
  );
  if (found?.ids === undefined || found.ids === null) return new Map();
  const [batches, skus, contents, expiries, lengths] = [
    itemsOf(found.batches),
    itemsOf(found.skus),
    itemsOf(found.contents),
    itemsOf(found.expiries_ms),
    itemsOf(found.lengths),
  ];
  const rows = new Map<string, SealedCodeRow>();
  let at = 0;
  for (const [index, id] of itemsOf(found.ids).entries()) {
    const bodyAt = at + NONCE_BYTES;
    const endAt = bodyAt + Number(lengths[index]);
    rows.set(id, {
      batchId: batches[index] ?? '',
      skuId: skus[index] ?? '',
      content: contents[index] as ContentKind,
      expiresAt: isoOf(expiries[index]),
      nonce: found.sealed.subarray(at, bodyAt),
      ciphertext: found.sealed.subarray(bodyAt, endAt),
    });
    at = endAt;
  }
  return rows;
}

/** The items of an array that PostgreSQL wrote; only for values without commas, quotes and braces. */
const itemsOf = (array: string): readonly string[] => array.slice(1, -1).split(',');

const isoOf = (milliseconds: string | undefined): string | null =>
  milliseconds === undefined || milliseconds === 'NULL' ? null : new Date(Number(milliseconds)).toISOString();
