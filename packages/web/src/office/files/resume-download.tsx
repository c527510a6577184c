import { useT } from '@keyfall/i18n';
import { ConfirmAction, FileDrop } from '@keyfall/ui';
import type { KeyValue } from '@keyfall/ui';
import { Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useErrorNotice } from '../../errors/error-notice.ts';
import { useStepUp } from '../../widgets/step-up.tsx';
import { completeFile } from './complete-file.ts';
import { saveBlob } from './save-file.ts';

const FILE_BYTES_MAX = 1024 ** 3;

/** A download that may be taken now. */
export interface AllowedDownload {
  /** Fetches the file behind so many bytes. */
  readonly restFrom: (offset: number) => Promise<Response>;
  /** Has the browser take it from the beginning. */
  readonly takeWhole: () => void;
}

export interface ResumeDownloadProps {
  readonly help: string;
  readonly facts: readonly KeyValue[];
  readonly fileName: string;
  /** Has the server allow it once more; asks for the second factor where the server wants it. */
  readonly allow: () => Promise<AllowedDownload>;
  /** Brings anew what lists the downloads. */
  readonly refresh: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Goes on with a download that broke off: behind the part one has, or with the same file from its beginning. */
export function ResumeDownload(props: ResumeDownloadProps): ReactNode {
  const { help, facts, fileName, allow, refresh, onClose } = props;
  const t = useT('common');
  const noticeOf = useErrorNotice();
  const withStepUp = useStepUp();
  const [part, setPart] = useState<File | undefined>(undefined);
  const goOn = useMutation({
    mutationFn: async () => {
      const { restFrom, takeWhole } = await withStepUp(allow);
      if (part === undefined) {
        takeWhole();
        return true;
      }
      const whole = await completeFile(part, restFrom);
      if (whole !== undefined) saveBlob(whole, fileName);
      return whole !== undefined;
    },
    onSuccess: async (isTaken) => {
      if (isTaken) onClose();
      await refresh();
    },
  });
  const choose = (file: File | undefined): void => {
    goOn.reset();
    setPart(file);
  };
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('resume.title')}
      description={
        <Stack gap="md">
          {help}
          <FileDrop
            label={t('resume.part')}
            help={t('resume.partHelp')}
            endings={[]}
            bytesMax={FILE_BYTES_MAX}
            file={part}
            onFile={choose}
            {...(goOn.data === false ? { error: t('resume.differs') } : {})}
          />
        </Stack>
      }
      facts={facts}
      confirmLabel={t(part === undefined ? 'resume.whole' : 'resume.rest')}
      busy={goOn.isPending}
      error={noticeOf(goOn.error)}
      onConfirm={() => goOn.mutate()}
    />
  );
}
