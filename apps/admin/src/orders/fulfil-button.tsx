import type { OrderDetailDto } from '@keyfall/contracts/order-schemas';
import { useT } from '@keyfall/i18n';
import { ErrorState } from '@keyfall/ui';
import { useErrorNotice } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import { WholeField } from '../parts/typed-fields.tsx';
import { refreshOrders } from './refresh-orders.ts';

export interface FulfilButtonProps {
  readonly orderNo: string;
  readonly line: OrderDetailDto['lines'][number];
  /** Units that are still to be credited. */
  readonly open: number;
}

/** Says that a top-up was credited by hand, with what proves it. */
export function FulfilButton({ orderNo, line, open }: FulfilButtonProps): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const [opened, setOpened] = useState(false);
  const [units, setUnits] = useState(String(open));
  const [evidence, setEvidence] = useState('');
  const count = /^\d{1,6}$/.test(units) ? Number(units) : 0;
  const isRight = count >= 1 && count <= open && evidence.trim() !== '';
  const run = useMutation({
    mutationFn: () =>
      client.orders.fulfil.mutate({ orderNo, line: line.line, units: count, evidence: evidence.trim() }),
    onSuccess: async () => {
      setOpened(false);
      toast.success(t('orders.fulfilled'));
      await refreshOrders();
    },
  });
  const notice = noticeOf(run.error);
  return (
    <>
      <Button mt="xs" size="xs" onClick={() => setOpened(true)}>
        {t('orders.fulfil')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('orders.fulfil')}
        centered
        closeButtonProps={{ 'aria-label': t('common:actions.close') }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (isRight) run.mutate();
          }}
        >
          <Stack gap="md">
            <p className="quiet" style={{ margin: 0 }}>
              {t('orders.fulfilHelp')}
            </p>
            <WholeField
              label={t('orders.units')}
              description={t('orders.unitsOpen', { count: open })}
              value={units}
              onChange={(event) => setUnits(event.currentTarget.value)}
            />
            <Textarea
              label={t('orders.evidence')}
              description={t('orders.evidenceHelp')}
              required
              maxLength={1_000}
              value={evidence}
              onChange={(event) => setEvidence(event.currentTarget.value)}
            />
            {notice === undefined ? null : <ErrorState compact error={notice} />}
            <Group justify="flex-end">
              <Button type="submit" loading={run.isPending} disabled={!isRight}>
                {t('orders.fulfil')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
