import { ADMIN_ROLES, PORTAL_ROLES, can } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { tellTeam, type TeamCtx } from '../access/index.ts';
import { findDecidingParent } from './application-queries.ts';

const OF_WHOLESALER = ADMIN_ROLES.filter((role) => can({ audience: 'admin', role }, 'distributors.approve'));
const OF_PARENT = PORTAL_ROLES.filter((role) => can({ audience: 'portal', role }, 'downline.invite'));

/**
 * Mails those who may decide that an application waits for them: the people of whoever stands directly above, where the
 * wholesaler leaves it to them and they can act, else the wholesaler's.
 */
export async function tellDeciders(
  tx: ServiceTx,
  { principal, requestId }: TeamCtx,
  applicant: { readonly id: string; readonly name: string; readonly contactName: string },
): Promise<void> {
  const { id, name, contactName } = applicant;
  const parentId = await findDecidingParent(tx, id);
  const [place, roles, page] =
    parentId === undefined
      ? ([{ audience: 'admin', distributorId: null }, OF_WHOLESALER, '/distributors'] as const)
      : ([{ audience: 'portal', distributorId: parentId }, OF_PARENT, '/downline'] as const);
  await tellTeam(tx, principal.tenantId, place, {
    template: 'application_handed_in',
    params: { name, contactName, path: `${page}?open=${id}` },
    // The request is part of the name: an application sent back is handed in again.
    event: `${id}:${requestId}`,
    roles,
  });
}
