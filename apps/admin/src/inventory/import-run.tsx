import { useFormat, useI18n, useT } from '@keyfall/i18n';
import { ProgressJob } from '@keyfall/ui';
import { useCan, useStepUp } from '@keyfall/web';
import { downloadFile, useToast } from '@keyfall/web/office';
import { Button, Group, Stack } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { ImportJob } from './import-page.tsx';
import { RejectTable } from './reject-table.tsx';

const TONES = {
  uploading: 'info',
  ready: 'info',
  running: 'info',
  done: 'success',
  failed: 'danger',
  cancelled: 'neutral',
} as const;

/** An import that runs or has run: how far it is, what came of it, and the rows it could not take. */
export function ImportRun({ job }: { readonly job: ImportJob }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const { lookUp } = useI18n();
  const running = job.state === 'ready' || job.state === 'running';
  const remaining = useRemainingSeconds(job, running);
  const failure = job.errorCode === null ? undefined : (lookUp(`errors:codes.${job.errorCode}`) ?? job.errorCode);
  return (
    <Stack gap="lg">
      <ProgressJob
        title={t('inventory.importOf', { file: job.fileName })}
        state={t(`common:states.import.${job.state}`)}
        tone={TONES[job.state]}
        running={running}
        done={job.linesDone}
        total={running ? undefined : job.linesDone}
        remainingSeconds={remaining}
        results={[
          { label: t('inventory.accepted'), value: format.number(job.accepted), tone: 'success' },
          { label: t('inventory.duplicates'), value: format.number(job.duplicates) },
          {
            label: t('inventory.rejected'),
            value: format.number(job.rejected),
            ...(job.rejected > 0 ? { tone: 'danger' as const } : {}),
          },
        ]}
        note={running ? t('inventory.canLeave') : (failure ?? t('inventory.resultStays'))}
      />
      {running ? null : <Rejects job={job} />}
      {running ? null : (
        <Group>
          <Button component="a" href={`/inventory?sku=${job.skuId}&open=${job.batchId}`}>
            {t('inventory.toBatch')}
          </Button>
          <Button component="a" href="/imports/new" variant="default">
            {t('inventory.another')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

interface Pace {
  readonly atMs: number;
  readonly bytes: number;
}

/** How long the rest takes at the pace seen since this page watches; unknown until enough was seen. */
function useRemainingSeconds(job: ImportJob, running: boolean): number | undefined {
  const first = useRef<Pace | undefined>(undefined);
  const [remaining, setRemaining] = useState<number | undefined>(undefined);
  useEffect(() => {
    if (!running) return;
    const now: Pace = { atMs: Date.now(), bytes: job.bytesDone };
    first.current ??= now;
    const { atMs, bytes } = first.current;
    const perMs = (now.bytes - bytes) / Math.max(1, now.atMs - atMs);
    setRemaining(perMs > 0 ? (job.sizeBytes - now.bytes) / perMs / 1_000 : undefined);
  }, [job.bytesDone, job.sizeBytes, running]);
  return remaining;
}

function Rejects({ job }: { readonly job: ImportJob }): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const can = useCan();
  const withStepUp = useStepUp();
  const hasRows = job.rejected + job.duplicates > 0;
  const query = useQuery({ ...trpc.inventory.importRejects.queryOptions({ id: job.id }), enabled: hasRows });
  const download = useMutation({
    mutationFn: () =>
      withStepUp(() =>
        downloadFile(`/uploads/imports/${job.id}/rejects.csv`, `${job.fileName.replace(/\.[^.]*$/, '')}.rejected.csv`),
      ),
    onError: toast.error,
  });
  if (!hasRows || query.data === undefined) return null;
  return (
    <RejectTable
      title={t('inventory.rejectedRows')}
      rows={query.data.map((row) => ({ line: row.line, reason: row.reason, text: row.excerpt }))}
      total={job.rejected + job.duplicates}
      action={
        can('inventory.import') ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDownload size={14} />}
            loading={download.isPending}
            onClick={() => download.mutate()}
          >
            {t('inventory.downloadRejects')}
          </Button>
        ) : undefined
      }
    />
  );
}
