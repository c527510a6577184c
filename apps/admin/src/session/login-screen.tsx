import { useT } from '@keyfall/i18n';
import { HttpError, LoginForm, isError, useErrorNotice, useTitle } from '@keyfall/web';
import type { LoginInput } from '@keyfall/web';
import { LoginPage } from '@keyfall/web/office';
import { ErrorState } from '@keyfall/ui';
import { Button, Stack } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { queryClient, trpc } from '../api.ts';
import { chooseMembership, logIn, proveAtLogin } from './auth-calls.ts';
import type { LoginStep, Membership } from './auth-calls.ts';

/** After the cookie was set: asks once more who is signed in. */
export async function enterApp(): Promise<void> {
  await queryClient.refetchQueries({ queryKey: trpc.session.me.queryKey() });
}

/** The login page: mail and password, then the second factor, then which place to enter. */
export function LoginScreen(): ReactNode {
  const t = useT('admin');
  useTitle(t('login.title'), t('common:product'));
  return (
    <LoginPage brandName={t('common:product')} title={t('login.title')}>
      <LoginSteps />
    </LoginPage>
  );
}

interface Choice {
  readonly challenge: string;
  readonly memberships: readonly Membership[];
}

/** The steps alone: on the login page, and over a page whose session has ended. */
export function LoginSteps(): ReactNode {
  const t = useT('admin');
  const challenge = useRef<string | undefined>(undefined);
  const [choice, setChoice] = useState<Choice | undefined>(undefined);
  // A challenge lives for minutes; when it has run out the form begins anew.
  const [round, setRound] = useState(0);

  const follow = async (step: LoginStep): Promise<void> => {
    challenge.current = undefined;
    switch (step.next) {
      case 'signed_in':
        await enterApp();
        return;
      case 'choose':
        setChoice(step);
        return;
      case 'totp':
        challenge.current = step.challenge;
        // The form shows its second step on this very refusal.
        throw new HttpError(401, { code: 'second_factor_required', kind: 'unauthenticated', params: {} });
    }
  };
  const attempt = async ({ mail, password, totp, recoveryCode }: LoginInput): Promise<void> => {
    const open = challenge.current;
    if (open === undefined) {
      await follow(await logIn(mail, password));
      return;
    }
    try {
      const factor = recoveryCode === undefined ? { totp: totp ?? '' } : { recoveryCode };
      await follow(await proveAtLogin(open, factor));
    } catch (error) {
      if (!isError(error, 'token_invalid')) throw error;
      challenge.current = undefined;
      setRound(round + 1);
    }
  };
  if (choice !== undefined) return <PlaceChoice choice={choice} onStep={follow} />;
  return (
    <Stack gap="md">
      {round === 0 ? null : <ErrorState compact error={{ title: t('login.tookTooLong') }} />}
      <LoginForm key={round} forgotHref="/forgot-password" onLogin={attempt} />
    </Stack>
  );
}

interface PlaceChoiceProps {
  readonly choice: Choice;
  readonly onStep: (step: LoginStep) => Promise<void>;
}

/** For a login with several places: which one to enter. */
function PlaceChoice({ choice, onStep }: PlaceChoiceProps): ReactNode {
  const t = useT('admin');
  const noticeOf = useErrorNotice();
  const choose = useMutation({
    mutationFn: async (membershipId: string) => onStep(await chooseMembership(choice.challenge, membershipId)),
  });
  const notice = noticeOf(choose.error);
  return (
    <Stack gap="xs">
      <p className="quiet" style={{ margin: 0 }}>
        {t('login.choosePlace')}
      </p>
      {choice.memberships.map((place) => (
        <Button
          key={place.membershipId}
          variant="default"
          fullWidth
          justify="space-between"
          rightSection={<IconChevronRight size={16} aria-hidden />}
          loading={choose.isPending && choose.variables === place.membershipId}
          onClick={() => choose.mutate(place.membershipId)}
        >
          {t('login.place', { tenant: place.tenantName, role: t(`common:roles.admin.${place.role}`) })}
        </Button>
      ))}
      {notice === undefined ? null : <ErrorState compact error={notice} />}
    </Stack>
  );
}
