import { useT } from '@keyfall/i18n';
import { Loaded, UnitPrice } from '@keyfall/web';
import { CostTiers } from '@keyfall/web/pricing';
import { ActionIcon, Popover } from '@mantine/core';
import { IconHelp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';

/** Why one pays this cost: kind and name of what decides, asked for when it is opened. */
export function WhyCost({ skuId, name }: { readonly skuId: string; readonly name: string }): ReactNode {
  const t = useT('pricing');
  const [opened, setOpened] = useState(false);
  const query = useQuery({ ...trpc.downlinePrices.ownCost.queryOptions({ skuId }), enabled: opened });
  return (
    <Popover opened={opened} onChange={setOpened} width={260} position="bottom-end" withinPortal>
      <Popover.Target>
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={`${t('why.open')} ${name}`}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          <IconHelp size={15} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Loaded query={query}>
          {({ cost, currency, quantity, source, tiers }) => (
            <>
              <strong>{t('why.title')}</strong>
              <p>
                <UnitPrice price={cost} currency={currency} />
              </p>
              {source === null ? t('source.none') : <SourceName source={source} />}
              <CostTiers tiers={tiers} currency={currency} quantity={quantity} />
            </>
          )}
        </Loaded>
      </Popover.Dropdown>
    </Popover>
  );
}

function SourceName({
  source,
}: {
  readonly source: { readonly kind: string; readonly name: string | null };
}): ReactNode {
  const t = useT('pricing');
  if (source.kind === 'list') return t('why.list', { name: source.name ?? '' });
  return source.kind === 'rule' ? t('why.rule', { name: source.name ?? '' }) : t('why.override');
}
