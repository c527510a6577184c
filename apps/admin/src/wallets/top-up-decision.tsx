import { useT } from '@keyfall/i18n';
import { ConfirmAction, Money } from '@keyfall/ui';
import { useCan } from '@keyfall/web';
import { useAct } from '@keyfall/web/office';
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import { VerdictButtons } from '../parts/verdict-buttons.tsx';
import type { TopUp } from './top-ups.tsx';

const VERDICTS = ['confirm', 'refuse', 'reverse'] as const;
type Verdict = (typeof VERDICTS)[number];

const SAID = { confirm: 'confirmed', refuse: 'refused', reverse: 'wasReversed' } as const;

function verdictsFor(topUp: TopUp): readonly Verdict[] {
  if (topUp.state === 'declared') return ['confirm', 'refuse'];
  return topUp.state === 'confirmed' && topUp.method === 'gateway' && topUp.reversedAt === null ? ['reverse'] : [];
}

/** The second person's word on a declared transfer, and what a gateway took back. */
export function TopUpDecision({ topUp }: { readonly topUp: TopUp }): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const verdicts = verdictsFor(topUp);
  if (verdicts.length === 0 || !can('wallets.confirm_top_up')) return null;
  if (topUp.isOwn && topUp.state === 'declared') return <span className="quiet small">{t('wallets.own')}</span>;
  return (
    <VerdictButtons verdicts={verdicts} agrees="confirm" nameOf={(verdict) => t(`wallets.buttons.${verdict}`)}>
      {(verdict, close) => <VerdictDialog topUp={topUp} verdict={verdict} onClose={close} />}
    </VerdictButtons>
  );
}

interface VerdictProps {
  readonly topUp: TopUp;
  readonly verdict: Verdict;
  readonly onClose: () => void;
}

function VerdictDialog({ topUp, verdict, onClose }: VerdictProps): ReactNode {
  const t = useT('admin');
  const [bankLine, setBankLine] = useState('');
  const { run, ...state } = useAct(
    async (reason: string) => {
      const topUpId = topUp.id;
      if (verdict === 'confirm') await client.wallets.confirmTopUp.mutate({ topUpId, bankLine });
      else if (verdict === 'refuse') await client.wallets.refuseTopUp.mutate({ topUpId, reason });
      else await client.wallets.reverseTopUp.mutate({ topUpId, reason });
    },
    {
      said: t(`wallets.${SAID[verdict]}`),
      onDone: onClose,
      refresh: () => queryClient.invalidateQueries({ queryKey: trpc.wallets.pathKey() }),
    },
  );
  const isConfirm = verdict === 'confirm';
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      danger={!isConfirm}
      title={t(`wallets.${verdict}`)}
      description={
        <>
          {t(`wallets.${verdict}Help`)}
          {isConfirm ? (
            <TextInput
              mt="sm"
              label={t('wallets.bankLineField')}
              description={t('wallets.bankLineHelp')}
              value={bankLine}
              maxLength={120}
              required
              onChange={(event) => setBankLine(event.currentTarget.value)}
            />
          ) : null}
        </>
      }
      facts={[
        { label: t('wallets.distributor'), value: topUp.distributorName },
        { label: t('wallets.payer'), value: topUp.payerName ?? topUp.via },
        { label: t('wallets.bonus'), value: <Money {...topUp.bonus} />, align: 'end' },
        { label: t('wallets.amount'), value: <Money {...topUp.amount} />, align: 'end', strong: true },
      ]}
      reason={isConfirm ? 'none' : 'required'}
      confirmLabel={t(`wallets.${verdict}`)}
      canConfirm={!isConfirm || bankLine.trim() !== ''}
      {...state}
      onConfirm={({ reason = '' }) => run(reason)}
    />
  );
}
