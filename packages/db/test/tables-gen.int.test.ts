import fs from 'node:fs';
import pg from 'pg';
import { expect, it } from 'vitest';
import { GENERATED_FILE, generateTables } from '../src/generate-types.ts';
import { createTestDatabase } from '../src/testing.ts';

it('tables.gen.ts is what the migrations make: after changing one, run "node packages/db/src/generate-types.ts"', async () => {
  const test = await createTestDatabase();
  const client = new pg.Client({ connectionString: test.superuserUrl });
  await client.connect();
  try {
    expect(fs.readFileSync(GENERATED_FILE, 'utf8')).toBe(await generateTables(client));
  } finally {
    await client.end();
    await test.close();
  }
});
