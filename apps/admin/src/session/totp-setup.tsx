import { useT } from '@keyfall/i18n';
import { CodeText, CopyButton, ErrorState, PasswordField, TotpField } from '@keyfall/ui';
import { useErrorNotice } from '@keyfall/web';
import { Button, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { staffAuth } from './staff-auth.ts';

export interface TotpSetupProps {
  /** Whether there is a second factor already, which must be proved to replace it. */
  readonly hasTotp: boolean;
  /** After the recovery codes were kept. */
  readonly onDone: () => void;
}

/** Setting up an authenticator app: password, key, a first passcode, recovery codes. */
export function TotpSetup({ hasTotp, onDone }: TotpSetupProps): ReactNode {
  const noticeOf = useErrorNotice();
  const t = useT('admin');
  const [password, setPassword] = useState('');
  const [current, setCurrent] = useState('');
  const [code, setCode] = useState('');
  const begin = useMutation({ mutationFn: () => staffAuth.beginTotp(password, hasTotp ? current : undefined) });
  const finish = useMutation({ mutationFn: staffAuth.finishTotp });
  if (finish.data !== undefined) return <RecoveryCodes codes={finish.data.recoveryCodes} onKept={onDone} />;
  const notice = noticeOf(begin.data === undefined ? begin.error : finish.error);
  const submit = (event: React.FormEvent): void => {
    event.preventDefault();
    if (begin.data === undefined) begin.mutate();
    else if (code.length === 6) finish.mutate(code);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {begin.data === undefined ? (
          <>
            <p className="quiet" style={{ margin: 0 }}>
              {t('account.totpIntro')}
            </p>
            <PasswordField purpose="current" value={password} onChange={setPassword} />
            {hasTotp ? <TotpField value={current} onChange={setCurrent} label={t('account.currentTotp')} /> : null}
          </>
        ) : (
          <>
            <p style={{ margin: 0 }}>{t('account.enterKey')}</p>
            <CodeText value={begin.data.secret} label={t('account.totpKey')} />
            <a href={begin.data.uri}>{t('account.openInApp')}</a>
            <TotpField value={code} onChange={setCode} onComplete={(digits) => finish.mutate(digits)} initialFocus />
          </>
        )}
        {notice === undefined ? null : <ErrorState compact error={notice} />}
        <Button type="submit" loading={begin.isPending || finish.isPending}>
          {t('common:actions.continue')}
        </Button>
      </Stack>
    </form>
  );
}

export interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}

/** Codes that are shown this once; each opens the account a single time without the app. */
export function RecoveryCodes({ codes, onKept }: RecoveryCodesProps): ReactNode {
  const t = useT('admin');
  return (
    <Stack gap="md">
      <p style={{ margin: 0 }}>{t('account.recoveryIntro')}</p>
      <ol className="recovery-codes">
        {codes.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ol>
      <Group justify="space-between">
        <CopyButton text={codes.join('\n')} label={t('account.copyRecovery')} />
        <Button onClick={onKept}>{t('account.keptRecovery')}</Button>
      </Group>
    </Stack>
  );
}
