import type { OwnGatewayDto, TestedGatewayDto } from '@keyfall/contracts/collecting-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, CopyButton, KeyValueList, PanelSection, StateBadge } from '@keyfall/ui';
import { useCan } from '@keyfall/web';
import { useAct, useToast } from '@keyfall/web/office';
import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import classes from './collecting.module.css';

const TONES = { ok: 'success', refused: 'danger', unreachable: 'warning' } as const;

interface GatewayFactsProps {
  readonly account: OwnGatewayDto;
  readonly onReplace: () => void;
}

/** One own account: what it is, whether its provider answers, and what may be done with it. */
export function GatewayFacts({ account, onReplace }: GatewayFactsProps): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const can = useCan();
  const toast = useToast();
  const test = useMutation({
    mutationFn: () => client.collecting.testAccount.mutate({ accountId: account.id }),
    onError: toast.error,
  });
  return (
    <PanelSection>
      <KeyValueList
        items={[
          { label: t('collecting.provider'), value: t('collecting.providers.sandbox') },
          { label: t('collecting.currency'), value: account.currency },
          { label: t('common:labels.created'), value: format.dateTime(account.createdAt) },
          ...(test.data === undefined ? [] : testFacts(t, test.data)),
        ]}
      />
      <Group gap="xs" mt="md">
        <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
          {t('collecting.test')}
        </Button>
        {can('gateways.write') ? (
          <>
            <Button variant="default" onClick={onReplace}>
              {t('collecting.replace')}
            </Button>
            <SwitchButton account={account} />
          </>
        ) : null}
      </Group>
    </PanelSection>
  );
}

function testFacts(t: ReturnType<typeof useT<'portal'>>, { outcome, hookUrl }: TestedGatewayDto) {
  return [
    {
      label: t('collecting.test'),
      value: <StateBadge tone={TONES[outcome]}>{t(`collecting.tests.${outcome}`)}</StateBadge>,
    },
    {
      label: t('collecting.hookUrl'),
      value: (
        <span className={`mono ${classes['address']}`}>
          {hookUrl} <CopyButton text={hookUrl} />
        </span>
      ),
    },
  ];
}

function SwitchButton({ account }: { readonly account: OwnGatewayDto }): ReactNode {
  const t = useT('portal');
  const [asking, setAsking] = useState(false);
  const verb = account.enabled ? 'disable' : 'enable';
  const { run, ...state } = useAct(
    () => client.collecting.changeAccount.mutate({ accountId: account.id, enabled: !account.enabled }),
    {
      said: t('collecting.changed'),
      onDone: () => setAsking(false),
      refresh: () => queryClient.invalidateQueries({ queryKey: trpc.collecting.pathKey() }),
    },
  );
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t(`collecting.${verb}`)}
      </Button>
      <ConfirmAction
        opened={asking}
        onClose={() => setAsking(false)}
        title={t(`collecting.${verb}Title`)}
        description={t(`collecting.${verb}Help`)}
        facts={[{ label: t('collecting.name'), value: account.name }]}
        confirmLabel={t(`collecting.${verb}`)}
        danger={account.enabled}
        {...state}
        onConfirm={() => run()}
      />
    </>
  );
}
