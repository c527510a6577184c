import { useFormat, useT } from '@keyfall/i18n';
import { ResumeDownload } from '@keyfall/web/office';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { beginDownload, exportPath } from './begin-download.ts';

type Request = Outputs['stockRequests']['exports']['items'][number];

/** Goes on with an export that broke off. */
export function ResumeExport({
  request,
  onClose,
}: {
  readonly request: Request;
  readonly onClose: () => void;
}): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const { id } = request;
  return (
    <ResumeDownload
      help={t('controls.resumeHelp')}
      facts={[
        { label: t('catalog.sku.code'), value: request.skuCode },
        { label: t('inventory.batch'), value: request.batch },
        { label: t('controls.exported'), value: format.number(request.exported), align: 'end' },
        { label: t('controls.units'), value: format.number(request.units), align: 'end', strong: true },
      ]}
      fileName="codes.csv"
      allow={async () => {
        await client.stockRequests.prepareExport.mutate({ id, isResumed: true });
        return {
          restFrom: (offset) => fetch(exportPath(id, offset), { method: 'POST', credentials: 'same-origin' }),
          takeWhole: () => beginDownload(id, 0),
        };
      }}
      refresh={() => queryClient.invalidateQueries({ queryKey: trpc.stockRequests.pathKey() })}
      onClose={onClose}
    />
  );
}
