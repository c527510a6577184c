import type { TenantId } from '@keyfall/contracts';
import { serviceTx } from '@keyfall/db';
import type { Core } from '../../context.ts';
import { forgetRejects, giveUpUploads } from './tidy-queries.ts';

/** Forgets rejected rows of old imports, and gives up uploads that were left alone: their pieces go, their batch is void. */
export async function tidyImports(
  core: Core,
  tenantId: TenantId,
  requestId: string,
): Promise<{ readonly done: number }> {
  const done = await serviceTx(
    core.db,
    { tenantId, requestId },
    async (tx) => {
      return (await forgetRejects(tx)) + (await giveUpUploads(tx));
    },
    { pace: 'job' },
  );
  return { done };
}
