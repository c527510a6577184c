import { useFormat, useT } from '@keyfall/i18n';
import { ErrorState, FileDrop } from '@keyfall/ui';
import { useErrorNotice } from '@keyfall/web';
import { Alert, Button, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { CancelImport } from './cancel-import.tsx';
import type { ImportJob } from './import-page.tsx';
import { UploadProgress } from './import-start-page.tsx';
import { forgetUpload, piecesSent, uploadCodeFile } from './upload-code-file.ts';
import type { UploadState } from './upload-code-file.ts';

/** An upload that was interrupted: choose the same file and it goes on where it stopped. */
export function ResumeUpload({ job, onSent }: { readonly job: ImportJob; readonly onSent: () => void }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const noticeOf = useErrorNotice();
  const [file, setFile] = useState<File | undefined>(undefined);
  const [state, setState] = useState<UploadState | undefined>(undefined);
  const stop = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => stop.current?.abort(), []);
  const send = useMutation({
    mutationFn: async (chosen: File) => {
      stop.current = new AbortController();
      await uploadCodeFile(job.id, chosen, { onProgress: setState, signal: stop.current.signal });
    },
    onSuccess: () => {
      // If the server still misses a piece, the next try sends all of them.
      forgetUpload(job.id);
      onSent();
    },
  });
  const isOther = file !== undefined && file.size !== job.sizeBytes;
  const notice = noticeOf(send.error);
  return (
    <Stack gap="md">
      <Alert color="yellow" title={t('inventory.incompleteTitle')}>
        {t('inventory.incompleteHelp', { name: job.fileName, size: format.bytes(job.sizeBytes) })}
      </Alert>
      <FileDrop
        label={t('inventory.codeFile')}
        help={piecesSent(job.id) > 0 ? t('inventory.resumesFrom') : t('inventory.startsOver')}
        endings={[]}
        bytesMax={job.sizeBytes}
        file={file}
        onFile={setFile}
        {...(isOther ? { error: t('inventory.otherFile') } : {})}
      />
      {state === undefined ? null : <UploadProgress fileName={job.fileName} state={state} />}
      {notice === undefined ? null : <ErrorState compact error={notice} />}
      <Group justify="space-between">
        <CancelImport job={job} />
        <Button
          disabled={file === undefined || isOther}
          loading={send.isPending}
          onClick={() => (file === undefined ? undefined : send.mutate(file))}
        >
          {t('inventory.goOn')}
        </Button>
      </Group>
    </Stack>
  );
}
