import { useT } from '@keyfall/i18n';
import { ErrorState, PasswordField } from '@keyfall/ui';
import { postJson, useErrorNotice } from '@keyfall/web';
import { Button, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import pageClasses from '../parts/page.module.css';

/** A new password for the present one. */
export function ChangePassword({ personal }: { readonly personal: readonly string[] }): ReactNode {
  const t = useT('shop');
  const noticeOf = useErrorNotice();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => postJson('/auth/shop/password/change', { current, next }),
    onSuccess: () => {
      setCurrent('');
      setNext('');
    },
  });
  const notice = noticeOf(change.error);
  return (
    <form
      className={pageClasses['card']}
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <h2 className={pageClasses['cardTitle']}>{t('account.passwordTitle')}</h2>
      <Stack gap="md">
        <PasswordField purpose="current" label={t('account.passwordCurrent')} value={current} onChange={setCurrent} />
        <PasswordField
          purpose="new"
          label={t('account.passwordNew')}
          value={next}
          onChange={setNext}
          personal={personal}
        />
        {notice === undefined ? null : <ErrorState compact error={notice} />}
        <Button type="submit" variant="default" disabled={current === '' || next === ''} loading={change.isPending}>
          {t('login.resetSave')}
        </Button>
        <output>{change.isSuccess ? t('login.resetDone') : ''}</output>
      </Stack>
    </form>
  );
}
