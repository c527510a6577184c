import type { Locale } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';

/** The owners of a distributor's portal, who are told about its money. */
export async function readOwners(
  tx: ServiceTx,
  distributorId: string,
): Promise<readonly { readonly id: string; readonly mail: string; readonly locale: Locale }[]> {
  return await tx
    .selectFrom('identity.membership as member')
    .innerJoin('identity.login as login', 'login.key', 'member.login_key')
    .select(['login.id', 'login.mail', 'login.locale'])
    .where('member.audience', '=', 'portal')
    .where('member.distributor_ref', '=', distributorId)
    .where('member.role', '=', 'owner')
    .where('member.status', '=', 'active')
    .orderBy('login.id')
    .limit(20)
    .execute();
}
