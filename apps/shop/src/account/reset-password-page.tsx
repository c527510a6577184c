import { useT } from '@keyfall/i18n';
import { EmptyState } from '@keyfall/ui';
import { postJson, useTitle } from '@keyfall/web';
import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { shop } from '../boot.ts';
import { links } from '../links.ts';
import { useLinkToken } from '../parts/link-token.ts';
import { AuthFrame } from './auth-frame.tsx';
import { TokenForm } from './token-form.tsx';

/** The link of a forgotten password: a new one, after which every device is signed out. */
export function ResetPasswordPage(): ReactNode {
  const t = useT('shop');
  const token = useLinkToken()?.token;
  const [isDone, setDone] = useState(false);
  useTitle(t('login.resetTitle'), shop.name);
  return (
    <AuthFrame title={t('login.resetTitle')}>
      {isDone ? (
        <EmptyState
          icon={<IconCheck size={28} />}
          title={t('login.resetDone')}
          description={t('login.resetDoneHelp')}
          action={
            <Button component="a" href={links.login()}>
              {t('nav.signIn')}
            </Button>
          }
        />
      ) : (
        <TokenForm
          token={token}
          withName={false}
          submitLabel={t('login.resetSave')}
          againHref={links.forgotPassword}
          onSubmit={async ({ token: given, password }) => {
            await postJson('/auth/shop/password/reset', { token: given, password });
            setDone(true);
          }}
        />
      )}
    </AuthFrame>
  );
}
