import type { PortalPermission } from '@keyfall/contracts';
import { alertWord } from '@keyfall/contracts/alerts';
import type { PortalAlertKind } from '@keyfall/contracts/alerts';
import { useI18n, useT } from '@keyfall/i18n';
import { useCan, useMoneyText } from '@keyfall/web';
import type { AlertPart } from '@keyfall/web/office';
import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Outputs } from '../api.ts';

type Alert = Outputs['alerts']['list']['items'][number];

interface AlertProps {
  readonly alert: Alert;
}

/** Where one goes to do something about an alert. A kind without an entry here does not compile. */
const REMEDIES: Readonly<Record<PortalAlertKind, { readonly href: string; readonly permission: PortalPermission }>> = {
  'wallet.low': { href: '/wallet', permission: 'wallet.read' },
  'wallet.short': { href: '/wallet', permission: 'wallet.read' },
};

const FACTS = ['needed', 'spendable', 'mark'] as const;

/** One part of an alert in the reader's words; one of a kind that this page does not know yet is shown by its name. */
export function AlertWords({ alert, part }: AlertProps & { readonly part: AlertPart }): ReactNode {
  const t = useT('portal');
  const { lookUp } = useI18n();
  const moneyText = useMoneyText();
  const { kind, params } = alert;
  const word = alertWord(kind);
  if (part === 'title') return lookUp(`portal:alerts.kinds.${word}`) ?? kind;
  if (part === 'next') return lookUp(`portal:alerts.nextOf.${word}`);
  const { currency } = params;
  if (typeof currency !== 'string') return null;
  return FACTS.flatMap((fact) => {
    const amount = params[fact];
    return typeof amount === 'string' ? [t(`alerts.facts.${fact}`, { amount: moneyText({ amount, currency }) })] : [];
  }).join(' · ');
}

/** Leads to where the alert is dealt with, for those who may do it there. */
export function AlertRemedy({ alert }: AlertProps): ReactNode {
  const can = useCan();
  const { lookUp } = useI18n();
  const remedy = Object.hasOwn(REMEDIES, alert.kind) ? REMEDIES[alert.kind as PortalAlertKind] : undefined;
  const go = lookUp(`portal:alerts.go.${alertWord(alert.kind)}`);
  if (remedy === undefined || go === undefined || !can(remedy.permission)) return null;
  return (
    <Anchor size="sm" href={remedy.href}>
      {go}
    </Anchor>
  );
}
