import { useT } from '@keyfall/i18n';
import { ErrorState, StateBadge, TotpField } from '@keyfall/ui';
import { Button, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useErrorNotice } from '../../errors/error-notice.ts';
import type { StaffAuth } from '../sign-in/staff-auth.ts';
import { RecoveryCodes, TotpSetup } from './totp-setup.tsx';

export interface SecondFactorProps {
  readonly auth: StaffAuth;
  readonly hasTotp: boolean;
  /** After something changed: the session has to be read again. */
  readonly onChanged: () => void;
}

/** One's own second factor: whether it is on, setting it up or moving it to another device, new recovery codes. */
export function SecondFactor({ auth, hasTotp, onChanged }: SecondFactorProps): ReactNode {
  const t = useT('common');
  const [task, setTask] = useState<'none' | 'set_up' | 'renew'>('none');
  const done = (): void => {
    setTask('none');
    onChanged();
  };
  if (task === 'set_up') return <TotpSetup auth={auth} hasTotp={hasTotp} onDone={done} />;
  if (task === 'renew') return <RenewRecovery auth={auth} onDone={done} />;
  return (
    <Group gap="sm">
      <StateBadge tone={hasTotp ? 'success' : 'warning'}>
        {t(hasTotp ? 'secondFactor.on' : 'secondFactor.off')}
      </StateBadge>
      <Button variant={hasTotp ? 'default' : 'filled'} onClick={() => setTask('set_up')}>
        {t(hasTotp ? 'secondFactor.move' : 'secondFactor.setUp')}
      </Button>
      {hasTotp ? (
        <Button variant="default" onClick={() => setTask('renew')}>
          {t('secondFactor.newRecovery')}
        </Button>
      ) : null}
    </Group>
  );
}

function RenewRecovery({ auth, onDone }: { readonly auth: StaffAuth; readonly onDone: () => void }): ReactNode {
  const noticeOf = useErrorNotice();
  const [totp, setTotp] = useState('');
  const renew = useMutation({ mutationFn: auth.renewRecoveryCodes, onError: () => setTotp('') });
  const notice = noticeOf(renew.error);
  if (renew.data !== undefined) return <RecoveryCodes codes={renew.data.recoveryCodes} onKept={onDone} />;
  return (
    <Stack gap="md">
      <TotpField value={totp} onChange={setTotp} onComplete={(digits) => renew.mutate(digits)} initialFocus />
      {notice === undefined ? null : <ErrorState compact error={notice} />}
    </Stack>
  );
}
