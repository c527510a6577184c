import { PortError } from '@keyfall/core';
import type { KeyVault } from '@keyfall/core/inventory';
import { addMasterKey, ensureMasterKeyFile, type MasterKeys, readMasterKeys, stampOf } from './master-key-file.ts';
import { openTenantKey, sealTenantKey } from './seal-tenant-key.ts';

/** A key vault whose master key is a file of this installation. */
export interface FileKeyVault extends KeyVault {
  /** Adds a master key and makes it current; tenant keys are then to be wrapped anew. Answers its version. */
  rotate(): Promise<number>;
}

export interface FileKeyVaultOptions {
  /** Outside the database's folder and of every backup of it. */
  readonly path: string;
  /** Whether a missing file is made: at the first start of an installation, never of one that holds codes. */
  readonly create: boolean;
}

/**
 * Opens the key vault of an installation without a key management service: one JSON file with the master keys by
 * version, readable by its owner only. A rotation by another process is noticed with the next call, since the file is
 * looked at each time and read again when it changed.
 *
 * @throws PortError not retryable when the file is missing, open to others, not ours or damaged
 */
export async function openFileKeyVault(options: FileKeyVaultOptions): Promise<FileKeyVault> {
  const { path } = options;
  if (options.create) await ensureMasterKeyFile(path);
  let known = await readMasterKeys(path);

  const present = async (): Promise<MasterKeys> => {
    if ((await stampOf(path)) !== known.stamp) known = await readMasterKeys(path);
    return known;
  };

  const masterKeyOf = (keys: MasterKeys, version: number) => {
    const key = keys.byVersion.get(version);
    if (key === undefined) {
      throw new PortError(`the master key has no version ${version}; restore a newer copy of its file`, {
        retryable: false,
      });
    }
    return key;
  };

  return {
    wrap: async (ref, key) => {
      const keys = await present();
      const wrapped = sealTenantKey(masterKeyOf(keys, keys.current), keys.current, ref, key);
      return { masterVersion: keys.current, wrapped };
    },
    unwrap: async (ref, { masterVersion, wrapped }) => {
      const keys = await present();
      return openTenantKey(masterKeyOf(keys, masterVersion), masterVersion, ref, wrapped);
    },
    currentVersion: async () => (await present()).current,
    rotate: async () => addMasterKey(path),
  };
}
