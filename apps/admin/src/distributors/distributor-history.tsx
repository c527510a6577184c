import { useT } from '@keyfall/i18n';
import { Timeline } from '@keyfall/ui';
import type { Tone } from '@keyfall/ui';
import { Loaded } from '@keyfall/web';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';

type Event = Outputs['tree']['history'][number];

const TONES: Readonly<Partial<Record<Event['kind'], Tone>>> = {
  approved: 'success',
  unfrozen: 'success',
  frozen: 'warning',
  sent_back: 'warning',
  refused: 'danger',
  closed: 'danger',
};

/** What happened to a distributor: who, when, from, to, why. */
export function DistributorHistory({ id }: { readonly id: string }): ReactNode {
  const t = useT('admin');
  const query = useQuery(trpc.tree.history.queryOptions({ id }));
  const titleOf = (event: Event): string => {
    const { kind } = event;
    const none = t('distributors.noLevel');
    const [from, to] = [event.fromName ?? none, event.toName ?? none];
    switch (kind) {
      case 'recruiting_changed':
        return t(event.reason === 'on' ? 'tree.events.recruiting_on' : 'tree.events.recruiting_off');
      case 'created':
      case 'invited':
      case 'applied':
        return t(`tree.events.${kind}`, { to });
      case 'level_changed':
      case 'moved':
        return t(`tree.events.${kind}`, { from, to });
      default:
        return t(`tree.events.${kind}`);
    }
  };
  return (
    <Loaded query={query}>
      {(events) => (
        <Timeline
          label={t('tree.history')}
          entries={events.map((event) => ({
            id: event.id,
            at: event.at,
            title: titleOf(event),
            actor: event.actor ?? t('tree.bySystem'),
            tone: TONES[event.kind] ?? 'neutral',
            ...(event.reason === null || event.kind === 'recruiting_changed' ? {} : { detail: event.reason }),
          }))}
        />
      )}
    </Loaded>
  );
}
