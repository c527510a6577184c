import { openFileKeyVault } from '@keyfall/integrations';
import type { Env } from '../env.ts';
import { masterKeyPath } from '../open-vault.ts';

/** Adds a version to the master key file; tenant keys are then to be wrapped anew. Answers the version. */
export async function rotateMasterKey(env: Env): Promise<number> {
  const vault = await openFileKeyVault({ path: masterKeyPath(env), create: false });
  return await vault.rotate();
}
