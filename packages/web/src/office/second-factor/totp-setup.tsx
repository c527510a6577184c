import { useT } from '@keyfall/i18n';
import { CodeText, CopyButton, ErrorState, PasswordField, TotpField } from '@keyfall/ui';
import { Anchor, Button, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Suspense, lazy, useState } from 'react';
import type { ReactNode } from 'react';
import { useErrorNotice } from '../../errors/error-notice.ts';
import type { StaffAuth } from '../sign-in/staff-auth.ts';
import classes from './second-factor.module.css';

// Drawing codes is wanted once in a person's life here.
const QrCode = lazy(() => import('@keyfall/ui/qr-code').then((module) => ({ default: module.QrCode })));

export interface TotpSetupProps {
  readonly auth: StaffAuth;
  /** Whether there is a second factor already, which must be proved to replace it. */
  readonly hasTotp: boolean;
  /** After the recovery codes were kept. */
  readonly onDone: () => void;
}

/** Setting up an authenticator app: password, the key as a picture and as text, a first passcode, recovery codes. */
export function TotpSetup({ auth, hasTotp, onDone }: TotpSetupProps): ReactNode {
  const noticeOf = useErrorNotice();
  const t = useT('common');
  const [password, setPassword] = useState('');
  const [current, setCurrent] = useState('');
  const [code, setCode] = useState('');
  const begin = useMutation({ mutationFn: () => auth.beginTotp(password, hasTotp ? current : undefined) });
  const finish = useMutation({ mutationFn: auth.finishTotp, onError: () => setCode('') });
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
            <p className={classes['quiet']}>{t('secondFactor.passwordFirst')}</p>
            <PasswordField purpose="current" value={password} onChange={setPassword} />
            {hasTotp ? <TotpField value={current} onChange={setCurrent} label={t('secondFactor.presentCode')} /> : null}
          </>
        ) : (
          <>
            <p className={classes['lead']}>{t('secondFactor.scan')}</p>
            <AuthenticatorKey secret={begin.data.secret} uri={begin.data.uri} />
            <TotpField value={code} onChange={setCode} onComplete={(digits) => finish.mutate(digits)} initialFocus />
          </>
        )}
        {notice === undefined ? null : <ErrorState compact error={notice} />}
        <Button
          type="submit"
          loading={begin.isPending || finish.isPending}
          disabled={begin.data === undefined ? password === '' : code.length !== 6}
        >
          {t(begin.data === undefined ? 'actions.continue' : 'secondFactor.turnOn')}
        </Button>
      </Stack>
    </form>
  );
}

function AuthenticatorKey({ secret, uri }: { readonly secret: string; readonly uri: string }): ReactNode {
  const t = useT('common');
  return (
    <div className={classes['key']}>
      <Suspense fallback={<div className={classes['blank']} />}>
        <QrCode text={uri} label={t('secondFactor.qr')} />
      </Suspense>
      <Stack gap="xs" style={{ minWidth: 0 }}>
        <span className={classes['quiet']}>{t('secondFactor.orType')}</span>
        <CodeText value={secret} label={t('secondFactor.key')} />
        <Anchor href={uri} size="sm">
          {t('secondFactor.openApp')}
        </Anchor>
      </Stack>
    </div>
  );
}

export interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}

/** Codes that are shown this once; each opens the account a single time without the app. */
export function RecoveryCodes({ codes, onKept }: RecoveryCodesProps): ReactNode {
  const t = useT('common');
  return (
    <Stack gap="md">
      <p className={classes['lead']}>{t('secondFactor.recoveryIntro')}</p>
      <ol className={classes['codes']}>
        {codes.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ol>
      <Group justify="space-between">
        <CopyButton text={codes.join('\n')} label={t('secondFactor.copyRecovery')} />
        <Button onClick={onKept}>{t('secondFactor.keptRecovery')}</Button>
      </Group>
    </Stack>
  );
}
