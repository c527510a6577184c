import { checkAccountField } from '@keyfall/contracts';
import { useT } from '@keyfall/i18n';
import { PasswordField } from '@keyfall/ui';
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import type { ShopSession } from '../parts/session.ts';
import pageClasses from '../parts/page.module.css';
import classes from './checkout.module.css';

const MAIL_KEY = 'kf.mail';
const PASSWORD_MIN = 6;

export interface Contact {
  readonly mail: string;
  readonly setMail: (mail: string) => void;
  readonly password: string;
  readonly setPassword: (password: string) => void;
  readonly mailError: string | undefined;
  readonly passwordError: string | undefined;
  /** What to send, or undefined after having marked and focused what is wrong. */
  readonly check: () => { readonly mail: string | null; readonly queryPassword: string | undefined } | undefined;
}

/** Where the order goes. A member's own address counts; a guest types one, which this browser remembers. */
export function useContact(session: ShopSession | undefined): Contact {
  const t = useT('shop');
  const [mail, setMail] = useState(() => localStorage.getItem(MAIL_KEY) ?? '');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const isMember = session?.role === 'member';
  const value = mail.trim().toLowerCase();
  const isMail = 'value' in checkAccountField({ name: 'mail', rule: 'email' }, value);
  const wrongMail = isMember || isMail ? undefined : t(value === '' ? 'checkout.mailNeeded' : 'checkout.badMail');
  const wrongPassword =
    isMember || password === '' || password.length >= PASSWORD_MIN ? undefined : t('checkout.shortPassword');
  return {
    mail,
    setMail,
    password,
    setPassword,
    mailError: tried ? wrongMail : undefined,
    passwordError: tried ? wrongPassword : undefined,
    check: () => {
      setTried(true);
      if (wrongMail !== undefined || wrongPassword !== undefined) {
        requestAnimationFrame(() => document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus());
        return undefined;
      }
      if (isMember) return { mail: null, queryPassword: undefined };
      localStorage.setItem(MAIL_KEY, value);
      return { mail: value, queryPassword: password === '' ? undefined : password };
    },
  };
}

export function ContactFields({
  contact,
  session,
}: {
  readonly contact: Contact;
  readonly session: ShopSession | undefined;
}): ReactNode {
  const t = useT('shop');
  if (session?.role === 'member') {
    return <p>{t('checkout.signedInAs', { mail: session.buyer?.mail ?? session.buyer?.name ?? '' })}</p>;
  }
  return (
    <div className={classes['fields']}>
      <TextInput
        label={t('checkout.mail')}
        description={t('checkout.mailHelp')}
        type="email"
        name="mail"
        inputMode="email"
        autoComplete="email"
        required
        withAsterisk={false}
        maxLength={254}
        value={contact.mail}
        error={contact.mailError}
        onChange={(event) => contact.setMail(event.currentTarget.value)}
      />
      <details className={classes['more']}>
        <summary>{t('checkout.passwordToggle')}</summary>
        <PasswordField
          purpose="current"
          label={t('checkout.password')}
          help={t('checkout.passwordHelp')}
          value={contact.password}
          error={contact.passwordError}
          onChange={contact.setPassword}
        />
      </details>
      <p className={pageClasses['quiet']}>
        {t('checkout.guest')} <a href={links.login('/checkout')}>{t('checkout.haveAccount')}</a>
      </p>
    </div>
  );
}
