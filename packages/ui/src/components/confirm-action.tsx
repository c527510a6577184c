import { Button, getDefaultZIndex, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useUi } from '../environment/ui-environment.tsx';
import { ErrorState } from './error-state.tsx';
import type { ErrorNotice } from './error-state.tsx';
import { KeyValueList } from './key-value-list.tsx';
import type { KeyValue } from './key-value-list.tsx';
import { TotpField } from './totp-field.tsx';
import classes from './confirm-action.module.css';

export interface Confirmation {
  /** Present when a step-up was asked for: six digits. */
  readonly totp?: string;
  readonly reason?: string;
}

export interface ConfirmActionProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What will happen, in one or two sentences. */
  readonly description?: ReactNode;
  /** Exactly what will be signed: amount, payee, fee, … */
  readonly facts?: readonly KeyValue[];
  /** The verb on the button: “Refund ¥30.00”, never “OK”. */
  readonly confirmLabel: string;
  readonly danger?: boolean;
  readonly withTotp?: boolean;
  readonly reason?: 'none' | 'optional' | 'required';
  /** Runs the act; the dialog shows that it is busy and stays open. Close it by `onClose` when the act is done. */
  readonly onConfirm: (confirmation: Confirmation) => void;
  /** False while what the description asks for is incomplete. */
  readonly canConfirm?: boolean;
  readonly busy?: boolean;
  readonly error?: ErrorNotice | undefined;
  /** Lies over other dialogs and panels, wherever in the page those are. */
  readonly onTop?: boolean;
}

const REASON_LENGTH_MAX = 500;

/** Asks once more before something destructive or money-moving: shows what will be signed, asks for the step-up. */
export function ConfirmAction(props: ConfirmActionProps): ReactNode {
  const { labels } = useUi();
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      centered
      size={460}
      {...(props.onTop === true ? { zIndex: getDefaultZIndex('popover') } : {})}
      closeButtonProps={{ 'aria-label': labels.close }}
      classNames={{ title: classes['title'] ?? '' }}
    >
      {props.opened ? <ConfirmBody {...props} /> : null}
    </Modal>
  );
}

function ConfirmBody(props: ConfirmActionProps): ReactNode {
  const { labels } = useUi();
  const [totp, setTotp] = useState('');
  const [reason, setReason] = useState('');
  const asksReason = props.reason ?? 'none';
  const asksInput = asksReason !== 'none' || props.withTotp === true;
  const isReady =
    props.canConfirm !== false &&
    (props.withTotp !== true || /^\d{6}$/.test(totp)) &&
    (asksReason !== 'required' || reason.trim() !== '');
  const submit = (event: React.FormEvent): void => {
    event.preventDefault();
    if (!isReady || props.busy === true) return;
    props.onConfirm({
      ...(props.withTotp === true ? { totp } : {}),
      ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {props.description === undefined ? null : <div className={classes['description']}>{props.description}</div>}
        {props.facts === undefined ? null : (
          <div className={classes['facts']}>
            <KeyValueList items={props.facts} />
          </div>
        )}
        {asksReason === 'none' ? null : (
          <Textarea
            label={labels.reason}
            description={labels.reasonHelp}
            required={asksReason === 'required'}
            maxLength={REASON_LENGTH_MAX}
            minRows={2}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        {props.withTotp === true ? (
          <TotpField value={totp} onChange={setTotp} initialFocus={asksReason === 'none'} />
        ) : null}
        {props.error === undefined ? null : <ErrorState compact error={props.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={props.onClose} data-autofocus={asksInput ? undefined : true}>
            {labels.cancel}
          </Button>
          <Button
            type="submit"
            color={props.danger === true ? 'red' : 'accent'}
            disabled={!isReady}
            loading={props.busy === true}
          >
            {props.confirmLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
