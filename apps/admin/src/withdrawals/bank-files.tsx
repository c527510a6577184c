import { BANK_FILE_ENCODINGS } from '@keyfall/contracts/withdrawal-schemas';
import type { BankFileEncoding } from '@keyfall/contracts/withdrawal-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, DataTable, EmptyState, Money } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useCan, useErrorNotice, useKeysetPaging, useListTable, useStepUp } from '@keyfall/web';
import { saveBlob } from '@keyfall/web/office';
import { Button, NativeSelect, Stack } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';

type BankFile = Outputs['withdrawals']['files']['items'][number];

/** Files that banks are told by. */
export function BankFiles(): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const paging = useKeysetPaging('bank-files');
  const [wanted, setWanted] = useState<BankFile | undefined>(undefined);
  const query = useQuery({
    ...trpc.withdrawals.files.queryOptions(paging.input),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const columns = useColumns(can('withdrawals.submit') ? setWanted : undefined);
  return (
    <>
      <DataTable
        id="bank-files"
        label={t('withdrawals.views.files')}
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.fileNo}
        empty={<EmptyState title={t('withdrawals.files.emptyTitle')} description={t('withdrawals.files.emptyHelp')} />}
      />
      {wanted === undefined ? null : <DownloadDialog file={wanted} onClose={() => setWanted(undefined)} />}
    </>
  );
}

function DownloadDialog({ file, onClose }: { readonly file: BankFile; readonly onClose: () => void }): ReactNode {
  const t = useT('admin');
  const noticeOf = useErrorNotice();
  const withStepUp = useStepUp();
  const [encoding, setEncoding] = useState<BankFileEncoding>('utf8_bom');
  const download = useMutation({
    mutationFn: () => withStepUp(() => client.withdrawals.downloadFile.mutate({ fileId: file.id, encoding })),
    onSuccess: ({ fileName, contentBase64 }) => {
      const bytes = Uint8Array.from(atob(contentBase64), (character) => character.charCodeAt(0));
      // Bytes handed over as they are: in no address and no cache.
      saveBlob(new Blob([bytes], { type: 'text/csv' }), fileName);
      onClose();
    },
  });
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('withdrawals.files.downloadTitle')}
      description={
        <Stack gap="sm">
          <span>{t('withdrawals.files.downloadHelp')}</span>
          <NativeSelect
            label={t('withdrawals.files.encoding')}
            data={BANK_FILE_ENCODINGS.map((each) => ({
              value: each,
              label: t(`withdrawals.files.encodings.${each}`),
            }))}
            value={encoding}
            onChange={(event) => setEncoding(event.currentTarget.value === 'gb18030' ? 'gb18030' : 'utf8_bom')}
          />
        </Stack>
      }
      facts={[
        { label: t('withdrawals.files.file'), value: file.fileNo },
        { label: t('withdrawals.files.lines'), value: String(file.lines), align: 'end' },
        { label: t('withdrawals.files.total'), value: <Money {...file.total} />, align: 'end', strong: true },
      ]}
      confirmLabel={t('withdrawals.files.download')}
      busy={download.isPending}
      error={noticeOf(download.error)}
      onConfirm={() => download.mutate()}
    />
  );
}

function useColumns(onDownload: ((file: BankFile) => void) | undefined): readonly DataColumn<BankFile>[] {
  const t = useT('admin');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<BankFile>[] => [
      {
        id: 'file',
        header: t('withdrawals.files.file'),
        width: 150,
        cell: (row) => <span className="mono">{row.fileNo}</span>,
      },
      { id: 'account', header: t('withdrawals.files.account'), cell: (row) => row.accountName },
      {
        id: 'lines',
        header: t('withdrawals.files.lines'),
        align: 'end',
        width: 80,
        cell: (row) => format.number(row.lines),
      },
      {
        id: 'open',
        header: t('withdrawals.files.open'),
        align: 'end',
        width: 80,
        cell: (row) => format.number(row.open),
      },
      {
        id: 'total',
        header: t('withdrawals.files.total'),
        align: 'end',
        width: 130,
        cell: (row) => <Money {...row.total} />,
      },
      { id: 'by', header: t('withdrawals.files.by'), width: 140, cell: (row) => row.createdBy.name ?? '' },
      { id: 'created', header: t('common:labels.created'), width: 170, cell: (row) => format.dateTime(row.createdAt) },
      ...(onDownload === undefined
        ? []
        : [
            {
              id: 'download',
              header: t('common:labels.action'),
              width: 150,
              cell: (row: BankFile) => (
                <Button size="compact-sm" variant="default" onClick={() => onDownload(row)}>
                  {t('withdrawals.files.download')}
                </Button>
              ),
            },
          ]),
    ],
    [t, format, onDownload],
  );
}
