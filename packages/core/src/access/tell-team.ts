import type { ServiceTx } from '@keyfall/db';
import { queueMail, type QueuedMail } from '../notifications/index.ts';
import { listPeople, type StaffRole, type TeamPlace } from './team-queries.ts';

export interface TeamNews extends Pick<QueuedMail, 'template'> {
  /** What the template needs, and the page to look at; whose office that is follows from the team. */
  readonly params: QueuedMail['params'];
  /** Names what happened, within the template: each person is told of it once. */
  readonly event: string;
  /** Who of the team is told; left out: its owners. */
  readonly roles?: readonly StaffRole[];
}

/** Queues a mail to each active person of a team, in their own language, in the transaction that causes it. */
export async function tellTeam(tx: ServiceTx, tenantId: string, place: TeamPlace, news: TeamNews): Promise<void> {
  const { template, params, event, roles = ['owner'] } = news;
  for (const person of await listPeople(tx, place, roles)) {
    await queueMail(tx, tenantId, {
      template,
      recipient: person.mail,
      locale: person.locale,
      params: { ...params, audience: place.audience },
      dedupe: `${template}:${event}:${person.id}`,
    });
  }
}

/** Tells a distributor's owners, as {@link tellTeam} does. */
export async function tellOwners(
  tx: ServiceTx,
  tenantId: string,
  distributorId: string,
  news: Omit<TeamNews, 'roles'>,
): Promise<void> {
  await tellTeam(tx, tenantId, { audience: 'portal', distributorId }, news);
}
