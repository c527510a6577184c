import { useFormat, useI18n, useT } from '@keyfall/i18n';
import { ErrorState, FileDrop, PageHeader, StatCard, StatGrid } from '@keyfall/ui';
import { useErrorNotice, useTitle } from '@keyfall/web';
import { Button, Group, Stack } from '@mantine/core';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { useAdminSession } from '../session/use-admin-session.ts';

type Result = Outputs['catalog']['importCsv'];

const BYTES_MAX = 900_000;

/** Reads the file as UTF-8, or as GB18030 where it is no UTF-8 (a list saved by a Chinese spreadsheet). */
async function readText(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** Products and SKUs from a CSV: what is new is made, what exists is changed, bad lines are named. */
export function CatalogImportPage(): ReactNode {
  const t = useT('admin');
  const noticeOf = useErrorNotice();
  useTitle(t('catalog.importCsv'), useAdminSession().tenant.name);
  const [file, setFile] = useState<File | undefined>(undefined);
  const run = useMutation({
    mutationFn: async (chosen: File) => await client.catalog.importCsv.mutate({ text: await readText(chosen) }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.catalog.pathKey() }),
  });
  const notice = noticeOf(run.error);
  return (
    <div className="form-page">
      <PageHeader
        title={t('catalog.importCsv')}
        description={t('catalog.importHelp')}
        back={{ href: '/catalog', label: t('nav.catalog') }}
      />
      <Stack gap="md">
        <FileDrop
          label={t('catalog.csvFile')}
          help={t('catalog.csvHelp')}
          endings={['.csv', '.txt']}
          bytesMax={BYTES_MAX}
          file={file}
          onFile={(chosen) => {
            setFile(chosen);
            run.reset();
          }}
        />
        {notice === undefined ? null : <ErrorState compact error={notice} />}
        {run.data === undefined ? (
          <Group justify="flex-end">
            <Button
              disabled={file === undefined}
              loading={run.isPending}
              onClick={() => (file === undefined ? undefined : run.mutate(file))}
            >
              {t('common:actions.import')}
            </Button>
          </Group>
        ) : (
          <ImportResult result={run.data} fileName={file?.name ?? 'catalog.csv'} />
        )}
      </Stack>
    </div>
  );
}

function ImportResult({ result, fileName }: { readonly result: Result; readonly fileName: string }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const { lookUp } = useI18n();
  const reasonOf = (reason: string): string =>
    lookUp(`admin:catalog.rejectReasons.${reason}`) ?? lookUp(`errors:codes.${reason}`) ?? reason;
  const download = (): void => {
    const lines = result.rejected.map(({ line, column, reason }) => `${line},${column ?? ''},${reason}`);
    const url = URL.createObjectURL(new Blob([['line,column,reason', ...lines].join('\r\n')], { type: 'text/csv' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${fileName.replace(/\.[^.]*$/, '')}.rejected.csv`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <section aria-label={t('catalog.importResult')} aria-live="polite">
      <StatGrid>
        <StatCard
          label={t('nav.categories')}
          value={format.number(result.categories)}
          comparison={t('catalog.madeNew')}
        />
        <StatCard
          label={t('catalog.products')}
          value={format.number(result.products)}
          comparison={t('catalog.madeNew')}
        />
        <StatCard label={t('catalog.skus')} value={format.number(result.skus)} comparison={t('catalog.madeNew')} />
        <StatCard
          label={t('catalog.updated')}
          value={format.number(result.updated)}
          comparison={t('catalog.updatedHelp')}
        />
        <StatCard
          label={t('catalog.rejected')}
          value={format.number(result.rejected.length)}
          tone={result.rejected.length > 0 ? 'danger' : 'success'}
          comparison={t(result.rejected.length > 0 ? 'catalog.rejectedHelp' : 'catalog.noneRejected')}
        />
      </StatGrid>
      {result.rejected.length === 0 ? null : (
        <div className="panel-card" style={{ marginTop: 16 }}>
          <Group justify="space-between" mb="sm">
            <h2 style={{ margin: 0 }}>{t('catalog.rejectedLines')}</h2>
            <Button variant="default" size="xs" onClick={download}>
              {t('common:actions.download')}
            </Button>
          </Group>
          <div className="scroll-x">
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">{t('catalog.line')}</th>
                  <th scope="col">{t('catalog.column')}</th>
                  <th scope="col">{t('common:labels.reason')}</th>
                </tr>
              </thead>
              <tbody>
                {result.rejected.slice(0, 200).map((row) => (
                  <tr key={`${row.line}:${row.column ?? ''}:${row.reason}`}>
                    <td>{format.number(row.line)}</td>
                    <td className="mono">{row.column ?? ''}</td>
                    <td>{reasonOf(row.reason)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
      )}
      <Group mt="md">
        <Button component="a" href="/catalog">
          {t('catalog.toCatalog')}
        </Button>
      </Group>
    </section>
  );
}
