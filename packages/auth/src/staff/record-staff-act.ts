import type { AdminRole, LoginId, MembershipId, PortalRole, SessionId } from '@keyfall/contracts';
import { asService, type Ctx, type Principal } from '@keyfall/core';
import { recordAudit, type AuditRecord } from '@keyfall/core/audit';
import type { Auth } from '../auth.ts';
import type { Origin } from './log-in.ts';
import type { Membership } from './memberships.ts';

interface Actor {
  readonly login: { readonly id: string; readonly locale: 'zh-CN' | 'en' };
  readonly membership: Membership;
  readonly sessionId: SessionId;
}

/** Writes an act of somebody whose session has just been opened into the trail of the tenant it is for. */
export async function recordStaffAct(auth: Auth, actor: Actor, origin: Origin, record: AuditRecord): Promise<void> {
  const { login, membership, sessionId } = actor;
  const base = {
    tenantId: membership.tenantId,
    loginId: login.id as LoginId,
    membershipId: membership.id as MembershipId,
    sessionId,
    steppedUp: false,
  };
  const principal: Principal =
    membership.distributorId === null
      ? { ...base, kind: 'staff', role: membership.role as AdminRole }
      : { ...base, kind: 'distributor', distributorId: membership.distributorId, role: membership.role as PortalRole };
  const ctx: Ctx = { core: auth.core, principal, locale: login.locale, ...origin };
  await asService(ctx, (tx) => recordAudit(tx, ctx, { subjectKind: 'login', subjectId: login.id, ...record }));
}
