import { useT } from '@keyfall/i18n';
import { Loaded } from '@keyfall/web';
import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { CollectedBy } from '../collecting/collected-by.tsx';
import { Card } from '../parts/card.tsx';

/** Who takes this shop's money; the accounts themselves stand on a page of their own. */
export function CollectingCard({ shopId }: { readonly shopId: string }): ReactNode {
  const t = useT('portal');
  const query = useQuery(trpc.collecting.get.queryOptions());
  return (
    <Loaded query={query}>
      {(collecting) => {
        const shop = collecting.shops.find((each) => each.id === shopId);
        return (
          <Card title={t('collecting.ofShop')} help={t('collecting.shopsHelp')}>
            {shop === undefined ? null : <CollectedBy shop={shop} collecting={collecting} />}
            <p className="quiet small">
              {collecting.allowed ? (
                <Anchor size="sm" href="/collecting">
                  {t('collecting.accounts')}
                </Anchor>
              ) : (
                t('collecting.notAllowedHelp')
              )}
            </p>
          </Card>
        );
      }}
    </Loaded>
  );
}
