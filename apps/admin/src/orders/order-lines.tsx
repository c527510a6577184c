import type { OrderDetailDto } from '@keyfall/contracts/order-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { KeyValueList, Money, PanelSection } from '@keyfall/ui';
import { Can, StateLabel, UnitPrice } from '@keyfall/web';
import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { FulfilButton } from './fulfil-button.tsx';

type Line = OrderDetailDto['lines'][number];

const UNITS_SHOWN = 20;

/** What was bought, line by line, and what of it was handed over. */
export function OrderLines({ order }: { readonly order: OrderDetailDto }): ReactNode {
  const t = useT('admin');
  return (
    <PanelSection title={t('orders.lines')}>
      {order.lines.map((line) => (
        <LineFacts key={line.line} order={order} line={line} />
      ))}
    </PanelSection>
  );
}

function LineFacts({ order, line }: { readonly order: OrderDetailDto; readonly line: Line }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const open = line.quantity - line.delivered - line.refundedOpen;
  const refunded = line.refundedUnits + line.refundedOpen;
  const isManual = line.kind === 'top_up' && open > 0 && order.paidAt !== null;
  return (
    <div style={{ marginBottom: 16 }}>
      <Group justify="space-between" wrap="nowrap" align="start">
        <span>
          <strong>{`${line.productName} · ${line.skuName}`}</strong>{' '}
          <span className="quiet mono small">{line.skuCode}</span>
        </span>
        <StateLabel of="line" state={line.state} variant="dot" />
      </Group>
      <KeyValueList
        items={[
          {
            label: t('orders.unitsAndPrice'),
            value: (
              <>
                {`${format.number(line.quantity)} × `}
                <UnitPrice price={line.unitPrice} currency={line.amount.currency} />
              </>
            ),
            align: 'end',
          },
          ...(line.faceValue === null
            ? []
            : [{ label: t('orders.faceValue'), value: format.decimal(line.faceValue), align: 'end' as const }]),
          { label: t('common:labels.amount'), value: <Money {...line.amount} />, align: 'end' },
          ...(line.cost === null
            ? []
            : [{ label: t('orders.cost'), value: <Money {...line.cost} />, align: 'end' as const }]),
          {
            label: t('orders.deliveredUnits'),
            value: t('orders.ofUnits', { done: line.delivered, total: line.quantity }),
            align: 'end',
          },
          ...(refunded === 0
            ? []
            : [{ label: t('orders.refundedUnits'), value: format.number(refunded), align: 'end' as const }]),
          ...Object.entries(line.account ?? {}).map(([label, value]) => ({ label, value })),
          ...(line.warrantyUntil === null
            ? []
            : [{ label: t('orders.warrantyUntil'), value: format.date(line.warrantyUntil), align: 'end' as const }]),
        ]}
      />
      <UnitList order={order} line={line.line} />
      {isManual ? (
        <Can permission="orders.fulfil">
          <FulfilButton orderNo={order.orderNo} line={line} open={open} />
        </Can>
      ) : null}
    </div>
  );
}

function UnitList({ order, line }: { readonly order: OrderDetailDto; readonly line: number }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const units = order.deliveries.filter((unit) => unit.line === line);
  if (units.length === 0) return null;
  return (
    <table className="plain-table" style={{ marginTop: 6 }}>
      <thead>
        <tr>
          <th scope="col">{t('orders.unit')}</th>
          <th scope="col">{t('orders.handedOver')}</th>
          <th scope="col">{t('orders.deliveredAt')}</th>
          <th scope="col">{t('orders.openedAt')}</th>
        </tr>
      </thead>
      <tbody>
        {units.slice(0, UNITS_SHOWN).map((unit) => (
          <tr key={`${unit.unit}:${unit.turn}`}>
            <td>{format.number(unit.unit)}</td>
            <td className="mono">{unit.mask ?? unit.evidence ?? ''}</td>
            <td>{format.dateTime(unit.deliveredAt)}</td>
            <td>
              {unit.returnedAt !== null
                ? t('orders.returned')
                : unit.openedAt === null
                  ? ''
                  : format.dateTime(unit.openedAt)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
