import '@keyfall/ui/shop-forms.css';
import { useT } from '@keyfall/i18n';
import { EmptyState, ErrorState, PasswordField } from '@keyfall/ui';
import { useErrorNotice, useNavigation } from '@keyfall/web';
import { Button, TextInput } from '@mantine/core';
import { IconMailForward } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { findOrder, openWithPassword } from '../orders-api.ts';
import classes from './find.module.css';

const NUMBER = /^[0-9A-HJKMNP-TV-Z]{16}$/;

/** The number as it is stored: upper case, without the blanks and hyphens people copy along. */
export function cleanNumber(text: string): string {
  return text.toUpperCase().replaceAll(/[\s-]/g, '');
}

/** Number (filled in where it is known) and contact, or number and query password. Hit and miss get the same answer. */
export function FindForm({ orderNo: known }: { readonly orderNo?: string | undefined }): ReactNode {
  const t = useT('shop');
  const noticeOf = useErrorNotice();
  const { navigate } = useNavigation();
  const queryClient = useQueryClient();
  const [way, setWay] = useState<'mail' | 'password'>('mail');
  const [number, setNumber] = useState(known ?? '');
  const [contact, setContact] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const orderNo = cleanNumber(number);
  const isNumber = NUMBER.test(orderNo);
  const isContact = contact.trim().length >= 3;
  const find = useMutation({ mutationFn: () => findOrder(orderNo, contact.trim()) });
  const open = useMutation({
    mutationFn: () => openWithPassword(orderNo, password),
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      navigate(links.order(orderNo));
    },
  });
  const submit = (event: React.FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!isNumber || (way === 'mail' ? !isContact : password === '')) return;
    if (way === 'mail') find.mutate();
    else open.mutate();
  };
  if (find.isSuccess) {
    return (
      <EmptyState
        icon={<IconMailForward size={28} />}
        title={t('find.sentTitle')}
        description={t('find.sentHelp')}
        action={
          <Button variant="default" onClick={() => find.reset()}>
            {t('find.again')}
          </Button>
        }
      />
    );
  }
  const notice = noticeOf(way === 'mail' ? find.error : open.error);
  return (
    <form onSubmit={submit} noValidate className={classes['fields']}>
      <TextInput
        label={t('find.orderNo')}
        description={t('find.orderNoHelp')}
        error={tried && !isNumber ? t('find.badNumber') : undefined}
        value={number}
        required
        withAsterisk={false}
        maxLength={40}
        autoCapitalize="characters"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setNumber(event.currentTarget.value)}
      />
      {way === 'mail' ? (
        <TextInput
          label={t('find.contact')}
          error={tried && !isContact ? t('find.badContact') : undefined}
          value={contact}
          required
          withAsterisk={false}
          maxLength={254}
          autoComplete="email"
          onChange={(event) => setContact(event.currentTarget.value)}
        />
      ) : (
        <PasswordField
          purpose="current"
          label={t('find.password')}
          value={password}
          onChange={setPassword}
          error={tried && password === '' ? t('errors:fields.required') : undefined}
        />
      )}
      {notice === undefined ? null : <ErrorState compact error={notice} />}
      <Button type="submit" size="lg" fullWidth loading={find.isPending || open.isPending}>
        {t(way === 'mail' ? 'find.submit' : 'find.open')}
      </Button>
      <Button variant="subtle" onClick={() => setWay(way === 'mail' ? 'password' : 'mail')}>
        {t(way === 'mail' ? 'find.withPassword' : 'find.withMail')}
      </Button>
    </form>
  );
}
