import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, EmptyState, Money, MoneyField, SidePanel } from '@keyfall/ui';
import type { KeyValue } from '@keyfall/ui';
import { Loaded, readAmount, useMoneyText } from '@keyfall/web';
import { useAct, usePayeeText } from '@keyfall/web/office';
import { Button, NativeSelect, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { refreshWallet } from './refresh-wallet.ts';
import type { Wallet } from './wallet-page.tsx';

type Source = Outputs['wallet']['payBackSources'][number];
type Payee = Outputs['payees']['list'][number];

interface PanelProps {
  readonly wallet: Wallet;
  readonly onClose: () => void;
}

/** Asks for a wallet's cash to go back to where one top-up came from. */
export function PayBackPanel({ wallet, onClose }: PanelProps): ReactNode {
  const t = useT('portal');
  const sources = useQuery(trpc.wallet.payBackSources.queryOptions());
  return (
    <SidePanel opened onClose={onClose} title={t('payBacks.title')}>
      <Loaded query={sources}>
        {(found) =>
          found.length === 0 ? (
            <EmptyState title={t('payBacks.noSource')} description={t('payBacks.help')} compact />
          ) : (
            <Fields wallet={wallet} sources={found} onClose={onClose} />
          )
        }
      </Loaded>
    </SidePanel>
  );
}

/** The lesser of two amounts of one currency, both written out in full. */
function lesser(a: string, b: string): string {
  const minor = (text: string): bigint => BigInt(text.replace('.', ''));
  return minor(a) < minor(b) ? a : b;
}

function Fields({ wallet, sources, onClose }: PanelProps & { readonly sources: readonly Source[] }): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const moneyText = useMoneyText();
  const payeeText = usePayeeText();
  const payees = useQuery(trpc.payees.list.queryOptions());
  const usable = (payees.data ?? []).filter((one) => one.isUsable && one.kind === 'bank_account');
  const [topUpId, setTopUpId] = useState('');
  const [payeeId, setPayeeId] = useState('');
  const [typed, setTyped] = useState('');
  const [signing, setSigning] = useState(false);
  const source = sources.find((one) => one.topUpId === topUpId);
  const isByBank = source?.method === 'bank';
  const payee = isByBank ? usable.find((one) => one.id === payeeId) : undefined;
  const amount = readAmount(typed, wallet.currency);
  const cash = wallet.cash.amount.startsWith('-') ? '0' : wallet.cash.amount;
  const max = source === undefined ? undefined : lesser(source.remaining.amount, cash);
  const isReady = source !== undefined && amount !== undefined && (!isByBank || payee !== undefined);
  return (
    <Stack gap="sm" pt="md">
      <p className="quiet small" style={{ margin: 0 }}>
        {t('payBacks.help')}
      </p>
      <NativeSelect
        label={t('payBacks.source')}
        required
        value={topUpId}
        onChange={(event) => setTopUpId(event.currentTarget.value)}
        data={[
          { value: '', label: t('payBacks.choose') },
          ...sources.map((one) => ({
            value: one.topUpId,
            label: t('payBacks.sourceText', {
              date: format.date(one.createdAt),
              via: one.via,
              remaining: moneyText(one.remaining),
            }),
          })),
        ]}
      />
      {isByBank ? (
        <NativeSelect
          label={t('payBacks.payee')}
          description={usable.length === 0 ? t('payBacks.noPayee') : undefined}
          required
          value={payeeId}
          onChange={(event) => setPayeeId(event.currentTarget.value)}
          data={[
            { value: '', label: t('payBacks.choosePayee') },
            ...usable.map((one) => ({ value: one.id, label: `${one.holder} · ${payeeText(one)}` })),
          ]}
        />
      ) : null}
      <MoneyField
        label={t('common:labels.amount')}
        help={
          max === undefined ? undefined : t('payBacks.amountHelp', { max: moneyText({ ...wallet.cash, amount: max }) })
        }
        currency={wallet.currency}
        required
        value={typed}
        onChange={setTyped}
        error={typed !== '' && amount === undefined ? t('wallet.form.bad') : undefined}
      />
      {source !== undefined && /[1-9]/.test(source.bonus.amount) ? (
        <p className="quiet small" style={{ margin: 0 }}>
          {t('payBacks.bonusHelp', { bonus: moneyText(source.bonus) })}
        </p>
      ) : null}
      <Button disabled={!isReady} onClick={() => setSigning(true)}>
        {t('payBacks.next')}
      </Button>
      {signing && source !== undefined && amount !== undefined ? (
        <SignDialog source={source} payee={payee} amount={amount} onClose={() => setSigning(false)} onDone={onClose} />
      ) : null}
    </Stack>
  );
}

interface SignProps {
  readonly source: Source;
  readonly payee: Payee | undefined;
  readonly amount: NonNullable<ReturnType<typeof readAmount>>;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Exactly what is asked for. */
function SignDialog({ source, payee, amount, onClose, onDone }: SignProps): ReactNode {
  const t = useT('portal');
  const moneyText = useMoneyText();
  const payeeText = usePayeeText();
  // One reference per dialog: pressing twice, or again after a lost answer, asks once.
  const [clientRef] = useState(() => crypto.randomUUID());
  const { run, ...state } = useAct(
    () =>
      client.wallet.requestPayBack.mutate({
        clientRef,
        topUpId: source.topUpId,
        amount,
        payeeId: payee?.id ?? null,
      }),
    { said: t('payBacks.asked'), onDone, refresh: refreshWallet },
  );
  const to =
    payee === undefined ? t('payBacks.toGateway', { via: source.via }) : `${payee.holder} · ${payeeText(payee)}`;
  const facts: readonly KeyValue[] = [
    { label: t('payBacks.to'), value: to },
    { label: t('common:labels.amount'), value: <Money {...amount} />, align: 'end', strong: true },
  ];
  return (
    <ConfirmAction
      opened
      onTop
      onClose={onClose}
      title={t('payBacks.signTitle')}
      description={t('payBacks.signHelp')}
      facts={facts}
      confirmLabel={t('payBacks.sign', { amount: moneyText(amount) })}
      {...state}
      onConfirm={() => run()}
    />
  );
}
