import type { IssuerInvoiceDetailDto } from '@keyfall/contracts/invoice-schemas';
import { useT } from '@keyfall/i18n';
import { ConfirmAction, PanelSection } from '@keyfall/ui';
import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useErrorNotice } from '../../errors/error-notice.ts';
import { useMoneyText } from '../../page/money-text.ts';
import { useToast } from '../toasts.tsx';
import { SALES_KEY, type InvoiceSalesApi } from './invoice-sales-api.ts';

interface ActsProps {
  readonly api: InvoiceSalesApi;
  readonly invoice: IssuerInvoiceDetailDto;
}

/** What whoever issues may do with it now, or what is missing. */
export function InvoiceActs({ api, invoice }: ActsProps): ReactNode {
  const t = useT('documents');
  const [dialog, setDialog] = useState<'issue' | 'refuse' | 'void'>();
  const { state, toSign } = invoice;
  if (!api.canIssue || state === 'void' || state === 'refused') return null;
  const close = (): void => setDialog(undefined);
  return (
    <PanelSection>
      {state === 'requested' && toSign === null ? (
        <p style={{ margin: '0 0 12px' }}>{t('invoices.cannotIssue')}</p>
      ) : null}
      <Group gap="xs">
        {state === 'requested' ? (
          <>
            <Button disabled={toSign === null} onClick={() => setDialog('issue')}>
              {t('invoices.issue')}
            </Button>
            <Button variant="default" onClick={() => setDialog('refuse')}>
              {t('invoices.refuse')}
            </Button>
          </>
        ) : (
          <Button variant="default" onClick={() => setDialog('void')}>
            {t('invoices.void')}
          </Button>
        )}
      </Group>
      {dialog === 'issue' ? <IssueDialog api={api} invoice={invoice} onClose={close} /> : null}
      {dialog === 'refuse' || dialog === 'void' ? (
        <EndDialog api={api} invoice={invoice} act={dialog} onClose={close} />
      ) : null}
    </PanelSection>
  );
}

interface DialogProps extends ActsProps {
  readonly onClose: () => void;
}

function useAct<Input>(act: (input: Input) => Promise<unknown>, said: string, onClose: () => void) {
  const toast = useToast();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => {
      toast.success(said);
      onClose();
    },
    // Also after a refusal: the figures, or the state, are others by now.
    onSettled: () => queries.invalidateQueries({ queryKey: [SALES_KEY] }),
  });
}

function IssueDialog({ api, invoice, onClose }: DialogProps): ReactNode {
  const t = useT('documents');
  const noticeOf = useErrorNotice();
  const moneyText = useMoneyText();
  const issue = useAct(api.issue, t('invoices.issuedNow'), onClose);
  const { toSign } = invoice;
  if (toSign === null) return null;
  const { amount, taxAmount, taxRate } = toSign;
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('invoices.issueTitle')}
      description={t('invoices.issueHelp')}
      facts={[
        { label: t('invoices.titleField'), value: invoice.title },
        { label: t('invoices.kind'), value: t(`invoices.kinds.${invoice.kind}`) },
        { label: t('invoice.tax', { rate: taxRate }), value: moneyText(taxAmount), align: 'end' },
        { label: t('common:labels.amount'), value: moneyText(amount), align: 'end', strong: true },
      ]}
      confirmLabel={t('invoices.issueNow', { amount: moneyText(amount) })}
      busy={issue.isPending}
      error={noticeOf(issue.error)}
      onConfirm={() => issue.mutate({ invoiceId: invoice.id, signed: { amount, taxAmount } })}
    />
  );
}

function EndDialog({ api, invoice, act, onClose }: DialogProps & { readonly act: 'refuse' | 'void' }): ReactNode {
  const t = useT('documents');
  const noticeOf = useErrorNotice();
  const isVoid = act === 'void';
  const end = useAct(isVoid ? api.voidIt : api.refuse, t(isVoid ? 'invoices.voidNow' : 'invoices.refusedNow'), onClose);
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t(isVoid ? 'invoices.voidTitle' : 'invoices.refuseTitle')}
      description={t(isVoid ? 'invoices.voidHelp' : 'invoices.refuseHelp')}
      confirmLabel={t(isVoid ? 'invoices.void' : 'invoices.refuse')}
      danger
      reason="required"
      busy={end.isPending}
      error={noticeOf(end.error)}
      onConfirm={({ reason = '' }) => end.mutate({ invoiceId: invoice.id, reason })}
    />
  );
}
