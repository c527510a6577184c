import type { ClosingPreviewDto } from '@keyfall/contracts/closing-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction } from '@keyfall/ui';
import { Loaded, useMoneyText } from '@keyfall/web';
import { useAct, usePayeeText } from '@keyfall/web/office';
import { Alert, Anchor, Checkbox, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import type { Inputs } from '../api.ts';
import { refreshWithdrawals } from '../withdrawals/refresh-withdrawals.ts';
import { usePlanFacts } from './plan-facts.tsx';

export interface SettledDistributor {
  readonly id: string;
  readonly name: string;
  /** How many stand directly below. */
  readonly children: number;
}

export interface SettleDialogProps {
  readonly distributor: SettledDistributor;
  readonly onClose: () => void;
}

const isMore = (money: { readonly amount: string }): boolean =>
  /[1-9]/.test(money.amount) && !money.amount.startsWith('-');

/** Proposes what becomes of everything that is left of a distributor, or says what has to end first. */
export function SettleDialog({ distributor, onClose }: SettleDialogProps): ReactNode {
  const t = useT('admin');
  const [offsetsWallet, setOffsetsWallet] = useState(true);
  const preview = useQuery({
    ...trpc.closings.preview.queryOptions({ distributorId: distributor.id, offsetsWallet }),
    placeholderData: keepPreviousData,
  });
  const shown = preview.data;
  if (shown !== undefined && shown.hindrances.length === 0 && !shown.isProposed) {
    return (
      <Proposal
        distributor={distributor}
        shown={shown}
        offsetsWallet={offsetsWallet}
        onOffset={setOffsetsWallet}
        onClose={onClose}
      />
    );
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={<strong>{t('closings.title', { name: distributor.name })}</strong>}
      centered
      size={460}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <Loaded query={preview}>
        {(found) => (found.isProposed ? <Waiting /> : <Hindered shown={found} distributor={distributor} />)}
      </Loaded>
    </Modal>
  );
}

function Waiting(): ReactNode {
  const t = useT('admin');
  return (
    <Stack gap="sm">
      <p style={{ margin: 0 }}>{t('closings.waiting')}</p>
      <Anchor href="/withdrawals?view=closings">{t('closings.toQueue')}</Anchor>
    </Stack>
  );
}

interface HinderedProps {
  readonly shown: ClosingPreviewDto;
  readonly distributor: SettledDistributor;
}

function Hindered({ shown, distributor }: HinderedProps): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const moneyText = useMoneyText();
  const until = shown.pendingUntil === null ? '' : format.dateTime(shown.pendingUntil);
  const isEarning = shown.hindrances.includes('pending_income') && distributor.children > 0;
  return (
    <Alert color="yellow" title={t('closings.hindered')}>
      <ul className="consequences">
        {shown.hindrances.map((each) => (
          <li key={each}>
            {each === 'pending_income'
              ? t('closings.hindrances.pending_income', { pending: moneyText(shown.pending), until })
              : t(`closings.hindrances.${each}`)}
          </li>
        ))}
        {isEarning ? <li>{t('closings.downline', { count: distributor.children })}</li> : null}
      </ul>
    </Alert>
  );
}

type Way = NonNullable<Inputs['closings']['propose']['way']>;

interface ProposalProps extends SettleDialogProps {
  readonly shown: ClosingPreviewDto;
  readonly offsetsWallet: boolean;
  readonly onOffset: (offsets: boolean) => void;
}

function Proposal({ distributor, shown, offsetsWallet, onOffset, onClose }: ProposalProps): ReactNode {
  const t = useT('admin');
  const factsOf = usePlanFacts();
  const [way, setWay] = useState<Way | undefined>(undefined);
  const isPaid = isMore(shown.plan.income) || isMore(shown.plan.cash);
  const { run, ...state } = useAct(
    (reason: string) =>
      client.closings.propose.mutate({
        distributorId: distributor.id,
        offsetsWallet,
        way: isPaid ? (way ?? null) : null,
        reason,
        signed: shown.balances,
      }),
    { said: t('closings.proposed'), onDone: onClose, refresh: refreshWithdrawals },
  );
  const { debt, cash } = shown.balances;
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      danger
      title={t('closings.title', { name: distributor.name })}
      description={
        <Stack gap="sm">
          <span>{t('closings.help')}</span>
          {isMore(debt) && isMore(cash) ? (
            <Checkbox
              label={t('closings.offsetsWallet')}
              description={t('closings.offsetsWalletHelp')}
              checked={offsetsWallet}
              onChange={(event) => onOffset(event.currentTarget.checked)}
            />
          ) : null}
          {isPaid ? <WayFields shown={shown} onWay={setWay} /> : null}
        </Stack>
      }
      facts={factsOf(shown.plan)}
      reason="required"
      confirmLabel={t('closings.propose')}
      canConfirm={!isPaid || way !== undefined}
      {...state}
      onConfirm={({ reason = '' }) => run(reason)}
    />
  );
}

interface WayFieldsProps {
  readonly shown: ClosingPreviewDto;
  readonly onWay: (way: Way | undefined) => void;
}

/** How what remains is paid; answers nothing until it is said whole. */
function WayFields({ shown, onWay }: WayFieldsProps): ReactNode {
  const t = useT('admin');
  const payeeText = usePayeeText();
  const { payees, accounts } = shown;
  const [kind, setKind] = useState<Way['kind']>(payees.length > 0 ? 'payee' : 'by_hand');
  const [payeeId, setPayeeId] = useState('');
  const [accountId, setAccountId] = useState('');
  const [reference, setReference] = useState('');
  const choose = (next: Way['kind']): void => {
    setKind(next);
    setPayeeId('');
    setAccountId('');
    setReference('');
    onWay(undefined);
  };
  const payFrom = (account: string, bankReference: string): void => {
    setAccountId(account);
    setReference(bankReference);
    const isWhole = account !== '' && bankReference.trim().length >= 3;
    onWay(isWhole ? { kind: 'by_hand', accountId: account, bankReference } : undefined);
  };
  return (
    <>
      <NativeSelect
        label={t('closings.way')}
        value={kind}
        onChange={(event) => choose(event.currentTarget.value === 'payee' ? 'payee' : 'by_hand')}
        data={(['payee', 'by_hand'] as const).map((value) => ({ value, label: t(`closings.ways.${value}`) }))}
      />
      {kind === 'payee' ? (
        <NativeSelect
          label={t('closings.payee')}
          required
          value={payeeId}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setPayeeId(value);
            onWay(value === '' ? undefined : { kind: 'payee', payeeId: value });
          }}
          data={[
            { value: '', label: payees.length === 0 ? t('closings.noPayee') : t('list.choose') },
            ...payees.map((payee) => ({ value: payee.id, label: `${payee.holder} · ${payeeText(payee)}` })),
          ]}
        />
      ) : (
        <>
          <NativeSelect
            label={t('closings.account')}
            required
            value={accountId}
            onChange={(event) => payFrom(event.currentTarget.value, reference)}
            data={[
              { value: '', label: accounts.length === 0 ? t('closings.noAccount') : t('list.choose') },
              ...accounts.map((account) => ({ value: account.id, label: account.name })),
            ]}
          />
          <TextInput
            label={t('closings.bankReference')}
            description={t('closings.bankReferenceHelp')}
            required
            maxLength={120}
            value={reference}
            onChange={(event) => payFrom(accountId, event.currentTarget.value)}
          />
        </>
      )}
    </>
  );
}
