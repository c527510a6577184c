import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, FileDrop } from '@keyfall/ui';
import { HttpError, useErrorNotice, useStepUp } from '@keyfall/web';
import { Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { saveBlob } from '../parts/download-file.ts';
import { beginDownload, exportPath } from './begin-download.ts';

type Request = Outputs['stockRequests']['exports']['items'][number];

const FILE_BYTES_MAX = 1024 ** 3;

/** Goes on with a download that broke off: behind the part one has, or with the same file from its beginning. */
export function ResumeExport({
  request,
  onClose,
}: {
  readonly request: Request;
  readonly onClose: () => void;
}): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const noticeOf = useErrorNotice();
  const withStepUp = useStepUp();
  const [part, setPart] = useState<File | undefined>(undefined);
  const goOn = useMutation({
    mutationFn: () =>
      withStepUp(async () => {
        await client.stockRequests.prepareExport.mutate({ id: request.id, isResumed: true });
        if (part !== undefined) saveBlob(new Blob([part, await fetchRest(request.id, part.size)]), 'codes.csv');
      }),
    onSuccess: async () => {
      onClose();
      if (part === undefined) beginDownload(request.id, 0);
      await queryClient.invalidateQueries({ queryKey: trpc.stockRequests.pathKey() });
    },
  });
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('controls.resumeTitle')}
      description={
        <Stack gap="md">
          {t('controls.resumeHelp')}
          <FileDrop
            label={t('controls.brokenFile')}
            help={t('controls.brokenFileHelp')}
            endings={[]}
            bytesMax={FILE_BYTES_MAX}
            file={part}
            onFile={setPart}
          />
        </Stack>
      }
      facts={[
        { label: t('catalog.sku.code'), value: request.skuCode },
        { label: t('inventory.batch'), value: request.batch },
        { label: t('controls.exported'), value: format.number(request.exported), align: 'end' },
        { label: t('controls.units'), value: format.number(request.units), align: 'end', strong: true },
      ]}
      confirmLabel={t(part === undefined ? 'controls.resumeWhole' : 'controls.resumeRest')}
      busy={goOn.isPending}
      error={noticeOf(goOn.error)}
      onConfirm={() => goOn.mutate()}
    />
  );
}

/** What of the file is behind so many bytes. @throws HttpError */
async function fetchRest(id: string, offset: number): Promise<Blob> {
  const answer = await fetch(exportPath(id, offset), { method: 'POST', credentials: 'same-origin' });
  if (answer.ok) return await answer.blob();
  const refusal: unknown = await answer.json().catch(() => undefined);
  throw new HttpError(answer.status, refusal);
}
