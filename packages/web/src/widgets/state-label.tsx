import { useT } from '@keyfall/i18n';
import type { Catalogs } from '@keyfall/i18n';
import { StateBadge } from '@keyfall/ui';
import type { StateBadgeProps, Tone } from '@keyfall/ui';
import type { ReactNode } from 'react';

type States = Catalogs['common']['states'];
/** What has states: order, line, refund, … as the `common` catalog names them. */
export type StateKind = keyof States;
export type StateOf<K extends StateKind> = keyof States[K] & string;

/** States that need nobody are neutral; those under way inform; good ends, waiting people and bad ends have their colours. */
const TONES: Readonly<Record<string, Tone>> = {
  // good ends
  delivered: 'success',
  done: 'success',
  captured: 'success',
  success: 'success',
  success_late: 'success',
  active: 'success',
  issued: 'success',
  confirmed: 'success',
  verified: 'success',
  published: 'success',
  open: 'success',
  available: 'success',
  replaced: 'success',
  // under way
  paid: 'info',
  fulfilling: 'info',
  processing: 'info',
  pending: 'info',
  sending: 'info',
  accepted: 'info',
  submitted: 'info',
  running: 'info',
  approved: 'info',
  verifying: 'info',
  reserved: 'info',
  closing: 'info',
  uploading: 'info',
  ready: 'warning',
  invited: 'info',
  refunded: 'info',
  // a person or a provider is waited for
  awaiting_payment: 'warning',
  in_review: 'warning',
  requested: 'warning',
  opened: 'warning',
  declared: 'warning',
  unknown: 'warning',
  partly_delivered: 'warning',
  quarantined: 'warning',
  paused: 'warning',
  refund_only: 'warning',
  frozen: 'warning',
  // bad ends
  failed: 'danger',
  rejected: 'danger',
  refused: 'danger',
  returned: 'danger',
  lost: 'danger',
  recalled: 'danger',
};

/** Where the same word means another thing. */
const EXCEPTIONS: Readonly<Record<string, Tone>> = {
  'withdrawal:paid': 'success',
  'import:done': 'success',
  'domain:pending': 'warning',
  'distributor:pending': 'warning',
  'code:sold': 'neutral',
};

export function stateTone(kind: StateKind, state: string): Tone {
  return EXCEPTIONS[`${kind}:${state}`] ?? TONES[state] ?? 'neutral';
}

export interface StateLabelProps<K extends StateKind> {
  readonly of: K;
  readonly state: StateOf<K>;
  readonly variant?: StateBadgeProps['variant'];
}

/** `<StateLabel of="order" state={order.state} />`: the state's name in the reader's language with its colour. */
export function StateLabel<K extends StateKind>({ of, state, variant = 'soft' }: StateLabelProps<K>): ReactNode {
  const t = useT('common');
  const label = (t as (key: string) => string)(`states.${of}.${state}`);
  return (
    <StateBadge tone={stateTone(of, state)} variant={variant}>
      {label}
    </StateBadge>
  );
}
