import { useT } from '@keyfall/i18n';
import { CopyButton, ErrorState, PasswordField, StateBadge, TotpField, groupCode } from '@keyfall/ui';
import { useErrorNotice } from '@keyfall/web';
import { Anchor, Button, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { queryClient, trpc } from '../api.ts';
import { staffAuth } from '../session/staff-auth.ts';
import { usePortalSession } from '../session/use-portal-session.ts';
import classes from './account.module.css';

type Step =
  | { readonly at: 'rest' }
  | { readonly at: 'password' }
  | { readonly at: 'confirm'; readonly secret: string; readonly uri: string }
  | { readonly at: 'codes'; readonly codes: readonly string[] };

async function refreshSession(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: trpc.session.pathKey() });
}

/** Sets up one-time passcodes: password, key into the app, first code, then the recovery codes, once. */
export function SecondFactor(): ReactNode {
  const t = useT('portal');
  const { hasTotp } = usePortalSession().login;
  const [step, setStep] = useState<Step>({ at: 'rest' });
  switch (step.at) {
    case 'rest':
      return (
        <Group gap="sm">
          <StateBadge tone={hasTotp ? 'success' : 'warning'}>
            {t(hasTotp ? 'account.totpOn' : 'account.totpOff')}
          </StateBadge>
          <Button variant="default" onClick={() => setStep({ at: 'password' })}>
            {t(hasTotp ? 'account.replaceTotp' : 'account.setUpTotp')}
          </Button>
        </Group>
      );
    case 'password':
      return <Begin hasTotp={hasTotp} onKey={(key) => setStep({ at: 'confirm', ...key })} />;
    case 'confirm':
      return <Confirm secret={step.secret} uri={step.uri} onCodes={(codes) => setStep({ at: 'codes', codes })} />;
    case 'codes':
      return (
        <Codes
          codes={step.codes}
          onKept={() => {
            setStep({ at: 'rest' });
            void refreshSession();
          }}
        />
      );
  }
}

function Begin(props: {
  readonly hasTotp: boolean;
  readonly onKey: (key: { readonly secret: string; readonly uri: string }) => void;
}): ReactNode {
  const t = useT('portal');
  const noticeOf = useErrorNotice();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const begin = useMutation({
    mutationFn: () => staffAuth.beginTotp(password, props.hasTotp ? code : undefined),
    onSuccess: props.onKey,
  });
  const notice = noticeOf(begin.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        begin.mutate();
      }}
    >
      <Stack gap="md" maw={380}>
        <PasswordField purpose="current" label={t('account.currentPassword')} value={password} onChange={setPassword} />
        {props.hasTotp ? <TotpField label={t('account.currentCode')} value={code} onChange={setCode} /> : null}
        {notice === undefined ? null : <ErrorState compact error={notice} />}
        <Button type="submit" loading={begin.isPending} disabled={password === ''} w="fit-content">
          {t('common:actions.continue')}
        </Button>
      </Stack>
    </form>
  );
}

function Confirm(props: {
  readonly secret: string;
  readonly uri: string;
  readonly onCodes: (codes: readonly string[]) => void;
}): ReactNode {
  const t = useT('portal');
  const noticeOf = useErrorNotice();
  const [code, setCode] = useState('');
  const finish = useMutation({
    mutationFn: (typed: string) => staffAuth.finishTotp(typed),
    onSuccess: ({ recoveryCodes }) => props.onCodes(recoveryCodes),
    onError: () => setCode(''),
  });
  const notice = noticeOf(finish.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        finish.mutate(code);
      }}
    >
      <Stack gap="md" maw={460}>
        <p style={{ margin: 0 }}>{t('account.enterKey')}</p>
        <div className={classes['key']}>
          {groupCode(props.secret)}
          <CopyButton text={props.secret} label={t('account.copyKey')} />
        </div>
        <Anchor href={props.uri} size="sm">
          {t('account.openApp')}
        </Anchor>
        <TotpField value={code} onChange={setCode} onComplete={(typed) => finish.mutate(typed)} initialFocus />
        {notice === undefined ? null : <ErrorState compact error={notice} />}
        <Button type="submit" loading={finish.isPending} disabled={code.length !== 6} w="fit-content">
          {t('account.turnOn')}
        </Button>
      </Stack>
    </form>
  );
}

function Codes({ codes, onKept }: { readonly codes: readonly string[]; readonly onKept: () => void }): ReactNode {
  const t = useT('portal');
  return (
    <Stack gap="md">
      <p style={{ margin: 0 }}>{t('account.codesHelp')}</p>
      <ul className={classes['codes']}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group gap="sm">
        <CopyButton text={codes.join('\n')} label={t('account.copyCodes')} />
        <Button onClick={onKept}>{t('account.codesKept')}</Button>
      </Group>
    </Stack>
  );
}
