import { useT } from '@keyfall/i18n';
import { PageHeader, Wizard } from '@keyfall/ui';
import { Loaded, NotFoundPage, StateLabel, isError, useTitle } from '@keyfall/web';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Inputs, Outputs } from '../api.ts';
import { useAdminSession } from '../session/use-admin-session.ts';
import { ImportPreview } from './import-preview.tsx';
import { ImportRun } from './import-run.tsx';
import { useImportSteps } from './import-steps.ts';
import { ResumeUpload } from './resume-upload.tsx';

export type ImportJob = Outputs['inventory']['imports']['items'][number];
export type FileOverride = NonNullable<Inputs['inventory']['previewImport']['override']>;

const WATCH_MS = 1_000;

/** One import: its preview before it runs, its progress while it runs, its result for good. */
export function ImportPage(): ReactNode {
  const { id = '' } = useParams({ strict: false }) as { readonly id?: string };
  const query = useQuery({
    ...trpc.inventory.imports.queryOptions({ id, limit: 1 }),
    refetchInterval: ({ state }) => {
      const job = state.data?.items[0];
      return job?.state === 'ready' || job?.state === 'running' ? WATCH_MS : false;
    },
  });
  return (
    <Loaded query={query}>
      {({ items }) => (items[0] === undefined ? <NotFoundPage homeHref="/imports" /> : <LoadedImport job={items[0]} />)}
    </Loaded>
  );
}

function LoadedImport({ job }: { readonly job: ImportJob }): ReactNode {
  const t = useT('admin');
  const steps = useImportSteps();
  useTitle(job.fileName, useAdminSession().tenant.name);
  const isOpen = job.state === 'uploading';
  return (
    <div className="form-page">
      <PageHeader
        title={job.fileName}
        state={<StateLabel of="import" state={job.state} />}
        description={<span className="mono">{job.skuCode}</span>}
        back={{ href: '/imports', label: t('nav.imports') }}
      />
      {isOpen ? (
        <PreviewSteps job={job} />
      ) : (
        <Wizard
          label={t('inventory.newImport')}
          current={3}
          onStep={() => undefined}
          canGoBack={false}
          steps={[
            { ...steps[0], content: null },
            { ...steps[1], content: null },
            { ...steps[2], content: null },
            { ...steps[3], content: <ImportRun job={job} /> },
          ]}
        />
      )}
    </div>
  );
}

/** Looks at an uploaded file, lets a person correct how it is read, and starts the import. */
function PreviewSteps({ job }: { readonly job: ImportJob }): ReactNode {
  const t = useT('admin');
  const steps = useImportSteps();
  const [override, setOverride] = useState<FileOverride>({});
  const look = useMutation({
    mutationFn: (corrected: FileOverride) =>
      client.inventory.previewImport.mutate({
        id: job.id,
        ...(Object.keys(corrected).length === 0 ? {} : { override: corrected }),
      }),
  });
  const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: trpc.inventory.pathKey() });
  const confirm = useMutation({
    mutationFn: () => {
      if (look.data === undefined) throw new Error('An import is confirmed with the profile that was shown.');
      return client.inventory.confirmImport.mutate({ id: job.id, profile: look.data.profile });
    },
    onSuccess: refresh,
  });
  const { mutate } = look;
  useEffect(() => mutate({}), [mutate]);
  const correct = (part: FileOverride): void => {
    const next = { ...override, ...part };
    setOverride(next);
    mutate(next);
  };
  const isIncomplete = isError(look.error, 'import_state_conflict') && look.data === undefined;
  const accepted = look.data?.accepted ?? 0;
  const current = isIncomplete ? 1 : 2;
  return (
    <Wizard
      label={t('inventory.newImport')}
      current={current}
      onStep={(next) => (next === 3 ? confirm.mutate() : undefined)}
      canGoBack={false}
      nextLabel={isIncomplete ? t('common:actions.next') : t('inventory.importCount', { count: accepted })}
      steps={[
        { ...steps[0], content: null },
        {
          ...steps[1],
          isComplete: false,
          content: isIncomplete ? <ResumeUpload job={job} onSent={() => mutate(override)} /> : null,
        },
        {
          ...steps[2],
          isComplete: look.data !== undefined && accepted > 0 && !look.isPending && !confirm.isPending,
          content: (
            <ImportPreview
              job={job}
              preview={look.data}
              looking={look.isPending}
              error={look.error ?? confirm.error}
              onRetry={() => mutate(override)}
              onCorrect={correct}
              onReset={() => {
                setOverride({});
                mutate({});
              }}
              isCorrected={Object.keys(override).length > 0}
              onCancelled={() => void refresh()}
            />
          ),
        },
        { ...steps[3], content: null },
      ]}
    />
  );
}
