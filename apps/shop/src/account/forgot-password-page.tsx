import { useT } from '@keyfall/i18n';
import { postJson, useTitle } from '@keyfall/web';
import type { ReactNode } from 'react';
import { shop } from '../boot.ts';
import { links } from '../links.ts';
import { AuthFrame } from './auth-frame.tsx';
import { MailForm } from './mail-form.tsx';

/** Asks for a link that sets a new password. */
export function ForgotPasswordPage(): ReactNode {
  const t = useT('shop');
  useTitle(t('login.forgotTitle'), shop.name);
  return (
    <AuthFrame
      title={t('login.forgotTitle')}
      help={t('login.forgotHelp')}
      footer={<a href={links.login()}>{t('login.toLogin')}</a>}
    >
      <MailForm
        submitLabel={t('login.forgotSend')}
        onSend={(mail) => postJson('/auth/shop/password/forgot', { mail })}
        sentTitle={t('login.forgotSentTitle')}
        sentHelp={(mail) => t('login.forgotSentHelp', { mail })}
      />
    </AuthFrame>
  );
}
