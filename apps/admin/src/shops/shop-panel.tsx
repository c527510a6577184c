import { LOCALE_NAMES, useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, EmptyState, KeyValueList, PanelSection, SidePanel } from '@keyfall/ui';
import { Can, Loaded, StateLabel, useCan } from '@keyfall/web';
import { useAct, useToast } from '@keyfall/web/office';
import { Anchor, Button, Group, Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';

type Shop = Outputs['shops']['get'];

/** One shop: open or closed, where it is reached, and its brand as visitors see it. */
export function ShopPanel({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const query = useQuery(trpc.shops.get.queryOptions({ id }));
  const { data } = query;
  return (
    <SidePanel
      opened
      onClose={onClose}
      title={data?.name ?? t('nav.shops')}
      {...(data === undefined ? {} : { state: <StateLabel of="shop" state={data.status} /> })}
      {...(data === undefined || !can('shops.write') ? {} : { actions: <OpenOrClose shop={data} /> })}
    >
      <Loaded query={query}>
        {(shop) => (
          <>
            <ShopFacts shop={shop} />
            <Can permission="domains.read">
              <Domains shopId={shop.id} />
            </Can>
            <BrandFacts shop={shop} />
          </>
        )}
      </Loaded>
    </SidePanel>
  );
}

function ShopFacts({ shop }: { readonly shop: Shop }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  return (
    <PanelSection title={t('shops.facts')}>
      <KeyValueList
        items={[
          { label: t('prices.distributor'), value: shop.distributor.name },
          { label: t('shops.address'), value: <Anchor href={shop.origin}>{shop.origin}</Anchor> },
          { label: t('collecting.collectedBy'), value: t(`collecting.by.${shop.collectedBy}`) },
          { label: t('shops.language'), value: LOCALE_NAMES[shop.defaultLocale] },
          { label: t('shops.notice'), value: shop.notice },
          { label: t('shops.support'), value: shop.supportContact },
          { label: t('common:labels.created'), value: format.dateTime(shop.createdAt) },
        ]}
      />
      <Can permission="prices.read">
        <Anchor size="sm" href={`/prices?view=shop&shop=${shop.id}`}>
          {t('shops.toPrices')}
        </Anchor>
      </Can>
    </PanelSection>
  );
}

function Domains({ shopId }: { readonly shopId: string }): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const can = useCan();
  const query = useQuery(trpc.shops.domains.queryOptions({ id: shopId }));
  const check = useMutation({
    mutationFn: (id: string) => client.shops.checkDomain.mutate({ id }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.shops.pathKey() }),
    onError: toast.error,
  });
  return (
    <PanelSection title={t('shops.domains')}>
      <Loaded query={query}>
        {(domains) =>
          domains.length === 0 ? (
            <EmptyState compact title={t('shops.noDomains')} description={t('shops.noDomainsHelp')} />
          ) : (
            <Stack gap="sm">
              {domains.map((domain) => (
                <div key={domain.id}>
                  <Group justify="space-between">
                    <span>{domain.host}</span>
                    <StateLabel of="domain" state={domain.state} />
                  </Group>
                  {domain.state === 'verified' ? null : (
                    <>
                      <p className="quiet small" style={{ margin: '4px 0' }}>
                        {t('shops.txtRecord')}
                      </p>
                      <code className="small">{`${domain.record.name} TXT ${domain.record.value}`}</code>
                      {can('domains.write') ? (
                        <Group mt={6}>
                          <Button
                            size="compact-xs"
                            variant="default"
                            loading={check.isPending && check.variables === domain.id}
                            onClick={() => check.mutate(domain.id)}
                          >
                            {t('shops.checkNow')}
                          </Button>
                        </Group>
                      ) : null}
                    </>
                  )}
                </div>
              ))}
            </Stack>
          )
        }
      </Loaded>
    </PanelSection>
  );
}

function BrandFacts({ shop }: { readonly shop: Shop }): ReactNode {
  const t = useT('admin');
  const { brand } = shop;
  const swatch = (color: string): ReactNode => (
    <Group gap={6} wrap="nowrap">
      <span
        aria-hidden="true"
        style={{ width: 14, height: 14, borderRadius: 4, background: color, border: '1px solid var(--kf-border)' }}
      />
      <span className="mono">{color}</span>
    </Group>
  );
  return (
    <PanelSection title={t('shops.brand')}>
      <p className="quiet small" style={{ marginTop: 0 }}>
        {t('shops.brandHelp')}
      </p>
      <KeyValueList
        items={[
          { label: t('shops.accent'), value: swatch(brand.accent) },
          { label: t('shops.accentDark'), value: brand.accentDark === null ? null : swatch(brand.accentDark) },
          { label: t('shops.corners'), value: t(`shops.cornerKinds.${brand.corners}`) },
          { label: t('shops.taglineZh'), value: brand.tagline['zh-CN'] || null },
          { label: t('shops.taglineEn'), value: brand.tagline.en || null },
        ]}
      />
    </PanelSection>
  );
}

function OpenOrClose({ shop }: { readonly shop: Shop }): ReactNode {
  const t = useT('admin');
  const [asking, setAsking] = useState(false);
  const isOpen = shop.status === 'open';
  const act = t(isOpen ? 'shops.close' : 'shops.open');
  const { run, ...state } = useAct(
    () => (isOpen ? client.shops.close.mutate({ id: shop.id }) : client.shops.open.mutate({ id: shop.id })),
    {
      said: t('common:messages.saved'),
      onDone: () => setAsking(false),
      refresh: () => queryClient.invalidateQueries({ queryKey: trpc.shops.pathKey() }),
    },
  );
  return (
    <>
      <Button {...(isOpen ? { variant: 'light', color: 'red' } : {})} onClick={() => setAsking(true)}>
        {act}
      </Button>
      <ConfirmAction
        opened={asking}
        onClose={() => setAsking(false)}
        title={act}
        danger={isOpen}
        description={t(isOpen ? 'shops.closeHelp' : 'shops.openHelp')}
        facts={[
          { label: t('common:labels.name'), value: shop.name },
          { label: t('shops.hosts'), value: shop.hosts.join(', ') || null },
        ]}
        confirmLabel={act}
        {...state}
        onConfirm={() => run()}
      />
    </>
  );
}
