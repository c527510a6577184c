import { useFormat, useI18n, useT } from '@keyfall/i18n';
import { ErrorState, StatCard, StatGrid } from '@keyfall/ui';
import { useErrorNotice } from '@keyfall/web';
import { Alert, Group, Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Outputs } from '../api.ts';
import { CancelImport } from './cancel-import.tsx';
import { FileReading } from './file-reading.tsx';
import type { FileOverride, ImportJob } from './import-page.tsx';
import { RejectTable } from './reject-table.tsx';

export type Preview = Outputs['inventory']['previewImport'];

export interface ImportPreviewProps {
  readonly job: ImportJob;
  /** Undefined while the file is read for the first time. */
  readonly preview: Preview | undefined;
  readonly looking: boolean;
  readonly error: unknown;
  readonly onRetry: () => void;
  /** A person says how the file is to be read. */
  readonly onCorrect: (part: FileOverride) => void;
  readonly onReset: () => void;
  readonly isCorrected: boolean;
  readonly onCancelled: () => void;
}

/** What an import would do with the file, before anything is done: how it is read, counts, first rows, rejects. */
export function ImportPreview(props: ImportPreviewProps): ReactNode {
  const { job, preview, looking } = props;
  const t = useT('admin');
  const noticeOf = useErrorNotice();
  const notice = noticeOf(props.error);
  return (
    <Stack gap="lg">
      {notice === undefined ? null : <ErrorState compact error={notice} onRetry={props.onRetry} />}
      {preview === undefined ? (
        looking ? (
          <Stack gap="sm" aria-busy="true">
            <output>{t('inventory.reading')}</output>
            <Skeleton height={72} />
            <Skeleton height={160} />
          </Stack>
        ) : null
      ) : (
        <>
          <FileReading
            profile={preview.profile}
            busy={looking}
            onCorrect={props.onCorrect}
            onReset={props.onReset}
            isCorrected={props.isCorrected}
          />
          <Counts preview={preview} />
          <FirstRows preview={preview} />
          {preview.ignoredColumns.length === 0 ? null : (
            <Alert color="gray">{t('inventory.ignoredColumns', { names: preview.ignoredColumns.join(', ') })}</Alert>
          )}
          {preview.rejects.length === 0 ? null : (
            <RejectTable
              title={t('inventory.wouldReject')}
              rows={preview.rejects.map((row) => ({ line: row.line, reason: row.reason, text: row.mask }))}
              total={preview.rejected}
            />
          )}
        </>
      )}
      <Group>
        <CancelImport job={job} />
      </Group>
    </Stack>
  );
}

function Counts({ preview }: { readonly preview: Preview }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  return (
    <StatGrid>
      <StatCard
        label={t('inventory.wouldAccept')}
        value={format.number(preview.accepted)}
        tone="success"
        comparison={t('inventory.wouldAcceptHelp')}
      />
      <StatCard
        label={t('inventory.duplicates')}
        value={format.number(preview.duplicates)}
        comparison={t('inventory.duplicatesInFile')}
      />
      <StatCard
        label={t('inventory.rejected')}
        value={format.number(preview.rejected)}
        tone={preview.rejected > 0 ? 'danger' : 'neutral'}
        comparison={t(preview.rejected > 0 ? 'inventory.rejectedKept' : 'inventory.noneRejected')}
      />
    </StatGrid>
  );
}

function FirstRows({ preview }: { readonly preview: Preview }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const { lookUp } = useI18n();
  return (
    <section className="panel-card" aria-label={t('inventory.firstRows')}>
      <h2>{t('inventory.firstRows')}</h2>
      {preview.firstRows.length === 0 ? (
        <p className="quiet">{t('inventory.noRows')}</p>
      ) : (
        <div className="scroll-x">
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t('catalog.line')}</th>
                <th scope="col">{t('inventory.masked')}</th>
                <th scope="col">{t('inventory.content')}</th>
                <th scope="col">{t('inventory.faceValue')}</th>
                <th scope="col">{t('inventory.expiresAt')}</th>
              </tr>
            </thead>
            <tbody>
              {preview.firstRows.map((row) => (
                <tr key={row.line}>
                  <td>{format.number(row.line)}</td>
                  <td className="mono">{row.mask}</td>
                  <td>{lookUp(`admin:inventory.contents.${row.kind}`) ?? row.kind}</td>
                  <td>{row.faceValue ?? ''}</td>
                  <td>{row.expiresAt === null ? '' : format.dateTime(row.expiresAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
