import { useFormat, useT } from '@keyfall/i18n';
import { Money } from '@keyfall/ui';
import { StateLabel } from '@keyfall/web';
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Outputs } from '../api.ts';
import classes from './invoices.module.css';

export type Invoice = Outputs['invoices']['list']['items'][number];

/** One invoice: in whose name, how far it is, why it was refused, and the file. */
export function InvoiceRow({ invoice }: { readonly invoice: Invoice }): ReactNode {
  const t = useT('shop');
  const format = useFormat();
  const { number, reason } = invoice;
  return (
    <div className={classes['row']}>
      <div className={classes['rowHead']}>
        <strong>{invoice.title}</strong>
        <StateLabel of="invoice" state={invoice.state} />
      </div>
      <div className={classes['rowHead']}>
        <span className={classes['quiet']}>
          {number === null
            ? t('invoice.asked', { date: format.dateTime(invoice.requestedAt) })
            : t('invoice.number', { number })}
        </span>
        <Money {...invoice.amount} />
      </div>
      {reason === null ? null : <p>{t('invoice.reason', { reason })}</p>}
      {number === null ? null : (
        <Button
          component="a"
          href={`/downloads/invoice.pdf?id=${invoice.id}`}
          download
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
        >
          {t('invoice.download')}
        </Button>
      )}
    </div>
  );
}
