import type { DistributorId } from '@keyfall/contracts';
import type { ApplyInput } from '@keyfall/contracts/application-schemas';
import type { ServiceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { insertOneTimeToken, loginKeyOf } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Ctx, SystemPrincipal } from '../context.ts';
import { DomainError, assert } from '../errors.ts';
import { queueMail } from '../notifications/index.ts';
import {
  countOpenApplications,
  deleteApplications,
  findApplicationPlace,
  type ApplicationData,
  type ApplicationPlace,
} from './application-queries.ts';
import { assertDepth } from './distributor.rules.ts';
import { insertEvent } from './history-queries.ts';
import { newDistributorCode } from './new-code.ts';
import { insertNode, lockDistributor, lockIncomeDepth, upsertProfile } from './queries.ts';
import { applyHindrance } from './recruiting.rules.ts';

const VALID_SECONDS = 3 * 24 * 3600;
/** Applications over one link that nobody has carried on with. Beyond it the link rests until some are, or run out. */
export const OPEN_APPLICATIONS_MAX = 50;
/** Whoever has handed nothing in for so long may still do, and is not waited for: it takes nobody else's place. */
const AWAITED_DAYS = 30;

/** Whom a public link belongs to. @throws DomainError not_found (shut, renewed, or recruiting has ended) */
export async function openApplicationPlace(tx: ServiceTx, distributorId: string): Promise<ApplicationPlace> {
  const place = await findApplicationPlace(tx, distributorId);
  const isOpen =
    place !== undefined && place.enabled && place.tenant_status === 'active' && applyHindrance(place) === null;
  if (!isOpen) throw new DomainError('not_found', { what: 'application_link' });
  return place;
}

/** What an applicant may know of whom it applies to: a distributor's own name, or the wholesaler's. */
export function nameOfPlace(place: ApplicationPlace): string {
  return place.depth === 0 ? place.tenant_name : place.name;
}

/**
 * Takes an application over a public link: all that happens is that a link is mailed which proves the address. Nothing of the
 * applicant stands in the tree before, and the answer does not tell whether the address is known.
 *
 * @throws DomainError not_found (the link is not open), rate_limited (too many are under way over it)
 */
export async function takeApplication(
  tx: ServiceTx,
  ctx: Ctx<SystemPrincipal>,
  distributorId: string,
  { token: _link, ...input }: ApplyInput,
): Promise<void> {
  // Whoever counts waits for whoever is counted.
  if ((await lockDistributor(tx, distributorId)) === undefined) {
    throw new DomainError('not_found', { what: 'application_link' });
  }
  const place = await openApplicationPlace(tx, distributorId);
  await deleteApplications(tx, distributorId, input.mail);
  if ((await countOpenApplications(tx, distributorId, AWAITED_DAYS)) >= OPEN_APPLICATIONS_MAX)
    throw new DomainError('rate_limited');
  const data: ApplicationData = { ...input, audience: 'portal', parentId: distributorId };
  const { id } = await insertOneTimeToken(tx, {
    purpose: 'application',
    tenantId: ctx.principal.tenantId,
    validSeconds: VALID_SECONDS,
    loginKey: loginKeyOf(input.mail),
    data: { ...data },
  });
  await queueMail(tx, ctx.principal.tenantId, {
    template: 'application_begun',
    recipient: input.mail,
    locale: input.locale,
    params: { tokenId: id, organisationName: nameOfPlace(place), name: input.name },
    dedupe: `application:${id}`,
  });
}

/**
 * Puts an applicant whose address is proved into the tree, as somebody invited: it hands its data in like everybody else, and
 * waits to be let in. The caller spends the token and makes the membership in the same transaction.
 *
 * @throws DomainError not_found (the link is shut meanwhile), depth_exceeded
 */
export async function admitApplicant(
  tx: ServiceTx,
  ctx: Ctx<SystemPrincipal>,
  data: ApplicationData,
): Promise<{ readonly id: DistributorId }> {
  const incomeDepth = await lockIncomeDepth(tx);
  assert(incomeDepth !== undefined, 'a token’s tenant does not exist');
  const parent = await lockDistributor(tx, data.parentId);
  if (parent === undefined) throw new DomainError('not_found', { what: 'application_link' });
  await openApplicationPlace(tx, data.parentId);
  assertDepth(parent.depth + 1, incomeDepth);
  const id = uuidv7() as DistributorId;
  await insertNode(tx, {
    id,
    parent,
    code: newDistributorCode(),
    name: data.name,
    levelId: null,
    status: 'invited',
  });
  await upsertProfile(tx, id, {
    legalName: null,
    taxNumber: null,
    contactName: data.contactName,
    contactMail: data.mail,
    contactPhone: data.contactPhone,
    note: null,
  });
  await insertEvent(tx, ctx, { distributorId: id, kind: 'applied', to: parent });
  await recordAudit(tx, ctx, {
    action: 'distributors.apply',
    subjectKind: 'distributor',
    subjectId: id,
    data: { parentId: data.parentId },
  });
  return { id };
}
