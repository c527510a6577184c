import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@keyfall/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnv } from './env.ts';
import { createWiring } from './wiring.ts';

let test: TestDatabase;
let folder: string;

beforeAll(async () => {
  test = await createTestDatabase();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keyfall-wiring-'));
});

afterAll(async () => {
  await test.close();
  fs.rmSync(folder, { recursive: true });
});

describe('createWiring', () => {
  it('is ready when its database answers', async () => {
    const env = readEnv({ KEYFALL_MODE: 'test', KEYFALL_STATE: folder, KEYFALL_LOG_LEVEL: 'silent' });
    const wiring = createWiring(env, 'worker', { database: test.db });
    expect(await wiring.readiness.report()).toEqual({ ready: true, waiting: [] });
    await wiring.close();
  });

  it('says so when it does not', async () => {
    const env = readEnv({
      KEYFALL_MODE: 'test',
      KEYFALL_STATE: folder,
      KEYFALL_LOG_LEVEL: 'silent',
      DATABASE_URL: 'postgres://127.0.0.1:1/none',
      KEYFALL_SECRET: 'x'.repeat(32),
    });
    const wiring = createWiring(env, 'worker');
    expect(await wiring.readiness.report()).toEqual({
      ready: false,
      waiting: [{ part: 'database', reason: 'not reachable' }],
    });
    await wiring.close();
  });
});
