import { useT } from '@keyfall/i18n';
import { ConfirmAction } from '@keyfall/ui';
import { useAct } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import type { Distributor } from './distributor-panel.tsx';
import { refreshDistributors } from './refresh-distributors.ts';

const CONSEQUENCES = ['people', 'shops', 'income', 'downline'] as const;

/** Freezes or unfreezes, after saying what that does to people, shops, money and downline. */
export function FreezeButton({ distributor }: { readonly distributor: Distributor }): ReactNode {
  const t = useT('admin');
  const [asking, setAsking] = useState(false);
  const isFrozen = distributor.status === 'frozen';
  const act = t(isFrozen ? 'distributors.unfreeze' : 'distributors.freeze');
  const { run, ...state } = useAct(
    (reason: string) => {
      const input = { id: distributor.id, reason };
      return isFrozen ? client.distributors.unfreeze.mutate(input) : client.distributors.freeze.mutate(input);
    },
    {
      said: t('common:messages.saved'),
      onDone: () => setAsking(false),
      refresh: refreshDistributors,
    },
  );
  if (distributor.status !== 'active' && !isFrozen) return null;
  return (
    <>
      <Button variant="light" color={isFrozen ? 'accent' : 'red'} onClick={() => setAsking(true)}>
        {act}
      </Button>
      <ConfirmAction
        opened={asking}
        onClose={() => setAsking(false)}
        title={act}
        danger={!isFrozen}
        description={
          isFrozen ? (
            t('distributors.unfreezeHelp')
          ) : (
            <ul className="consequences">
              {CONSEQUENCES.map((each) => (
                <li key={each}>{t(`tree.freeze.consequences.${each}`)}</li>
              ))}
            </ul>
          )
        }
        facts={[
          { label: t('common:labels.name'), value: distributor.name },
          { label: t('distributors.code'), value: distributor.code },
        ]}
        reason="required"
        confirmLabel={act}
        {...state}
        onConfirm={({ reason = '' }) => run(reason)}
      />
    </>
  );
}
