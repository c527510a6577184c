import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { PortError, Secret } from '@keyfall/core';
import type { KeyVault, TenantKeyRef } from '@keyfall/core/inventory';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FileKeyVault, openFileKeyVault } from './file-key-vault.ts';
import { createKmsKeyVault, type KmsClient } from './kms-key-vault.ts';
import { openTenantKey, sealTenantKey } from './seal-tenant-key.ts';

const REF: TenantKeyRef = { tenantId: '018f0000-0000-7000-8000-000000000001', purpose: 'data' };
const OTHERS: readonly TenantKeyRef[] = [
  { ...REF, purpose: 'index' },
  { ...REF, tenantId: '018f0000-0000-7000-8000-000000000002' },
];

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'key-vault-'));
  path = join(folder, 'keys', 'master.json');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function key(): Secret<Uint8Array> {
  return new Secret<Uint8Array>(randomBytes(32));
}

async function made(): Promise<FileKeyVault> {
  return openFileKeyVault({ path, create: true });
}

/** A service that keeps the rules of the interface, in this process. */
function kmsClient(): KmsClient {
  const master = new Map<string, Secret<Uint8Array>>();
  const keyOf = (name: string) => {
    if (!master.has(name)) master.set(name, key());
    return master.get(name) ?? key();
  };
  const refOf = (context: Readonly<Record<string, string>>): TenantKeyRef => ({
    tenantId: context['tenant'] ?? '',
    purpose: context['purpose'] === 'index' ? 'index' : 'data',
  });
  return {
    encrypt: ({ keyName, context, plaintext }) =>
      Promise.resolve(sealTenantKey(keyOf(keyName), 1, refOf(context), plaintext)),
    decrypt: async ({ keyName, context, ciphertext }) =>
      await Promise.resolve(openTenantKey(keyOf(keyName), 1, refOf(context), ciphertext)),
  };
}

describe.each<[string, () => Promise<KeyVault>]>([
  ['a file', made],
  [
    'a key management service',
    async () => await Promise.resolve(createKmsKeyVault({ client: kmsClient(), keyNames: ['k'] })),
  ],
])('a vault on %s', (_, open) => {
  it('opens what it wrapped', async () => {
    const vault = await open();
    const tenantKey = key();
    const wrapped = await vault.wrap(REF, tenantKey);
    expect(wrapped.masterVersion).toBe(await vault.currentVersion());
    expect(Buffer.from((await vault.unwrap(REF, wrapped)).expose())).toEqual(Buffer.from(tenantKey.expose()));
  });

  it('wraps to what fits into the table and shows nothing of the key', async () => {
    const tenantKey = key();
    const { wrapped } = await (await open()).wrap(REF, tenantKey);
    expect(wrapped.length).toBeGreaterThanOrEqual(40);
    expect(wrapped.length).toBeLessThanOrEqual(200);
    expect(Buffer.from(wrapped).includes(Buffer.from(tenantKey.expose()).subarray(0, 8))).toBe(false);
  });

  it.each(OTHERS)('does not open a key under %j', async (other) => {
    const vault = await open();
    const wrapped = await vault.wrap(REF, key());
    await expect(vault.unwrap(other, wrapped)).rejects.toMatchObject({ name: 'PortError', retryable: false });
  });

  it('does not open an altered, cut or empty key', async () => {
    const vault = await open();
    const stored = await vault.wrap(REF, key());
    for (let at = 0; at < stored.wrapped.length; at += 1) {
      const altered = Uint8Array.from(stored.wrapped);
      altered[at] = (altered[at] ?? 0) ^ 1;
      await expect(vault.unwrap(REF, { ...stored, wrapped: altered })).rejects.toBeInstanceOf(PortError);
    }
    for (const cut of [0, 5, 12, 30]) {
      const wrapped = stored.wrapped.subarray(0, cut);
      await expect(vault.unwrap(REF, { ...stored, wrapped })).rejects.toBeInstanceOf(PortError);
    }
  });

  it('says which version is missing', async () => {
    const vault = await open();
    const { wrapped } = await vault.wrap(REF, key());
    await expect(vault.unwrap(REF, { masterVersion: 9, wrapped })).rejects.toThrow(/version 9/u);
  });
});

describe('the master key file', () => {
  it('belongs to its owner alone, and so does its folder', async () => {
    await made();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'keys'))).mode & 0o777).toBe(0o700);
  });

  it('is made once, by however many start at the same time', async () => {
    const vaults = await Promise.all(Array.from({ length: 20 }, made));
    const stored = await vaults[0]!.wrap(REF, key());
    for (const vault of vaults) expect((await vault.unwrap(REF, stored)).expose()).toHaveLength(32);
    expect(await readdir(join(folder, 'keys'))).toEqual(['master.json']);
  });

  it('is never made where it must exist', async () => {
    const opened = openFileKeyVault({ path, create: false });
    await expect(opened).rejects.toThrow(/no master key file .* restore it/u);
  });

  it.each([0o640, 0o604, 0o620, 0o660, 0o644, 0o601])('is refused with mode %o', async (mode) => {
    await made();
    await chmod(path, mode);
    await expect(openFileKeyVault({ path, create: true })).rejects.toThrow(/open to others .*chmod 600/u);
  });

  it('is refused from the moment its mode is loosened', async () => {
    const vault = await made();
    await chmod(path, 0o644);
    await expect(vault.wrap(REF, key())).rejects.toMatchObject({ name: 'PortError', retryable: false });
  });

  it('is not read through a symbolic link', async () => {
    await made();
    const alias = join(folder, 'alias.json');
    await symlink(path, alias);
    await expect(openFileKeyVault({ path: alias, create: false })).rejects.toThrow(/symbolic link/u);
  });

  it('is not a folder', async () => {
    await expect(openFileKeyVault({ path: folder, create: false })).rejects.toThrow(/no plain file/u);
  });

  it.each([
    ['nothing', () => ''],
    ['no JSON', (text: string) => text.slice(0, 40)],
    ['a short key', (text: string) => text.replace(/"key": "[^"]{8}/u, '"key": "')],
    ['a current version that is not there', (text: string) => text.replace('"current": 1', '"current": 2')],
    ['unknown fields', (text: string) => text.replace('"current"', '"more": 1, "current"')],
    ['a version twice', (text: string) => text.replace(/"keys": \[(.*)\]/su, '"keys": [$1,$1]')],
  ])('with %s is refused without quoting it', async (_, damage) => {
    await made();
    const text = await readFile(path, 'utf8');
    const secret = /"key": "([^"]+)"/u.exec(text)?.[1] ?? '';
    await writeFile(path, damage(text));
    const refused: unknown = await openFileKeyVault({ path, create: true }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(PortError);
    expect(inspect(refused, { depth: 9 })).toContain('damaged');
    expect(inspect(refused, { depth: 9 })).not.toContain(secret.slice(8, 30));
  });

  it('does not print its keys from an opened vault', async () => {
    const vault = await made();
    const text = await readFile(path, 'utf8');
    const secret = /"key": "([^"]+)"/u.exec(text)?.[1] ?? 'missing';
    expect(inspect(vault, { depth: 9, showHidden: true })).not.toContain(secret);
  });
});

describe('rotation of the master key', () => {
  it('adds a version; what was wrapped before still opens', async () => {
    const vault = await made();
    const before = await vault.wrap(REF, key());
    expect(await vault.rotate()).toBe(2);
    expect(await vault.currentVersion()).toBe(2);
    const after = await vault.wrap(REF, key());
    expect([before.masterVersion, after.masterVersion]).toEqual([1, 2]);
    expect((await vault.unwrap(REF, before)).expose()).toHaveLength(32);
    expect((await vault.unwrap(REF, after)).expose()).toHaveLength(32);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'keys'))).toEqual(['master.json']);
  });

  it('binds a wrapped key to its version', async () => {
    const vault = await made();
    const { wrapped } = await vault.wrap(REF, key());
    await vault.rotate();
    await expect(vault.unwrap(REF, { masterVersion: 2, wrapped })).rejects.toBeInstanceOf(PortError);
  });

  it('is seen by another process at once', async () => {
    const [one, other] = [await made(), await made()];
    await one.rotate();
    expect(await other.currentVersion()).toBe(2);
    expect((await one.unwrap(REF, await other.wrap(REF, key()))).expose()).toHaveLength(32);
  });

  it('happens one at a time', async () => {
    const vault = await made();
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => vault.rotate()));
    const versions = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as PortError] : []));
    expect(versions.toSorted((a, b) => a - b)).toEqual(versions.map((_, index) => index + 2));
    expect(refused.every((error) => error instanceof PortError && error.retryable)).toBe(true);
    expect(await vault.currentVersion()).toBe(versions.length + 1);
  });

  it('leaves the file whole when it fails', async () => {
    const vault = await made();
    const text = await readFile(path, 'utf8');
    await rename(path, `${path}.away`);
    await expect(vault.rotate()).rejects.toThrow(/no master key file/u);
    await rename(`${path}.away`, path);
    expect(await readFile(path, 'utf8')).toBe(text);
    expect(await vault.rotate()).toBe(2);
  });

  it('of a key management service is a new key name at the end', async () => {
    const client = kmsClient();
    const before = createKmsKeyVault({ client, keyNames: ['a'] });
    const after = createKmsKeyVault({ client, keyNames: ['a', 'b'] });
    const stored = await before.wrap(REF, key());
    expect((await after.unwrap(REF, stored)).expose()).toHaveLength(32);
    expect((await after.wrap(REF, key())).masterVersion).toBe(2);
  });
});
