import { useI18n, useT } from '@keyfall/i18n';
import { postJson, useTitle } from '@keyfall/web';
import type { ReactNode } from 'react';
import { shop } from '../boot.ts';
import { links } from '../links.ts';
import { AuthFrame } from './auth-frame.tsx';
import { MailForm } from './mail-form.tsx';

/** Begins an account: the mailed link proves the address, and only there a password is chosen. */
export function RegisterPage(): ReactNode {
  const t = useT('shop');
  const { locale } = useI18n();
  useTitle(t('login.registerTitle'), shop.name);
  return (
    <AuthFrame
      title={t('login.registerTitle')}
      help={t('login.registerHelp')}
      footer={<a href={links.login()}>{t('login.toLogin')}</a>}
    >
      <MailForm
        submitLabel={t('login.create')}
        onSend={(mail) => postJson('/auth/shop/register', { mail, locale })}
        sentTitle={t('login.checkMailTitle')}
        sentHelp={(mail) => t('login.checkMailHelp', { mail })}
      />
    </AuthFrame>
  );
}
