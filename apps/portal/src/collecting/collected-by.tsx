import type { CollectingShopDto } from '@keyfall/contracts/collecting-schemas';
import { useT } from '@keyfall/i18n';
import { ConfirmAction } from '@keyfall/ui';
import { useCan } from '@keyfall/web';
import { useAct } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Collecting } from './collecting-page.tsx';
import classes from './collecting.module.css';

interface CollectedByProps {
  readonly shop: CollectingShopDto;
  readonly collecting: Collecting;
}

/** Who takes a shop's money, and the way to change it for those who may. */
export function CollectedBy({ shop, collecting }: CollectedByProps): ReactNode {
  const t = useT('portal');
  const can = useCan();
  const [asking, setAsking] = useState(false);
  const mayCollect = collecting.allowed && collecting.accounts.some((account) => account.enabled);
  const maySwitch = can('gateways.write') && (shop.collectedBy === 'distributor' || mayCollect);
  const to = shop.collectedBy === 'platform' ? 'distributor' : 'platform';
  return (
    <span className={classes['by']}>
      {t(`collecting.by.${shop.collectedBy}`)}
      {maySwitch ? (
        <Button size="xs" variant="default" onClick={() => setAsking(true)}>
          {t(`collecting.switchTo.${to}`)}
        </Button>
      ) : null}
      {asking ? <SwitchDialog shop={shop} to={to} onClose={() => setAsking(false)} /> : null}
    </span>
  );
}

interface SwitchDialogProps {
  readonly shop: CollectingShopDto;
  readonly to: CollectingShopDto['collectedBy'];
  readonly onClose: () => void;
}

function SwitchDialog({ shop, to, onClose }: SwitchDialogProps): ReactNode {
  const t = useT('portal');
  const { run, ...state } = useAct(() => client.collecting.setShop.mutate({ shopId: shop.id, collectedBy: to }), {
    said: t('collecting.switched'),
    onDone: onClose,
    refresh: () => queryClient.invalidateQueries({ queryKey: trpc.collecting.pathKey() }),
  });
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t(`collecting.switchTitle.${to}`)}
      description={t(`collecting.switchHelp.${to}`)}
      facts={[{ label: t('collecting.shop'), value: shop.name }]}
      confirmLabel={t(`collecting.switchTo.${to}`)}
      {...state}
      onConfirm={() => run()}
    />
  );
}
