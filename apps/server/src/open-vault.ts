import path from 'node:path';
import type { Core } from '@keyfall/core';
import { listTenantsOfInstallation } from '@keyfall/core/tenants';
import type { Database } from '@keyfall/db';
import { openFileKeyVault } from '@keyfall/integrations';
import type { Env } from './env.ts';

type Vault = Core['ports']['vault'];

/** Where the master key lies unless said otherwise: in the state folder, beside the database and in no backup of it. */
export function masterKeyPath(env: Pick<Env, 'masterKeyFile' | 'stateDir'>): string {
  return env.masterKeyFile ?? path.join(env.stateDir, 'master-key.json');
}

/**
 * The key vault of the installation, opened when it is first needed. A missing master key is made only while there is no
 * tenant yet: made later, it would open nothing of what is stored and hide that the real one is gone.
 */
export function openVault(env: Env, db: Database): Vault {
  let opening: Promise<Vault> | undefined;
  const open = async (): Promise<Vault> => {
    const isNew = env.mode === 'test' || (await listTenantsOfInstallation(db)).length === 0;
    return await openFileKeyVault({ path: masterKeyPath(env), create: isNew });
  };
  const vault = async (): Promise<Vault> => {
    opening ??= open();
    try {
      return await opening;
    } catch (error) {
      // The file may be put back while we run: the next use looks again.
      opening = undefined;
      throw error;
    }
  };
  return {
    wrap: async (ref, key) => await (await vault()).wrap(ref, key),
    unwrap: async (ref, wrapped) => await (await vault()).unwrap(ref, wrapped),
    currentVersion: async () => await (await vault()).currentVersion(),
  };
}
