import { useFormat, useT } from '@keyfall/i18n';
import { EmptyState, StateBadge } from '@keyfall/ui';
import { Loaded, UnitPrice, useMoneyText, useUrlState } from '@keyfall/web';
import { CostTiers } from '@keyfall/web/pricing';
import { NativeSelect } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { DistributorPicker } from '../parts/distributor-picker.tsx';
import { SkuPicker } from '../parts/sku-picker.tsx';
import { MomentField, toInstant, WholeField } from '../parts/typed-fields.tsx';
import classes from './simulator.module.css';

type Explanation = Outputs['priceLists']['explain'];
type Link = Explanation['links'][number];

/** What a distributor would pay for any quantity at any moment: the whole chain with every link's source and share. */
export function PriceSimulator(): ReactNode {
  const t = useT('pricing');
  const [url, setUrl] = useUrlState('distributor', 'shop', 'sku', 'quantity', 'at');
  const quantity = /^[1-9]\d{0,5}$/.test(url.quantity ?? '') ? Number(url.quantity) : 1;
  const at = toInstant(url.at ?? '');
  const shops = useQuery({
    ...trpc.shops.list.queryOptions({ limit: 200, distributorId: url.distributor ?? '' }),
    enabled: url.distributor !== undefined,
  });
  return (
    <div className={classes['simulator']}>
      <p className={classes['quiet']}>{t('simulator.help')}</p>
      <div className={classes['inputs']}>
        <DistributorPicker
          label={t('simulator.distributor')}
          value={url.distributor}
          onChange={(distributor) => setUrl({ distributor, shop: undefined })}
        />
        <SkuPicker value={url.sku} onChange={(sku) => setUrl({ sku: sku?.id })} />
        <NativeSelect
          label={t('simulator.sold')}
          value={url.shop ?? ''}
          data={[
            { value: '', label: t('simulator.itself') },
            ...(url.distributor === undefined ? [] : (shops.data?.items ?? [])).map((shop) => ({
              value: shop.id,
              label: t('simulator.inShop', { name: shop.name }),
            })),
          ]}
          onChange={(event) => setUrl({ shop: event.currentTarget.value || undefined })}
        />
        <WholeField
          label={t('simulator.quantity')}
          value={url.quantity ?? '1'}
          onChange={(event) => setUrl({ quantity: event.currentTarget.value || undefined })}
        />
        <MomentField
          label={t('simulator.at')}
          description={t('simulator.atHelp')}
          value={url.at ?? ''}
          onChange={(event) => setUrl({ at: event.currentTarget.value || undefined })}
        />
      </div>
      {url.distributor === undefined || url.sku === undefined ? (
        <EmptyState title={t('simulator.choose')} description={t('simulator.chooseHelp')} />
      ) : (
        <Explained input={{ distributorId: url.distributor, shopId: url.shop ?? null, skuId: url.sku, quantity, at }} />
      )}
    </div>
  );
}

function Explained(props: {
  readonly input: {
    readonly distributorId: string;
    readonly shopId: string | null;
    readonly skuId: string;
    readonly quantity: number;
    readonly at: string | null;
  };
}): ReactNode {
  const query = useQuery({ ...trpc.priceLists.explain.queryOptions(props.input), placeholderData: keepPreviousData });
  return <Loaded query={query}>{(found) => <ChainLadder found={found} />}</Loaded>;
}

function ChainLadder({ found }: { readonly found: Explanation }): ReactNode {
  const t = useT('pricing');
  const moneyText = useMoneyText();
  const money = (amount: string): string => moneyText({ amount, currency: found.currency });
  if (found.model === 'percentage') return <p>{t('simulator.percentage')}</p>;
  return (
    <ol className={classes['ladder']}>
      <li>
        <div>
          <strong>{found.houseName}</strong> <span className={classes['quiet']}>{t('simulator.house')}</span>
        </div>
        {found.houseShare === null ? null : (
          <span className={classes['share']}>{t('simulator.earns', { amount: money(found.houseShare) })}</span>
        )}
      </li>
      {found.links.map((link) => (
        <LadderLink
          key={link.distributorId}
          link={link}
          currency={found.currency}
          quantity={found.quantity}
          money={money}
        />
      ))}
      <li data-end="">
        <div>
          {found.retail === null ? (
            <strong>{t('simulator.itself')}</strong>
          ) : (
            <>
              <strong>{t('simulator.retail')}</strong> <UnitPrice price={found.retail} currency={found.currency} />{' '}
              <span className={classes['quiet']}>
                {found.retailSource === 'rule'
                  ? t('simulator.retailSources.rule', { name: found.retailRuleName ?? '' })
                  : found.retailSource === null
                    ? null
                    : t(`simulator.retailSources.${found.retailSource}`)}
              </span>
            </>
          )}
          {found.problem === null ? null : (
            <StateBadge tone="danger">{t(`simulator.problems.${found.problem}`)}</StateBadge>
          )}
        </div>
        {found.amount === null ? null : (
          <span className={classes['share']}>
            {t('simulator.total')} <strong>{money(found.amount)}</strong>
          </span>
        )}
      </li>
    </ol>
  );
}

function LadderLink(props: {
  readonly link: Link;
  readonly currency: string;
  readonly quantity: number;
  readonly money: (amount: string) => string;
}): ReactNode {
  const { link, currency, quantity, money } = props;
  const t = useT('pricing');
  return (
    <li data-lifted={link.lifted || undefined}>
      <div>
        <strong>{link.name}</strong>{' '}
        <span className={classes['quiet']}>
          {link.code}
          {link.levelName === null ? null : <> · {link.levelName}</>}
        </span>
        <p>
          <span className={classes['cost']}>
            <UnitPrice price={link.cost} currency={currency} />
          </span>{' '}
          <SourceText link={link} currency={currency} />{' '}
          {link.lifted ? <StateBadge tone="warning">{t('grid.lifted')}</StateBadge> : null}
        </p>
        <CostTiers tiers={link.tiers} currency={currency} quantity={quantity} />
      </div>
      {link.share === null ? null : (
        <span className={classes['share']}>{t('simulator.earns', { amount: money(link.share) })}</span>
      )}
    </li>
  );
}

function SourceText({ link, currency }: { readonly link: Link; readonly currency: string }): ReactNode {
  const t = useT('pricing');
  const format = useFormat();
  const { source } = link;
  if (source === null) return <span className={classes['quiet']}>{t('source.none')}</span>;
  const facts = [
    t(`source.${source.kind}`) + (source.name === null ? '' : ` “${source.name}”`),
    source.percent === null
      ? null
      : t('rule.formula', { percent: source.percent, fixed: source.fixed ?? '0', step: source.step ?? '' }),
    source.minQuantity !== null && source.minQuantity > 1 ? t('source.tier', { count: source.minQuantity }) : null,
    source.validFrom === null
      ? null
      : source.validTo === null
        ? t('list.openEnd', { from: format.date(source.validFrom) })
        : t('list.period', { from: format.date(source.validFrom), to: format.date(source.validTo) }),
  ].filter((fact) => fact !== null);
  return (
    <span className={classes['quiet']}>
      {facts.join(' · ')}
      {link.lifted && link.ownPrice !== null ? (
        <>
          {' · '}
          <s>
            <UnitPrice price={link.ownPrice} currency={currency} />
          </s>
        </>
      ) : null}
    </span>
  );
}
