import type { InvoiceDetailDto } from '@keyfall/contracts/invoice-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { KeyValueList, Money, PanelSection } from '@keyfall/ui';
import type { KeyValue } from '@keyfall/ui';
import { Alert, Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { aboutOf } from './invoice-table.tsx';

export interface InvoiceFactsProps {
  readonly invoice: InvoiceDetailDto;
  /** Where its PDF is, and the file of its orders. */
  readonly pdf: string;
  readonly csv: string;
}

/** What an invoice says, what it is about, and its PDF once it was issued. */
export function InvoiceFacts({ invoice, pdf, csv }: InvoiceFactsProps): ReactNode {
  const t = useT('documents');
  const { issuer } = invoice;
  return (
    <>
      <PanelSection>
        {invoice.needsCredit ? (
          <Alert role="note" color="yellow" mb="md">
            {t('invoices.needsCreditHelp')}
          </Alert>
        ) : null}
        <KeyValueList items={useFigures(invoice)} />
        {invoice.number === null ? null : (
          <Button component="a" href={pdf} download variant="default" mt="md" leftSection={<IconDownload size={16} />}>
            {t('invoices.pdf')}
          </Button>
        )}
      </PanelSection>
      <PanelSection title={t('invoice.recipient')}>
        <PartyFacts label={t('invoices.titleField')} party={{ ...invoice, name: invoice.title }} />
      </PanelSection>
      {issuer === null ? null : (
        <PanelSection title={t('invoice.issuer')}>
          <PartyFacts label={t('invoices.fields.legalName')} party={{ ...issuer, name: issuer.legalName }} />
        </PanelSection>
      )}
      <Orders invoice={invoice} csv={csv} />
    </>
  );
}

function useFigures(invoice: InvoiceDetailDto): readonly KeyValue[] {
  const t = useT('documents');
  const format = useFormat();
  const { taxAmount, taxRate, issuedAt, reason, note, mail } = invoice;
  return [
    { label: t('common:labels.amount'), value: <Money {...invoice.amount} />, align: 'end' },
    ...(taxAmount === null || taxRate === null
      ? []
      : [
          {
            label: t('invoice.tax', { rate: taxRate }),
            value: <Money {...taxAmount} />,
            align: 'end' as const,
          },
        ]),
    { label: t('invoices.kind'), value: t(`invoices.kinds.${invoice.kind}`) },
    ...(invoice.number === null
      ? []
      : [{ label: t('invoices.number'), value: <span className="mono">{invoice.number}</span> }]),
    { label: t('invoices.about'), value: aboutOf(invoice, t) },
    { label: t('invoices.requested'), value: format.dateTime(invoice.requestedAt) },
    ...(issuedAt === null ? [] : [{ label: t('invoices.issued'), value: format.dateTime(issuedAt) }]),
    ...(reason === null ? [] : [{ label: t('common:labels.reason'), value: reason }]),
    ...(mail === null ? [] : [{ label: t('common:labels.mail'), value: mail }]),
    ...(note === null ? [] : [{ label: t('common:labels.note'), value: note }]),
  ];
}

interface Party {
  readonly name: string;
  readonly taxNumber: string | null;
  readonly address: string | null;
  readonly phone: string | null;
  readonly bankName: string | null;
  readonly bankNumber: string | null;
}

function PartyFacts({ label, party }: { readonly label: string; readonly party: Party }): ReactNode {
  const t = useT('documents');
  const fields = [
    ['taxNumber', party.taxNumber],
    ['address', party.address],
    ['phone', party.phone],
    ['bankName', party.bankName],
    ['bankNumber', party.bankNumber],
  ] as const;
  const items = fields.flatMap(([field, value]) =>
    value === null ? [] : [{ label: t(`invoices.fields.${field}`), value }],
  );
  return <KeyValueList items={[{ label, value: party.name }, ...items]} />;
}

function Orders({ invoice, csv }: Omit<InvoiceFactsProps, 'pdf'>): ReactNode {
  const t = useT('documents');
  const { orderLines, sums } = invoice;
  const items = [
    ...orderLines.map((order) => ({ ...order, label: t(`invoice.lines.${order.about}`, { orderNo: order.orderNo }) })),
    ...sums.map(({ orders, ...sum }) => ({
      ...sum,
      label: `${sum.from === sum.until ? sum.from : t('invoice.days', sum)} · ${t(`invoice.sums.${sum.about}`, { count: orders })}`,
    })),
  ];
  return (
    <PanelSection title={t('invoice.orders')}>
      <KeyValueList
        items={items.map(({ label, amount, left }) => ({
          label,
          value: (
            <>
              <Money {...amount} />
              {left.amount === amount.amount ? null : (
                <small>
                  {' '}
                  {t('invoices.left')} <Money {...left} />
                </small>
              )}
            </>
          ),
          align: 'end',
        }))}
      />
      {invoice.orders === 1 ? null : (
        <Button component="a" href={csv} download variant="default" mt="md" leftSection={<IconDownload size={16} />}>
          {t('invoices.ordersFile')}
        </Button>
      )}
    </PanelSection>
  );
}
