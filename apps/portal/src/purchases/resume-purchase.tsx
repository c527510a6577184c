import { useFormat, useT } from '@keyfall/i18n';
import { ResumeDownload, saveFrom } from '@keyfall/web/office';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Export, Purchase } from './purchase-page.tsx';

interface ResumePurchaseProps {
  readonly purchase: Purchase;
  readonly broken: Export;
  readonly onClose: () => void;
}

/** Goes on with the download of a text file that broke off, by a ticket of its own. */
export function ResumePurchase({ purchase, broken, onClose }: ResumePurchaseProps): ReactNode {
  const t = useT('portal');
  const dateTime = useFormat().dateTime(broken.startedAt);
  const { orderNo } = purchase;
  const { format, skipUnits } = broken;
  return (
    <ResumeDownload
      help={t('purchases.download.resumeHelp')}
      facts={[
        { label: t('purchases.number'), value: <span className="mono">{orderNo}</span> },
        { label: t('purchases.download.format'), value: t(`purchases.download.formats.${format}`) },
        { label: t('common:labels.time'), value: dateTime },
      ]}
      fileName={`${orderNo}.${format}`}
      allow={async () => {
        const { url, fileName } = await client.purchases.startExport.mutate({ orderNo, format, zip: false, skipUnits });
        return {
          restFrom: (offset) => fetch(`${url}?offset=${offset}`, { credentials: 'same-origin' }),
          takeWhole: () => saveFrom(url, fileName),
        };
      }}
      refresh={() => queryClient.invalidateQueries({ queryKey: trpc.purchases.get.pathKey() })}
      onClose={onClose}
    />
  );
}
