import { applyInputSchema } from '@keyfall/contracts/application-schemas';
import type { ApplyInput } from '@keyfall/contracts/application-schemas';
import { useI18n, useT } from '@keyfall/i18n';
import { EmptyState, Form, useSchemaForm } from '@keyfall/ui';
import {
  isError,
  Loaded,
  serverFieldErrors,
  useErrorNotice,
  useFieldMessage,
  useNavigation,
  useTitle,
} from '@keyfall/web';
import { InvitationForm, LoginPage } from '@keyfall/web/office';
import { TextInput } from '@mantine/core';
import { IconLinkOff, IconMailCheck } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { applicationAuth, apply, viewApplicationLink } from './applying-api.ts';

/** Where a shared link leads: somebody who has never been here applies to become a distributor. */
export function ApplyPage(): ReactNode {
  const t = useT('portal');
  const { path } = useNavigation();
  const token = path.split('/')[2] ?? '';
  useTitle(t('common:applying.page.title'), t('title'));
  const link = useQuery({
    queryKey: ['application-link', token],
    queryFn: () => viewApplicationLink(token),
    retry: false,
  });
  return (
    <LoginPage brandName={t('title')} title={t('common:applying.page.title')}>
      {isError(link.error, 'not_found') || isError(link.error, 'validation_failed') ? (
        <EmptyState
          compact
          icon={<IconLinkOff size={22} />}
          title={t('common:applying.page.shutTitle')}
          description={t('common:applying.page.shutHelp')}
        />
      ) : (
        <Loaded query={link}>{({ name }) => <ApplyForm token={token} to={name} />}</Loaded>
      )}
    </LoginPage>
  );
}

function ApplyForm({ token, to }: { readonly token: string; readonly to: string }): ReactNode {
  const t = useT('portal');
  const { locale } = useI18n();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const initialValues = { token, name: '', contactName: '', mail: '', contactPhone: '', locale };
  const { form, submit } = useSchemaForm({ schema: applyInputSchema, initialValues, message });
  const send = useMutation({
    mutationFn: (input: ApplyInput) => apply({ ...input, locale }),
    onError: (error) => form.setErrors(serverFieldErrors(error, message)),
  });
  if (send.isSuccess) {
    return (
      <section aria-live="polite">
        <EmptyState
          compact
          icon={<IconMailCheck size={22} />}
          title={t('common:applying.page.sentTitle')}
          description={t('common:applying.page.sentHelp', { mail: send.variables.mail })}
        />
      </section>
    );
  }
  return (
    <>
      <p>{t('common:applying.page.lead', { name: to })}</p>
      <Form
        onSubmit={submit((input) => send.mutate(input))}
        errors={form.errors}
        fieldLabels={{
          name: t('common:applying.page.company'),
          contactName: t('common:applying.page.contact'),
          mail: t('common:applying.page.mail'),
          contactPhone: t('common:applying.page.phone'),
        }}
        serverError={noticeOf(send.error)}
        submitLabel={t('common:applying.page.send')}
        busy={send.isPending}
      >
        <TextInput
          label={t('common:applying.page.company')}
          required
          maxLength={120}
          autoComplete="organization"
          {...form.getInputProps('name')}
        />
        <TextInput
          label={t('common:applying.page.contact')}
          required
          maxLength={120}
          autoComplete="name"
          {...form.getInputProps('contactName')}
        />
        <TextInput
          label={t('common:applying.page.mail')}
          type="email"
          required
          maxLength={254}
          autoComplete="email"
          {...form.getInputProps('mail')}
        />
        <TextInput
          label={t('common:applying.page.phone')}
          type="tel"
          maxLength={40}
          autoComplete="tel"
          {...form.getInputProps('contactPhone')}
        />
      </Form>
    </>
  );
}

/** Where the mailed link of an application leads: a password, and then the company's data. */
export function ApplicationPage(): ReactNode {
  const t = useT('portal');
  useTitle(t('common:applying.page.confirmTitle'), t('title'));
  return (
    <LoginPage brandName={t('title')} title={t('common:applying.page.confirmTitle')}>
      <InvitationForm
        auth={applicationAuth}
        lead={(view) =>
          t('common:applying.page.confirmLead', {
            to: view.tenantName,
            name: view.distributorName ?? '',
            mail: view.mail,
          })
        }
        submitLabel={t('common:applying.page.goOn')}
      />
    </LoginPage>
  );
}
