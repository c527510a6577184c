import type { DistributorId, LevelId, LoginId, MembershipId, SessionId } from '@keyfall/contracts';
import { applicationSchema, newDistributorInvitationSchema } from '@keyfall/contracts/distributor-schemas';
import { distributorInputSchema } from '@keyfall/contracts/tenancy-schemas';
import { createStaffLogin, type Auth } from '@keyfall/auth';
import type { Ctx, DistributorPrincipal, StaffPrincipal } from '@keyfall/core';
import {
  changeLevel,
  changeMayRecruit,
  changeTenantRecruiting,
  closeDistributor,
  createDistributor,
  freezeDistributor,
  handInApplication,
  inviteDistributor,
  moveDistributor,
  readLevels,
  saveApplicationLink,
  saveLevel,
  sendBackApplication,
} from '@keyfall/core/distributors';
import { uuidv7 } from 'uuidv7';
import type { DemoChain } from './chain.ts';
import { portalCtx } from './withdrawals.ts';

export interface DemoTreeWorld {
  readonly auth: Auth;
  readonly owner: Ctx<StaffPrincipal>;
  readonly houseId: DistributorId;
  readonly chain: DemoChain;
  readonly password: string;
}

/** Who fills in the application that waits for a decision. */
export const APPLICANT_MAIL = 'dawn@demo.example';

/**
 * Distributors in every state beside the chain that sells: one invited, one waiting for approval (sent back once), one
 * frozen, one closed, one that was moved and has a history. The first level may invite others. It and the wholesaler have a public
 * link over which people apply.
 */
export async function makeTree(world: DemoTreeWorld): Promise<void> {
  const { owner, houseId, chain } = world;
  const [first] = chain.distributors;
  if (first === undefined) throw new Error('the demo has a first level');
  const levels = await ensureLevels(owner);
  await changeTenantRecruiting(owner, true);
  await changeMayRecruit(owner, first, true);
  const { loginId, membershipId } = owner.principal;
  for (const ctx of [owner, portalCtx(owner, { loginId, membershipId, distributorId: first })]) {
    await saveApplicationLink(ctx, { enabled: true, renew: false });
  }
  await inviteDistributor(owner, houseId, invitation('青柠卡券 Lime Cards', 'lime@demo.example', '林青柠'));
  await makeApplicant(world, first);

  const add = async (parentId: DistributorId, code: string, name: string): Promise<DistributorId> =>
    (await createDistributor(owner, parentId, distributorInputSchema.parse({ code, name }))).id;
  const frozen = await add(first, 'OLDSTREET', '旧街点卡 Old Street');
  await freezeDistributor(owner, frozen, '营业执照过期，等待更新 Licence has run out');
  const moved = await add(first, 'SEABREEZE', '海风数码 Sea Breeze');
  await changeLevel(owner, moved, { levelId: levels.at(-1) ?? null, reason: '首季考核 First review' });
  await add(moved, 'HARBOUR', '港湾小店 Harbour');
  await moveDistributor(owner, moved, { parentId: houseId, reason: '直接合作 Works with us directly' });
  await changeLevel(owner, moved, { levelId: levels[0] ?? null, reason: '季度销量达标 Sold enough this quarter' });
  const closed = await add(first, 'FORMER', '停业渠道 Former Channel');
  await closeDistributor(owner, closed, '主动退出 Left the trade');
}

async function ensureLevels(owner: Ctx<StaffPrincipal>): Promise<readonly LevelId[]> {
  const present = await readLevels(owner);
  if (present.length > 0) return present.map(({ id }) => id);
  const ids: LevelId[] = [];
  for (const [index, name] of ['金牌 Gold', '银牌 Silver', '铜牌 Bronze'].entries()) {
    ids.push((await saveLevel(owner, null, { name, rank: index + 1 })).id as LevelId);
  }
  return ids;
}

const invitation = (name: string, mail: string, person: string) =>
  newDistributorInvitationSchema.parse({ name, owner: { mail, name: person, locale: 'zh-CN' } });

async function makeApplicant({ auth, owner, password }: DemoTreeWorld, parentId: DistributorId): Promise<void> {
  const { tenantId } = owner.principal;
  const name = '晨光数码 Dawn Digital';
  const { id } = await inviteDistributor(owner, parentId, invitation(name, APPLICANT_MAIL, '陈晨'));
  const person = { distributorId: id, mail: APPLICANT_MAIL, name: '陈晨', role: 'owner' as const };
  const { loginId, membershipId } = await createStaffLogin(
    auth,
    { ...person, tenantId, locale: 'zh-CN', password, withTotp: false },
    'demo',
  );
  const principal: DistributorPrincipal = {
    kind: 'distributor',
    tenantId,
    distributorId: id,
    loginId: loginId as LoginId,
    membershipId: membershipId as MembershipId,
    sessionId: uuidv7() as SessionId,
    role: 'owner',
    steppedUp: false,
  };
  const ctx: Ctx<DistributorPrincipal> = { ...owner, principal };
  const application = {
    name,
    legalName: '晨光数码科技有限公司',
    contactName: '陈晨',
    contactMail: APPLICANT_MAIL,
    contactPhone: '0571 1234 5678',
  };
  await handInApplication(ctx, applicationSchema.parse(application));
  await sendBackApplication(owner, id, '请补充税号 Please add the tax number');
  await handInApplication(ctx, applicationSchema.parse({ ...application, taxNumber: '91330100DEMO00001X' }));
}
