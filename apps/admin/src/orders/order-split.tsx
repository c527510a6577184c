import type { OrderDetailDto } from '@keyfall/contracts/order-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, Money, PanelSection } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useMoneyText } from '@keyfall/web';
import { useCallback, useMemo } from 'react';
import type { ReactNode } from 'react';

type Share = OrderDetailDto['split'][number];

/** Who earns what of the order, as it was frozen when it was placed, and what became of it. */
export function OrderSplit({ order }: { readonly order: OrderDetailDto }): ReactNode {
  const t = useT('admin');
  const columns = useShareColumns();
  return (
    <PanelSection title={t('orders.split')}>
      <SplitNotes order={order} />
      <DataTable
        id="order-split"
        label={t('orders.split')}
        columns={columns}
        rows={order.split}
        rowKey={(row) => `${row.line}:${row.position}`}
        rowLabel={(row) => row.earnerName}
        empty={<EmptyState compact title={t('orders.noSplit')} description={t('orders.noSplitHelp')} />}
      />
    </PanelSection>
  );
}

/** What the table cannot say: who referred the buyer, and whose own purchase stays with the house. */
function SplitNotes({ order }: { readonly order: OrderDetailDto }): ReactNode {
  const t = useT('admin');
  const moneyText = useMoneyText();
  const { referral } = order;
  const withheld = order.split.flatMap((share) =>
    share.withheld === null
      ? []
      : [{ ...share.withheld, name: share.earnerName, key: `${share.line}:${share.position}` }],
  );
  if (referral === null && withheld.length === 0 && order.charge === null) return null;
  return (
    <ul className="consequences">
      {order.charge === null ? null : <li>{t('collecting.note')}</li>}
      {referral === null ? null : (
        <li>{t('orders.referredBy', { name: referral.distributorName, code: referral.code })}</li>
      )}
      {withheld.map(({ key, name, amount, sign }) => (
        <li key={key}>
          {t('orders.withheld', { name, amount: moneyText(amount) })} {t(`orders.ownSigns.${sign}`)}
        </li>
      ))}
    </ul>
  );
}

/** By what terms a share came about: two prices, or a percentage at a distance from who brought the sale. */
function useTermsText(): (share: Share) => string {
  const t = useT('admin');
  const format = useFormat();
  const moneyText = useMoneyText();
  return useCallback(
    ({ commission, unitCost, unitPrice }) => {
      if (commission !== null) {
        const { percent, base, distance } = commission;
        return t('orders.commissionTerms', { percent: format.decimal(percent), base: moneyText(base), distance });
      }
      return unitCost === null ? '' : `${format.decimal(unitCost, 2)} → ${format.decimal(unitPrice, 2)}`;
    },
    [t, format, moneyText],
  );
}

function useShareColumns(): readonly DataColumn<Share>[] {
  const t = useT('admin');
  const format = useFormat();
  const termsOf = useTermsText();
  return useMemo((): readonly DataColumn<Share>[] => {
    const money = (id: 'earned' | 'feeBorne' | 'clawed', header: string): DataColumn<Share> => ({
      id,
      header,
      align: 'end',
      width: 96,
      cell: (row) => {
        const amount = row[id];
        return amount === null ? '' : <Money {...amount} tone={id === 'earned' ? 'plain' : 'quiet'} />;
      },
    });
    return [
      { id: 'earner', header: t('orders.earner'), cell: (row) => row.earnerName },
      { id: 'line', header: t('orders.line'), align: 'end', width: 56, cell: (row) => format.number(row.line) },
      {
        id: 'prices',
        header: t('orders.terms'),
        align: 'end',
        width: 190,
        cell: termsOf,
      },
      {
        id: 'share',
        header: t('orders.share'),
        align: 'end',
        width: 100,
        narrow: 'corner',
        cell: (row) => <Money {...row.amount} />,
      },
      money('earned', t('orders.earned')),
      money('feeBorne', t('common:labels.fee')),
      money('clawed', t('orders.clawed')),
      {
        id: 'release',
        header: t('orders.releasedAt'),
        width: 110,
        cell: (row) => (row.releaseAt === null ? '' : format.date(row.releaseAt)),
      },
    ];
  }, [t, format, termsOf]);
}
