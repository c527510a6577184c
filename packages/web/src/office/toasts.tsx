import { useI18n, useT } from '@keyfall/i18n';
import { Notifications, notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { errorNotice } from '../errors/error-notice.ts';
import { StepUpCancelled } from '../errors/step-up-cancelled.ts';

const SHOWN_MS = 4_000;
/** An error stays long enough to be read and its request number copied. */
const ERROR_SHOWN_MS = 15_000;

/** Where toasts appear; once per app. */
export function Toasts(): ReactNode {
  return <Notifications position="bottom-right" limit={4} />;
}

export interface ToastActions {
  readonly success: (message: string) => void;
  /** An error in the reader's words with its request number; a cancelled step-up is silence. */
  readonly error: (error: unknown) => void;
}

/** `const toast = useToast(); useMutation({ …, onSuccess: () => toast.success(t('…')), onError: toast.error })` */
export function useToast(): ToastActions {
  const i18n = useI18n();
  const t = useT('common');
  return useMemo(
    () => ({
      success: (message) => {
        notifications.show({
          message,
          icon: <IconCheck size={16} aria-hidden />,
          color: 'teal',
          autoClose: SHOWN_MS,
          closeButtonProps: { 'aria-label': t('actions.close') },
        });
      },
      error: (error) => {
        if (error instanceof StepUpCancelled) return;
        const { title, description, requestId } = errorNotice(i18n, error);
        notifications.show({
          title,
          message: [description, requestId].filter((part) => part !== undefined).join(' · '),
          icon: <IconAlertTriangle size={16} aria-hidden />,
          color: 'red',
          autoClose: ERROR_SHOWN_MS,
          closeButtonProps: { 'aria-label': t('actions.close') },
        });
      },
    }),
    [i18n, t],
  );
}
