import { randomBytes, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, link, mkdir, open, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PortError, Secret } from '@keyfall/core';
import { z } from 'zod';

export const MASTER_KEY_BYTES = 32;
const FILE_MODE = 0o600;
/** Rights of anybody but the owner. */
const OTHERS = 0o077;
const FILE_BYTES_MAX = 1024 * 1024;
const FORMAT = 'keyfall-master-key';

const fileSchema = z.strictObject({
  format: z.literal(FORMAT),
  formatVersion: z.literal(1),
  /** Version that wraps now; the others still open what they wrapped. */
  current: z.int().min(1),
  keys: z
    .array(
      z.strictObject({
        version: z.int().min(1).max(0x7fffffff),
        createdAt: z.iso.datetime(),
        key: z.base64().refine((text) => Buffer.from(text, 'base64').length === MASTER_KEY_BYTES),
      }),
    )
    .min(1)
    .max(10_000),
});

/** The master keys by version. Only the adapter sees it. */
export interface MasterKeys {
  readonly current: number;
  readonly byVersion: ReadonlyMap<number, Secret<Uint8Array>>;
  /** Tells this content of the file from another. */
  readonly stamp: string;
}

interface StoredKey {
  readonly version: number;
  readonly createdAt: string;
  readonly key: Secret<string>;
}

/** A problem with the file that trying again does not cure; the message is for the operator and holds no key. */
function broken(message: string, cause?: unknown): PortError {
  return new PortError(message, { retryable: false, cause });
}

/**
 * Reads the master key file.
 *
 * @throws PortError not retryable when it is missing, no plain file, readable by others than its owner, not ours, or
 *   damaged. The message says the remedy.
 */
export async function readMasterKeys(path: string): Promise<MasterKeys> {
  const { stored, current, stamp } = await readStored(path);
  const byVersion = new Map(
    stored.map((one) => [one.version, new Secret<Uint8Array>(Buffer.from(one.key.expose(), 'base64'))]),
  );
  return { current, byVersion, stamp };
}

/** What tells one content of the file from another without reading it. @throws PortError as `readMasterKeys` */
export async function stampOf(path: string): Promise<string> {
  const file = await openChecked(path);
  try {
    return (await checkedStat(file, path)).stamp;
  } finally {
    await file.close();
  }
}

/**
 * Makes the file with a first key, unless there is one already. It appears complete or not at all, also when several
 * processes do this at once: all of them then read the same key.
 *
 * @throws PortError
 */
export async function ensureMasterKeyFile(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const draft = await writeDraft(path, 1, [newStoredKey(1)]);
    try {
      // A link fails where the name exists; a rename would replace a key that something is already wrapped under.
      await link(draft, path);
      await syncFolder(path);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    } finally {
      await unlink(draft);
    }
  } catch (error) {
    throw asPortError(error, `the master key file ${path} cannot be made`);
  }
  await stampOf(path);
}

/**
 * Adds a fresh key under the next version and makes it current. Older versions stay, since tenant keys are wrapped under
 * them until they are wrapped anew.
 *
 * @returns the new version
 * @throws PortError retryable while another rotation is under way
 */
export async function addMasterKey(path: string): Promise<number> {
  const lock = `${path}.lock`;
  const held = await takeLock(lock);
  try {
    const { stored } = await readStored(path);
    const version = Math.max(...stored.map((one) => one.version)) + 1;
    const draft = await writeDraft(path, version, [...stored, newStoredKey(version)]);
    await rename(draft, path);
    await syncFolder(path);
    return version;
  } catch (error) {
    throw asPortError(error, `the master key file ${path} cannot be changed`);
  } finally {
    await held.close();
    await unlink(lock);
  }
}

async function takeLock(lock: string): Promise<FileHandle> {
  try {
    return await open(lock, 'wx', FILE_MODE);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw asPortError(error, `the lock ${lock} cannot be made`);
    throw new PortError(`another rotation holds ${lock}; remove the file if none is running`, { retryable: true });
  }
}

async function readStored(
  path: string,
): Promise<{ readonly stored: readonly StoredKey[]; readonly current: number; readonly stamp: string }> {
  const file = await openChecked(path);
  let text: string;
  let stamp: string;
  try {
    stamp = (await checkedStat(file, path)).stamp;
    text = await file.readFile('utf8');
  } catch (error) {
    throw asPortError(error, `the master key file ${path} cannot be read`);
  } finally {
    await file.close();
  }
  const parsed = parseFile(text);
  if (parsed === undefined) throw broken(`the master key file ${path} is damaged; restore it from its own backup`);
  const stored = parsed.keys.map((one) => ({ ...one, key: new Secret(one.key) }));
  return { stored, current: parsed.current, stamp };
}

/** Undefined where the text is no key file; the parser's own message could quote a key. */
function parseFile(text: string): z.infer<typeof fileSchema> | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) return undefined;
  const versions = new Set(parsed.data.keys.map((one) => one.version));
  const isWhole = versions.size === parsed.data.keys.length && versions.has(parsed.data.current);
  return isWhole ? parsed.data : undefined;
}

async function openChecked(path: string): Promise<FileHandle> {
  try {
    // Not through a symbolic link: whoever may write the folder could point it elsewhere.
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') throw broken(`there is no master key file at ${path}; restore it, nothing opens without it`);
    if (code === 'ELOOP') throw broken(`the master key file ${path} is a symbolic link; name the file itself`);
    throw asPortError(error, `the master key file ${path} cannot be opened`);
  }
}

/** Looks at the opened file, not at the name: between two looks at a name the file may be another. */
async function checkedStat(file: FileHandle, path: string): Promise<{ readonly stamp: string }> {
  const stat = await file.stat({ bigint: true });
  if (!stat.isFile()) throw broken(`the master key file ${path} is no plain file`);
  if (process.platform !== 'win32') {
    const mode = Number(stat.mode) & 0o777;
    if ((mode & OTHERS) !== 0) {
      throw broken(`the master key file ${path} is open to others (mode ${mode.toString(8)}); run: chmod 600 ${path}`);
    }
    if (Number(stat.uid) !== process.geteuid?.()) throw broken(`the master key file ${path} belongs to another user`);
  }
  if (stat.size > FILE_BYTES_MAX) throw broken(`the master key file ${path} is larger than any key file`);
  return { stamp: `${stat.dev}:${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}` };
}

function newStoredKey(version: number): StoredKey {
  const key = new Secret(randomBytes(MASTER_KEY_BYTES).toString('base64'));
  return { version, createdAt: new Date().toISOString(), key };
}

/** Writes the file under another name beside its own, closed to others from its first moment and safe on the disk. */
async function writeDraft(path: string, current: number, stored: readonly StoredKey[]): Promise<string> {
  const draft = join(dirname(path), `.${randomUUID()}.tmp`);
  const keys = stored.map((one) => ({ ...one, key: one.key.expose() }));
  const file = await open(draft, 'wx', FILE_MODE);
  try {
    await file.writeFile(`${JSON.stringify({ format: FORMAT, formatVersion: 1, current, keys }, null, 2)}\n`);
    await file.sync();
  } catch (error) {
    await unlink(draft);
    throw error;
  } finally {
    await file.close();
  }
  return draft;
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function asPortError(error: unknown, message: string): PortError {
  return error instanceof PortError ? error : broken(`${message}: ${codeOf(error) ?? 'unknown'}`, error);
}
