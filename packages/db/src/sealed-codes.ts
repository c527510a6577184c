/**
 * Reads sealed codes past row-level security, for the operator's check that each of them opens. The application's own roles
 * cannot do this: `kf_vault` sees only codes that a reveal names, and a check is no reveal.
 */
import pg from 'pg';

/** A code that has not been voided, with what is stored to open it; NULL where that is missing. */
export interface SealedCodeRow {
  readonly code_id: string;
  readonly sku_id: string;
  readonly batch_id: string;
  readonly content: 'secret' | 'number_secret' | 'link' | 'link_password';
  readonly nonce: Buffer | null;
  readonly ciphertext: Buffer | null;
  readonly tenant_key_id: string | null;
  readonly wrapped: Buffer | null;
}

export interface SealedCodesOptions {
  /** The database, as the embedded superuser or a role with BYPASSRLS. */
  readonly url: string;
  readonly tenantId: string;
  /** All codes, or this many picked at random. */
  readonly codes: 'all' | number;
}

const PAGE_ROWS = 2_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** Whether this role sees past row-level security; one that does not would find no code at all, and no fault. */
export async function seesEverything(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ sees: boolean }>(
      'select rolsuper or rolbypassrls as sees from pg_roles where rolname = current_user',
    );
    return rows[0]?.sees === true;
  } finally {
    await client.end();
  }
}

/** The tenant's codes page by page, each page a snapshot of its own: memory stays flat and nothing is held up meanwhile. */
export async function* readSealedCodes({
  url,
  tenantId,
  codes,
}: SealedCodesOptions): AsyncGenerator<readonly SealedCodeRow[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    if (codes === 'all') yield* pagesOfAll(client, tenantId);
    else yield* pagesOfSample(client, tenantId, codes);
  } finally {
    await client.end();
  }
}

async function* pagesOfAll(client: pg.Client, tenantId: string): AsyncGenerator<readonly SealedCodeRow[]> {
  let after = FIRST_ID;
  for (;;) {
    const rows = await readPage(client, tenantId, 'c.id > $2 order by c.id limit $3', [after, PAGE_ROWS]);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = last.code_id;
  }
}

async function* pagesOfSample(
  client: pg.Client,
  tenantId: string,
  count: number,
): AsyncGenerator<readonly SealedCodeRow[]> {
  const { rows: picked } = await client.query<{ id: string }>(
    `select c.id from inventory.card_code c where c.tenant_id = $1 and c.state <> 'void' order by random() limit $2`,
    [tenantId, count],
  );
  for (let start = 0; start < picked.length; start += PAGE_ROWS) {
    const ids = picked.slice(start, start + PAGE_ROWS).map((row) => row.id);
    yield await readPage(client, tenantId, 'c.id = any ($2::uuid[])', [ids]);
  }
}

async function readPage(
  client: pg.Client,
  tenantId: string,
  condition: string,
  parameters: readonly unknown[],
): Promise<readonly SealedCodeRow[]> {
  const { rows } = await client.query<SealedCodeRow>(
    `select c.id as code_id, c.sku_id, c.batch_id, c.content, s.nonce, s.ciphertext, k.tenant_key_id, k.wrapped
       from inventory.card_code c
       left join inventory.card_code_secret s on s.tenant_id = c.tenant_id and s.code_id = c.id and s.batch_id = c.batch_id
       left join inventory.batch_key k on k.tenant_id = c.tenant_id and k.batch_id = c.batch_id
      where c.tenant_id = $1 and c.state <> 'void' and ${condition}`,
    [tenantId, ...parameters],
  );
  return rows;
}
