import { useT } from '@keyfall/i18n';
import { ConfirmAction, KeyValueList, Money } from '@keyfall/ui';
import { Loaded, useCan } from '@keyfall/web';
import { useAct } from '@keyfall/web/office';
import { Alert, Anchor, Button, Modal, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import { SettleButton } from '../closings/settle-button.tsx';
import type { Outputs } from '../api.ts';
import type { Distributor } from './distributor-panel.tsx';
import { refreshDistributors } from './refresh-distributors.ts';

type Preview = Outputs['tree']['previewClose'];

/** Closes for good: lists what stands in the way, or what closing does to people, shops and downline. */
export function CloseButton({ distributor }: { readonly distributor: Distributor }): ReactNode {
  const t = useT('admin');
  const [asking, setAsking] = useState(false);
  const preview = useQuery({ ...trpc.tree.previewClose.queryOptions({ id: distributor.id }), enabled: asking });
  const close = (): void => setAsking(false);
  const title = t('tree.close.title', { name: distributor.name });
  const isFree = preview.data?.hindrances.length === 0;
  return (
    <>
      <Button variant="subtle" color="red" onClick={() => setAsking(true)}>
        {t('tree.close.act')}
      </Button>
      {asking && isFree && preview.data !== undefined ? (
        <Confirmation distributor={distributor} preview={preview.data} title={title} onClose={close} />
      ) : (
        <Modal
          opened={asking}
          onClose={close}
          title={<strong>{title}</strong>}
          centered
          size={460}
          closeButtonProps={{ 'aria-label': t('common:actions.close') }}
        >
          <Loaded query={preview}>{(found) => <Hindered preview={found} distributor={distributor} />}</Loaded>
        </Modal>
      )}
    </>
  );
}

interface ConfirmationProps {
  readonly distributor: Distributor;
  readonly preview: Preview;
  readonly title: string;
  readonly onClose: () => void;
}

function Confirmation({ distributor, preview, title, onClose }: ConfirmationProps): ReactNode {
  const t = useT('admin');
  const { run, ...state } = useAct((reason: string) => client.tree.close.mutate({ id: distributor.id, reason }), {
    said: t('common:messages.saved'),
    onDone: onClose,
    refresh: refreshDistributors,
  });
  const { people, shops, children, parentName } = preview;
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={title}
      danger
      description={
        <ul className="consequences">
          {people === 0 ? null : <li>{t('tree.close.consequences.people', { count: people })}</li>}
          {shops === 0 ? null : <li>{t('tree.close.consequences.shops', { count: shops })}</li>}
          {children === 0 ? null : (
            <li>{t('tree.close.consequences.children', { count: children, parent: parentName })}</li>
          )}
          <li>{t('tree.close.consequences.final')}</li>
        </ul>
      }
      facts={[
        { label: t('common:labels.name'), value: distributor.name },
        { label: t('distributors.code'), value: distributor.code },
      ]}
      reason="required"
      confirmLabel={t('tree.close.act')}
      {...state}
      onConfirm={({ reason = '' }) => run(reason)}
    />
  );
}

interface HinderedProps {
  readonly preview: Preview;
  readonly distributor: Distributor;
}

function Hindered({ preview, distributor }: HinderedProps): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const ownerId = distributor.id;
  const hasMoney = preview.balances.length > 0;
  return (
    <Stack gap="md">
      <Alert color="yellow" title={t('tree.close.hindered')}>
        <ul className="consequences">
          {preview.hindrances.map((each) => (
            <li key={each}>{t(`tree.close.hindrances.${each}`)}</li>
          ))}
        </ul>
      </Alert>
      <KeyValueList
        items={[
          ...preview.balances.map(({ account, balance }) => ({
            label: t(`tree.accounts.${account as AccountName}`),
            value: <Money {...balance} />,
            align: 'end' as const,
          })),
          ...(preview.openOrders === 0
            ? []
            : [
                {
                  label: t('nav.orders'),
                  value: (
                    <Anchor href={`/orders?distributor=${ownerId}`}>
                      {t('tree.close.openOrders', { count: preview.openOrders })}
                    </Anchor>
                  ),
                  align: 'end' as const,
                },
              ]),
        ]}
      />
      {hasMoney && can('distributors.settle') ? (
        <SettleButton distributor={{ id: ownerId, name: distributor.name, children: preview.children }} />
      ) : null}
      {hasMoney ? (
        <Anchor href={`/ledger?owner=${ownerId}`} size="sm">
          {t('tree.ledger')}
        </Anchor>
      ) : null}
    </Stack>
  );
}

/** The accounts a distributor can have. */
type AccountName =
  | 'commission_pending'
  | 'available'
  | 'withdraw_hold'
  | 'wallet'
  | 'wallet_bonus'
  | 'wallet_hold'
  | 'distributor_debt';
