import type { DistributorId } from '@keyfall/contracts';
import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, ErrorState, KeyValueList } from '@keyfall/ui';
import { useErrorNotice } from '@keyfall/web';
import { useAct } from '@keyfall/web/office';
import { Alert, Button, Group, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { DistributorPicker } from '../parts/distributor-picker.tsx';
import type { Distributor } from './distributor-panel.tsx';
import { refreshDistributors } from './refresh-distributors.ts';

type Preview = Outputs['tree']['previewMove'];

/** Chooses a new place, shows what moving there changes, and moves once that was signed. */
export function MoveForm(props: { readonly distributor: Distributor; readonly onDone: () => void }): ReactNode {
  const { distributor, onDone } = props;
  const t = useT('admin');
  const noticeOf = useErrorNotice();
  const [parentId, setParentId] = useState<string | undefined>(undefined);
  const [asking, setAsking] = useState(false);
  const isSame = parentId !== undefined && parentId === distributor.parentId;
  const preview = useQuery({
    ...trpc.tree.previewMove.queryOptions({ id: distributor.id, parentId: (parentId ?? '') as DistributorId }),
    enabled: parentId !== undefined && !isSame,
    retry: false,
  });
  const notice = noticeOf(preview.error);
  return (
    <Stack gap="md">
      <p className="quiet small">{t('tree.move.help')}</p>
      <DistributorPicker label={t('tree.move.to')} required value={parentId} onChange={setParentId} />
      {isSame ? <Alert color="gray">{t('tree.move.sameThere')}</Alert> : null}
      {preview.isLoading ? <Skeleton height={160} /> : null}
      {notice === undefined || isSame ? null : <ErrorState compact error={notice} />}
      {preview.data === undefined || isSame ? null : <WhatChanges preview={preview.data} />}
      <Group gap="xs">
        <Button disabled={preview.data === undefined || isSame} onClick={() => setAsking(true)}>
          {t('tree.move.act')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('common:actions.cancel')}
        </Button>
      </Group>
      {asking && preview.data !== undefined && parentId !== undefined ? (
        <Confirmation
          distributor={distributor}
          parentId={parentId as DistributorId}
          preview={preview.data}
          onClose={() => setAsking(false)}
          onMoved={onDone}
        />
      ) : null}
    </Stack>
  );
}

function useFacts(preview: Preview) {
  const t = useT('admin');
  const format = useFormat();
  return [
    { label: t('tree.move.from'), value: preview.from },
    { label: t('tree.move.newPlace'), value: preview.to },
    { label: t('tree.move.distributors'), value: format.number(preview.distributors), align: 'end' as const },
    { label: t('tree.move.shops'), value: format.number(preview.shops), align: 'end' as const },
    {
      label: t('tree.move.depth'),
      value: t('tree.move.depthOf', { depth: preview.depth, max: preview.depthMax }),
      align: 'end' as const,
    },
    { label: t('tree.move.dearer'), value: format.number(preview.dearer), align: 'end' as const },
    { label: t('tree.move.cheaper'), value: format.number(preview.cheaper), align: 'end' as const },
    { label: t('tree.move.lost'), value: format.number(preview.lost), align: 'end' as const },
  ];
}

function WhatChanges({ preview }: { readonly preview: Preview }): ReactNode {
  const t = useT('admin');
  const facts = useFacts(preview);
  return (
    <Stack gap="sm">
      <KeyValueList items={facts} />
      {preview.lost === 0 ? null : <Alert color="yellow">{t('tree.move.lostHelp')}</Alert>}
      {preview.examples.length === 0 ? null : (
        <div className="scroll-x">
          <table className="plain-table" aria-label={t('tree.move.examples')}>
            <thead>
              <tr>
                <th scope="col">{t('tree.move.sku')}</th>
                <th scope="col" data-align="end">
                  {t('tree.move.before')}
                </th>
                <th scope="col" data-align="end">
                  {t('tree.move.after')}
                </th>
              </tr>
            </thead>
            <tbody>
              {preview.examples.map((example) => (
                <tr key={example.skuCode}>
                  <td className="mono">{example.skuCode}</td>
                  <td data-align="end">{example.before ?? t('tree.move.noPrice')}</td>
                  <td data-align="end">{example.after ?? t('tree.move.noPrice')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Stack>
  );
}

interface ConfirmationProps {
  readonly distributor: Distributor;
  readonly parentId: DistributorId;
  readonly preview: Preview;
  readonly onClose: () => void;
  readonly onMoved: () => void;
}

function Confirmation({ distributor, parentId, preview, onClose, onMoved }: ConfirmationProps): ReactNode {
  const t = useT('admin');
  const facts = useFacts(preview);
  const { run, ...state } = useAct(
    (reason: string) => client.tree.move.mutate({ id: distributor.id, parentId, reason }),
    {
      said: t('common:messages.saved'),
      onDone: () => {
        onClose();
        onMoved();
      },
      refresh: refreshDistributors,
    },
  );
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('tree.move.title', { name: distributor.name })}
      description={t('tree.move.help')}
      facts={facts}
      reason="required"
      confirmLabel={t('tree.move.act')}
      {...state}
      onConfirm={({ reason = '' }) => run(reason)}
    />
  );
}
