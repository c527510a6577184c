import '@keyfall/ui/shop-forms.css';
import { LOCALES, LOCALE_NAMES, useFormat, useT } from '@keyfall/i18n';
import type { Locale } from '@keyfall/i18n';
import { ErrorState } from '@keyfall/ui';
import { Loaded, serverFieldErrors, useErrorNotice, useFieldMessage } from '@keyfall/web';
import { Button, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import pageClasses from '../parts/page.module.css';
import { AccountFrame } from './account-frame.tsx';
import { ChangePassword } from './change-password.tsx';

type Profile = Outputs['account']['get'];

/** Name, phone, language of mails, password. */
export function ProfilePage(): ReactNode {
  const t = useT('shop');
  return (
    <AccountFrame title={t('account.profile')}>
      <ProfileLoaded />
    </AccountFrame>
  );
}

function ProfileLoaded(): ReactNode {
  const query = useQuery(trpc.account.get.queryOptions());
  return <Loaded query={query}>{(profile) => <ProfileForm profile={profile} />}</Loaded>;
}

function ProfileForm({ profile }: { readonly profile: Profile }): ReactNode {
  const t = useT('shop');
  const format = useFormat();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const queryClient = useQueryClient();
  const [name, setName] = useState(profile.name ?? '');
  const [phone, setPhone] = useState(profile.phone ?? '');
  const [locale, setLocale] = useState<Locale>(profile.locale);
  const save = useMutation(
    trpc.account.update.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.account.get.queryKey() }),
    }),
  );
  const fields = save.error === null ? {} : serverFieldErrors(save.error, message);
  const notice = noticeOf(save.error);
  return (
    <>
      <form
        className={pageClasses['card']}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ name, phone, locale });
        }}
      >
        <Stack gap="md">
          <p>
            {profile.mail} {profile.mailVerified ? null : <small>{t('account.mailUnverified')}</small>}
            <br />
            <span className={pageClasses['quiet']}>{t('account.since', { date: format.date(profile.createdAt) })}</span>
          </p>
          <TextInput
            label={t('account.name')}
            autoComplete="name"
            maxLength={120}
            value={name}
            error={fields['name']}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t('account.phone')}
            type="tel"
            autoComplete="tel"
            maxLength={40}
            value={phone}
            error={fields['phone']}
            onChange={(event) => setPhone(event.currentTarget.value)}
          />
          <NativeSelect
            label={t('account.language')}
            value={locale}
            data={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
            onChange={(event) => setLocale(LOCALES.find((each) => each === event.currentTarget.value) ?? locale)}
          />
          {notice === undefined ? null : <ErrorState compact error={notice} />}
          <Button type="submit" loading={save.isPending}>
            {t('common:actions.save')}
          </Button>
          <output>{save.isSuccess ? t('common:messages.saved') : ''}</output>
        </Stack>
      </form>
      <ChangePassword personal={[profile.mail ?? '', name]} />
    </>
  );
}
