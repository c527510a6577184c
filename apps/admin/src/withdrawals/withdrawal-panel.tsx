import { useFormat, useI18n, useT } from '@keyfall/i18n';
import { KeyValueList, Money, PanelSection, SidePanel, Timeline } from '@keyfall/ui';
import { Loaded, StateLabel } from '@keyfall/web';
import { usePayeeText } from '@keyfall/web/office';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { WithdrawalActs } from './withdrawal-acts.tsx';

export type Detail = Outputs['withdrawals']['get'];

export interface WithdrawalPanelProps {
  readonly id: string;
  readonly onClose: () => void;
  readonly onSubmit: (withdrawal: Detail) => void;
}

/** One withdrawal: the figures, the payee, what may be done now, and who did what. */
export function WithdrawalPanel({ id, onClose, onSubmit }: WithdrawalPanelProps): ReactNode {
  const query = useQuery(trpc.withdrawals.get.queryOptions({ withdrawalId: id }));
  const state = query.data?.state;
  return (
    <SidePanel
      opened
      onClose={onClose}
      title={<span className="mono">{query.data?.withdrawalNo ?? ''}</span>}
      {...(state === undefined ? {} : { state: <StateLabel of="withdrawal" state={state} /> })}
    >
      <Loaded query={query}>
        {(withdrawal) => (
          <>
            <Facts withdrawal={withdrawal} />
            <WithdrawalActs withdrawal={withdrawal} onSubmit={() => onSubmit(withdrawal)} />
            <History withdrawal={withdrawal} />
          </>
        )}
      </Loaded>
    </SidePanel>
  );
}

function Facts({ withdrawal }: { readonly withdrawal: Detail }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const payeeText = usePayeeText();
  const { payee } = withdrawal;
  const owes = /[1-9]/.test(withdrawal.debt.amount);
  return (
    <PanelSection>
      <KeyValueList
        items={[
          { label: t('withdrawals.amount'), value: <Money {...withdrawal.amount} />, align: 'end' },
          { label: t('withdrawals.fee'), value: <Money {...withdrawal.fee} />, align: 'end' },
          {
            label: t('withdrawals.taxAt', { rate: withdrawal.taxRate }),
            value: <Money {...withdrawal.taxWithheld} />,
            align: 'end',
          },
          { label: t('withdrawals.net'), value: <Money {...withdrawal.net} />, align: 'end', strong: true },
          { label: t('withdrawals.distributor'), value: withdrawal.distributorName },
          { label: t('withdrawals.legalName'), value: withdrawal.legalName },
          ...(withdrawal.taxNumber === null
            ? []
            : [{ label: t('withdrawals.taxNumber'), value: withdrawal.taxNumber }]),
          {
            label: t('withdrawals.payee'),
            value: [payee.holder, payeeText(payee), t(`withdrawals.payees.states.${withdrawal.payeeState}`)].join(
              ' · ',
            ),
          },
          ...(owes
            ? [{ label: t('withdrawals.debt'), value: <Money {...withdrawal.debt} />, align: 'end' as const }]
            : []),
          ...(withdrawal.reason === null ? [] : [{ label: t('common:labels.reason'), value: withdrawal.reason }]),
          ...(withdrawal.accountName === null
            ? []
            : [{ label: t('withdrawals.account'), value: withdrawal.accountName }]),
          ...(withdrawal.fileNo === null ? [] : [{ label: t('withdrawals.file'), value: withdrawal.fileNo }]),
          ...(withdrawal.providerRef === null
            ? []
            : [{ label: t('withdrawals.providerRef'), value: <span className="mono">{withdrawal.providerRef}</span> }]),
          ...(withdrawal.bankReference === null
            ? []
            : [{ label: t('withdrawals.bankReference'), value: withdrawal.bankReference }]),
          ...(/[1-9]/.test(withdrawal.railCost.amount)
            ? [{ label: t('withdrawals.railCost'), value: <Money {...withdrawal.railCost} />, align: 'end' as const }]
            : []),
          ...(withdrawal.errorCode === null
            ? []
            : [{ label: t('withdrawals.lastError'), value: withdrawal.errorCode }]),
          ...(withdrawal.nextTryAt === null
            ? []
            : [{ label: t('withdrawals.nextTry'), value: format.dateTime(withdrawal.nextTryAt) }]),
        ]}
      />
    </PanelSection>
  );
}

function History({ withdrawal }: { readonly withdrawal: Detail }): ReactNode {
  const t = useT('admin');
  const { lookUp } = useI18n();
  return (
    <PanelSection title={t('withdrawals.history')}>
      <Timeline
        label={t('withdrawals.history')}
        entries={withdrawal.events.toReversed().map((event) => ({
          id: event.id,
          at: event.at,
          title: lookUp(`admin:withdrawals.events.${event.kind}`) ?? event.kind,
          actor: [t(`withdrawals.by.${event.by}`), ...(event.actor?.name == null ? [] : [event.actor.name])].join(
            ' · ',
          ),
          ...(event.detail === null ? {} : { detail: event.detail }),
        }))}
      />
    </PanelSection>
  );
}
