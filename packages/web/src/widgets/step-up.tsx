import { useT } from '@keyfall/i18n';
import { ConfirmAction, PasswordField } from '@keyfall/ui';
import { createContext, use, useCallback, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { isError } from '../errors/client-error.ts';
import { useErrorNotice } from '../errors/error-notice.ts';
import { StepUpCancelled } from '../errors/step-up-cancelled.ts';

/** Runs an act; when the server asks for a fresh second factor, asks the person, steps up and runs it again. */
export type RunWithStepUp = <T>(act: () => Promise<T>) => Promise<T>;

const Context = createContext<RunWithStepUp | undefined>(undefined);

export interface StepUpProviderProps {
  /** Sends the six digits (or the password); rejects with the server's error when they are wrong. */
  readonly onStepUp: (proof: string) => Promise<unknown>;
  /** What proves the person: a passcode, or the password where a login has no second factor and needs none. */
  readonly factor?: 'totp' | 'password';
  readonly children: ReactNode;
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** One step-up dialog for a whole app. */
export function StepUpProvider({ onStepUp, factor = 'totp', children }: StepUpProviderProps): ReactNode {
  const t = useT('common');
  const noticeOf = useErrorNotice();
  const waiting = useRef<Waiting | undefined>(undefined);
  const [opened, setOpened] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(undefined);
  const [password, setPassword] = useState('');

  const ask = useCallback(
    () =>
      new Promise<void>((resolve, reject) => {
        waiting.current?.reject(new StepUpCancelled());
        waiting.current = { resolve, reject };
        setError(undefined);
        setPassword('');
        setOpened(true);
      }),
    [],
  );
  const run = useCallback<RunWithStepUp>(
    async (act) => {
      try {
        return await act();
      } catch (reason) {
        if (!isError(reason, 'step_up_required')) throw reason;
        await ask();
        return await act();
      }
    },
    [ask],
  );
  const close = (): void => {
    waiting.current?.reject(new StepUpCancelled());
    waiting.current = undefined;
    setOpened(false);
  };
  const confirm = async (proof: string): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await onStepUp(proof);
      waiting.current?.resolve();
      waiting.current = undefined;
      setOpened(false);
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };
  const value = useMemo(() => run, [run]);
  return (
    <Context value={value}>
      {children}
      <ConfirmAction
        opened={opened}
        onTop
        onClose={close}
        title={t('session.stepUpTitle')}
        description={
          factor === 'totp' ? (
            t('session.stepUpHelp')
          ) : (
            <PasswordField
              purpose="current"
              value={password}
              onChange={setPassword}
              help={t('session.stepUpPasswordHelp')}
            />
          )
        }
        confirmLabel={t('actions.confirm')}
        withTotp={factor === 'totp'}
        busy={busy}
        error={noticeOf(error)}
        onConfirm={({ totp }) => void confirm(factor === 'totp' ? (totp ?? '') : password)}
      />
    </Context>
  );
}

/** `const withStepUp = useStepUp(); useMutation({ mutationFn: (input) => withStepUp(() => client.withdrawals.approve.mutate(input)) })` */
export function useStepUp(): RunWithStepUp {
  const run = use(Context);
  if (run === undefined) throw new Error('useStepUp() was called outside <StepUpProvider>.');
  return run;
}
