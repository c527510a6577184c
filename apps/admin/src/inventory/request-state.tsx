import type { EXPORT_REQUEST_STATES, REVEAL_REQUEST_STATES } from '@keyfall/contracts/stock-request-schemas';
import { useT } from '@keyfall/i18n';
import { StateBadge } from '@keyfall/ui';
import type { ReactNode } from 'react';

type State = (typeof EXPORT_REQUEST_STATES)[number] | (typeof REVEAL_REQUEST_STATES)[number];

const TONES = {
  requested: 'warning',
  approved: 'info',
  rejected: 'neutral',
  cancelled: 'neutral',
  running: 'info',
  done: 'success',
  used: 'success',
  failed: 'danger',
  expired: 'neutral',
} as const satisfies Record<State, string>;

/** The state of a request around stock, in words and colour. */
export function RequestState({ state }: { readonly state: State }): ReactNode {
  const t = useT('admin');
  return <StateBadge tone={TONES[state]}>{t(`controls.states.${state}`)}</StateBadge>;
}
