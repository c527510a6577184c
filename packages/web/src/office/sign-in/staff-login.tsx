import { useI18n, useT } from '@keyfall/i18n';
import { ErrorState, PasswordField, TotpField } from '@keyfall/ui';
import { Anchor, Button, Stack, TextInput } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useErrorNotice } from '../../errors/error-notice.ts';
import { isError } from '../../errors/client-error.ts';
import type { SignInPlace, SignInStep, StaffAuth } from './staff-auth.ts';
import classes from './sign-in.module.css';

export interface StaffLoginProps {
  readonly auth: StaffAuth;
  /** The cookie is there: ask who is signed in. The form stays busy until this is done. */
  readonly onSignedIn: () => Promise<unknown>;
  readonly forgotHref: string;
  /** Which of the two names a place goes by where somebody has several. */
  readonly placeName: (place: SignInPlace) => string;
}

type Step =
  | { readonly at: 'password' }
  | { readonly at: 'totp' | 'recovery'; readonly challenge: string }
  | { readonly at: 'choose'; readonly challenge: string; readonly places: readonly SignInPlace[] };

/** Signing in to a back office: mail and password, then a second factor and a place, where the login has them. */
export function StaffLogin({ auth, onSignedIn, forgotHref, placeName }: StaffLoginProps): ReactNode {
  const noticeOf = useErrorNotice();
  const [step, setStep] = useState<Step>({ at: 'password' });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(undefined);

  const follow = async (answer: SignInStep): Promise<void> => {
    if (answer.next === 'signed_in') await onSignedIn();
    else if (answer.next === 'totp') setStep({ at: 'totp', challenge: answer.challenge });
    else setStep({ at: 'choose', challenge: answer.challenge, places: answer.memberships });
  };
  const run: Run = async (act) => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await follow(await act());
    } catch (reason) {
      setError(reason);
      // A challenge lives for minutes; what ran out begins with the password again.
      if (isError(reason, 'token_invalid')) setStep({ at: 'password' });
    } finally {
      setBusy(false);
    }
  };
  const notice = noticeOf(error);
  const complaint = notice === undefined ? null : <ErrorState compact error={notice} />;
  switch (step.at) {
    case 'password':
      return <PasswordStep auth={auth} run={run} busy={busy} complaint={complaint} forgotHref={forgotHref} />;
    case 'totp':
    case 'recovery':
      return (
        <FactorStep
          key={step.at}
          auth={auth}
          kind={step.at}
          challenge={step.challenge}
          run={run}
          busy={busy}
          complaint={complaint}
          onSwitch={() => {
            setError(undefined);
            setStep({ ...step, at: step.at === 'totp' ? 'recovery' : 'totp' });
          }}
        />
      );
    case 'choose':
      return (
        <PlaceStep
          auth={auth}
          challenge={step.challenge}
          places={step.places}
          placeName={placeName}
          run={run}
          busy={busy}
          complaint={complaint}
        />
      );
  }
}

type Run = (act: () => Promise<SignInStep>) => Promise<void>;

interface StepProps {
  readonly auth: StaffAuth;
  readonly run: Run;
  readonly busy: boolean;
  readonly complaint: ReactNode;
}

function PasswordStep({
  auth,
  run,
  busy,
  complaint,
  forgotHref,
}: StepProps & { readonly forgotHref: string }): ReactNode {
  const t = useT('common');
  const [mail, setMail] = useState('');
  const [password, setPassword] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void run(() => auth.logIn(mail.trim(), password));
      }}
    >
      <Stack gap="md">
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
        {complaint}
        <Button type="submit" fullWidth loading={busy}>
          {t('session.signIn')}
        </Button>
        <Anchor href={forgotHref} size="sm" ta="center">
          {t('session.forgot')}
        </Anchor>
      </Stack>
    </form>
  );
}

function FactorStep(
  props: StepProps & {
    readonly kind: 'totp' | 'recovery';
    readonly challenge: string;
    readonly onSwitch: () => void;
  },
): ReactNode {
  const { auth, kind, challenge, run, busy, complaint, onSwitch } = props;
  const t = useT('common');
  const [code, setCode] = useState('');
  const prove = (typed: string): void => {
    const attempt = kind === 'totp' ? auth.proveTotp : auth.proveRecovery;
    // A wrong code is typed anew from the beginning.
    void run(() => attempt(challenge, typed.trim())).then(() => setCode(''));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        prove(code);
      }}
    >
      <Stack gap="md">
        {kind === 'totp' ? (
          <TotpField
            value={code}
            onChange={setCode}
            onComplete={prove}
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
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        )}
        {complaint}
        <Button type="submit" fullWidth loading={busy}>
          {t('actions.continue')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onSwitch}>
          {t(kind === 'totp' ? 'session.useRecoveryCode' : 'session.useAuthenticator')}
        </Button>
      </Stack>
    </form>
  );
}

function PlaceStep(
  props: StepProps & {
    readonly challenge: string;
    readonly places: readonly SignInPlace[];
    readonly placeName: (place: SignInPlace) => string;
  },
): ReactNode {
  const t = useT('common');
  const { lookUp } = useI18n();
  const roleOf = ({ role, distributorName }: SignInPlace): string =>
    lookUp(`common:roles.${distributorName === null ? 'admin' : 'portal'}.${role}`) ?? role;
  return (
    <Stack gap="md">
      <p className={classes['lead']}>{t('signIn.chooseHelp')}</p>
      <ul className={classes['places']}>
        {props.places.map((place) => (
          <li key={place.membershipId}>
            <button
              type="button"
              disabled={props.busy}
              onClick={() => void props.run(() => props.auth.choose(props.challenge, place.membershipId))}
            >
              <span>
                <strong>{props.placeName(place)}</strong>
                <small>{roleOf(place)}</small>
              </span>
              <IconChevronRight size={16} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      {props.complaint}
    </Stack>
  );
}
