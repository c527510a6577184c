import { useT } from '@keyfall/i18n';
import { ErrorState, PasswordField, TotpField } from '@keyfall/ui';
import { Anchor, Button, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { isError } from '../errors/client-error.ts';
import { useErrorNotice } from '../errors/error-notice.ts';

export interface LoginInput {
  readonly mail: string;
  readonly password: string;
  /** Present from the second step on: six digits, or a recovery code. */
  readonly totp?: string;
  readonly recoveryCode?: string;
}

export interface LoginFormProps {
  /**
   * Tries to sign in. Rejects with the server's error: *second_factor_required* brings the second step, everything else is shown.
   */
  readonly onLogin: (input: LoginInput) => Promise<unknown>;
  /** Where a forgotten password is asked for. */
  readonly forgotHref?: string;
  /** Prefilled, e.g. when a session ended. */
  readonly mail?: string;
}

/** Mail and password, then, where the account has one, the second factor. The same for staff and buyers. */
export function LoginForm({ onLogin, forgotHref, mail: firstMail = '' }: LoginFormProps): ReactNode {
  const t = useT('common');
  const noticeOf = useErrorNotice();
  const [mail, setMail] = useState(firstMail);
  const [password, setPassword] = useState('');
  const [step, setStep] = useState<'password' | 'totp' | 'recovery'>('password');
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(undefined);

  const attempt = async (factor: { totp?: string; recoveryCode?: string }): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await onLogin({ mail: mail.trim(), password, ...factor });
    } catch (reason) {
      if (step === 'password' && isError(reason, 'second_factor_required')) setStep('totp');
      else {
        setError(reason);
        setCode('');
      }
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: React.FormEvent): void => {
    event.preventDefault();
    if (busy) return;
    void attempt(step === 'password' ? {} : step === 'totp' ? { totp: code } : { recoveryCode: code.trim() });
  };
  const notice = noticeOf(error);
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {step === 'password' ? (
          <>
            <TextInput
              label={t('session.mail')}
              type="email"
              name="mail"
              autoComplete="username"
              required
              withAsterisk={false}
              maxLength={254}
              value={mail}
              data-autofocus
              onChange={(event) => setMail(event.currentTarget.value)}
            />
            <PasswordField purpose="current" value={password} onChange={setPassword} />
          </>
        ) : (
          <SecondStep
            step={step}
            code={code}
            onCode={setCode}
            onComplete={(totp) => void attempt({ totp })}
            onSwitch={setStep}
          />
        )}
        {notice === undefined ? null : <ErrorState compact error={notice} />}
        <Button type="submit" fullWidth loading={busy}>
          {step === 'password' ? t('session.signIn') : t('actions.continue')}
        </Button>
        {step === 'password' && forgotHref !== undefined ? (
          <Anchor href={forgotHref} size="sm" ta="center">
            {t('session.forgot')}
          </Anchor>
        ) : null}
      </Stack>
    </form>
  );
}

interface SecondStepProps {
  readonly step: 'totp' | 'recovery';
  readonly code: string;
  readonly onCode: (code: string) => void;
  readonly onComplete: (totp: string) => void;
  readonly onSwitch: (step: 'totp' | 'recovery') => void;
}

function SecondStep({ step, code, onCode, onComplete, onSwitch }: SecondStepProps): ReactNode {
  const t = useT('common');
  const other = step === 'totp' ? 'recovery' : 'totp';
  return (
    <>
      {step === 'totp' ? (
        <TotpField
          value={code}
          onChange={onCode}
          onComplete={onComplete}
          label={t('session.totpTitle')}
          help={t('session.totpHelp')}
          initialFocus
        />
      ) : (
        <TextInput
          label={t('session.recoveryCode')}
          description={t('session.recoveryHelp')}
          autoComplete="off"
          required
          withAsterisk={false}
          maxLength={40}
          value={code}
          onChange={(event) => onCode(event.currentTarget.value)}
        />
      )}
      <Button
        variant="subtle"
        color="gray"
        onClick={() => {
          onCode('');
          onSwitch(other);
        }}
      >
        {step === 'totp' ? t('session.useRecoveryCode') : t('session.useAuthenticator')}
      </Button>
    </>
  );
}
