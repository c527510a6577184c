import { useT } from '@keyfall/i18n';
import { ErrorState, PasswordField } from '@keyfall/ui';
import { useErrorNotice } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { queryClient, trpc } from '../api.ts';
import { staffAuth } from '../session/staff-auth.ts';
import { usePortalSession } from '../session/use-portal-session.ts';

/** Changes one's own password; every other device is signed out by it. */
export function PasswordForm(): ReactNode {
  const t = useT('portal');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const { login } = usePortalSession();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => staffAuth.changePassword(current, next),
    onSuccess: async () => {
      toast.success(t('account.passwordChanged'));
      setCurrent('');
      setNext('');
      await queryClient.invalidateQueries({ queryKey: trpc.session.pathKey() });
    },
  });
  const notice = noticeOf(change.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <Stack gap="md" maw={380}>
        <PasswordField purpose="current" label={t('account.currentPassword')} value={current} onChange={setCurrent} />
        <PasswordField
          purpose="new"
          label={t('common:signIn.newPassword')}
          value={next}
          onChange={setNext}
          personal={[login.mail, login.name]}
        />
        {notice === undefined ? null : <ErrorState compact error={notice} />}
        <Button type="submit" loading={change.isPending} disabled={current === '' || next === ''} w="fit-content">
          {t('account.changePassword')}
        </Button>
      </Stack>
    </form>
  );
}
