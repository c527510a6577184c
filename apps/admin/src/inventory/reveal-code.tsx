import { useT } from '@keyfall/i18n';
import { CodeText, ConfirmAction, KeyValueList } from '@keyfall/ui';
import { isError, useErrorNotice, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import type { CodeRow } from './codes-page.tsx';

type OpenCode = Outputs['inventory']['reveal'];

/** Opens a code for staff: a reason, a fresh second factor, and a record that stays. */
export function RevealCode(props: { readonly code: CodeRow | undefined; readonly onClose: () => void }): ReactNode {
  const { code, onClose } = props;
  const t = useT('admin');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const withStepUp = useStepUp();
  const [shown, setShown] = useState<OpenCode | undefined>(undefined);
  const reveal = useMutation({
    mutationFn: (input: { codeId: string; reason: string }) => withStepUp(() => client.inventory.reveal.mutate(input)),
    onSuccess: async (opened) => {
      setShown(opened);
      onClose();
      await queryClient.invalidateQueries({ queryKey: trpc.inventory.codes.queryKey() });
    },
  });
  const ask = useMutation({
    mutationFn: (input: { codeId: string; reason: string }) =>
      withStepUp(() => client.stockRequests.requestReveal.mutate(input)),
    onSuccess: async () => {
      toast.success(t('controls.revealAsked'));
      reveal.reset();
      onClose();
      await queryClient.invalidateQueries({ queryKey: trpc.stockRequests.pathKey() });
    },
  });
  // Beyond what one person may open a day the same dialog asks for a second one.
  const needsSecond = isError(reveal.error, 'reveal_quota_exceeded');
  const act = needsSecond ? ask : reveal;
  return (
    <>
      <ConfirmAction
        opened={code !== undefined}
        onClose={() => {
          reveal.reset();
          ask.reset();
          onClose();
        }}
        title={t(needsSecond ? 'controls.askReveal' : 'inventory.revealTitle')}
        description={t(needsSecond ? 'controls.askRevealHelp' : 'inventory.revealHelp')}
        facts={[
          { label: t('inventory.masked'), value: <span className="mono">{code?.mask}</span> },
          { label: t('catalog.sku.code'), value: code?.skuCode },
          { label: t('inventory.order'), value: code?.orderNo },
        ]}
        reason="required"
        confirmLabel={t(needsSecond ? 'controls.askReveal' : 'common:actions.reveal')}
        busy={act.isPending}
        error={noticeOf(act.error)}
        onConfirm={({ reason = '' }) => (code === undefined ? undefined : act.mutate({ codeId: code.id, reason }))}
      />
      <Modal
        opened={shown !== undefined}
        onClose={() => setShown(undefined)}
        title={t('inventory.revealedTitle')}
        centered
        closeButtonProps={{ 'aria-label': t('common:actions.close') }}
      >
        {shown === undefined ? null : <OpenCodeView code={shown} />}
      </Modal>
    </>
  );
}

function OpenCodeView({ code }: { readonly code: OpenCode }): ReactNode {
  const t = useT('admin');
  const parts = (['number', 'secret', 'link', 'password'] as const).flatMap((part) => {
    const value = code[part];
    return value === null
      ? []
      : [
          {
            label: t(`inventory.parts.${part}`),
            value: <CodeText value={value} label={t(`inventory.parts.${part}`)} />,
          },
        ];
  });
  return <KeyValueList items={parts} />;
}
