import { useT } from '@keyfall/i18n';
import { LoginForm, postJson, useNavigation, useTitle, useUrlState } from '@keyfall/web';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { shop } from '../boot.ts';
import { links, safeBack } from '../links.ts';
import { AuthFrame } from './auth-frame.tsx';

/** Signing in to this shop's account. */
export function LoginPage(): ReactNode {
  const t = useT('shop');
  const { navigate } = useNavigation();
  const [{ back }] = useUrlState('back');
  const queryClient = useQueryClient();
  useTitle(t('login.title'), shop.name);
  return (
    <AuthFrame
      title={t('login.title')}
      help={t('login.help')}
      footer={
        <>
          <a href={links.register}>{t('login.toRegister')}</a>
          <a href={links.findOrder}>{t('nav.findOrder')}</a>
        </>
      }
    >
      <LoginForm
        forgotHref={links.forgotPassword}
        onLogin={async ({ mail, password }) => {
          await postJson('/auth/shop/login', { mail, password });
          await queryClient.invalidateQueries();
          navigate(back === undefined ? links.accountOrders : safeBack(back), { replace: true });
        }}
      />
    </AuthFrame>
  );
}
