import { applicationSchema } from '@keyfall/contracts/distributor-schemas';
import type { Application } from '@keyfall/contracts/distributor-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { EmptyState, Form, PageHeader, useSchemaForm } from '@keyfall/ui';
import { Loaded, serverFieldErrors, useErrorNotice, useFieldMessage, useTitle } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Alert, Button, TextInput } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { Card } from '../parts/card.tsx';

type State = Outputs['application']['get'];

/** All that somebody sees who is invited and not let in yet: its own data, and how far it has come. */
export function OnboardingPage(): ReactNode {
  const t = useT('portal');
  const query = useQuery(trpc.application.get.queryOptions());
  useTitle(t('application.title'), t('title'));
  return (
    <div style={{ maxWidth: 640 }}>
      <PageHeader title={t('application.title')} />
      <Loaded query={query}>
        {(state) => (state.status === 'pending' ? <Waiting state={state} /> : <ApplicationForm state={state} />)}
      </Loaded>
    </div>
  );
}

function Waiting({ state }: { readonly state: State }): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const when = state.submittedAt === null ? '' : format.dateTime(state.submittedAt);
  return (
    <Card title={state.application.name}>
      <EmptyState
        icon={<IconHourglass size={22} />}
        title={t('application.waitingTitle')}
        description={t('application.waitingHelp', { when })}
        action={
          <Button variant="default" onClick={() => void queryClient.invalidateQueries()}>
            {t('application.askAgain')}
          </Button>
        }
      />
    </Card>
  );
}

const FIELDS = ['name', 'legalName', 'taxNumber', 'contactName', 'contactMail', 'contactPhone'] as const;
const OPTIONAL: ReadonlySet<string> = new Set(['taxNumber', 'contactPhone']);

function ApplicationForm({ state }: { readonly state: State }): ReactNode {
  const t = useT('portal');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const { application } = state;
  const initialValues = Object.fromEntries(FIELDS.map((field) => [field, application[field] ?? ''])) as Record<
    (typeof FIELDS)[number],
    string
  >;
  const { form, submit } = useSchemaForm({ schema: applicationSchema, initialValues, message });
  const handIn = useMutation({
    mutationFn: (input: Application) => client.application.handIn.mutate(input),
    onSuccess: async () => {
      toast.success(t('application.handedIn'));
      await queryClient.invalidateQueries();
    },
    onError: (error) => form.setErrors(serverFieldErrors(error, message)),
  });
  if (!state.mayHandIn) return <Alert color="gray">{t('application.waitingForOwner')}</Alert>;
  return (
    <>
      {state.sentBackBecause === null ? (
        <p>{t('application.lead')}</p>
      ) : (
        <Alert color="yellow" mb="md" title={t('application.sentBackTitle')}>
          {state.sentBackBecause}
        </Alert>
      )}
      <Card title={application.name}>
        <Form
          onSubmit={submit((input) => handIn.mutate(input))}
          errors={form.errors}
          fieldLabels={Object.fromEntries(FIELDS.map((field) => [field, t(`application.${field}`)]))}
          serverError={noticeOf(handIn.error)}
          submitLabel={t('application.handIn')}
          busy={handIn.isPending}
        >
          {FIELDS.map((field) => (
            <TextInput
              key={field}
              label={t(`application.${field}`)}
              required={!OPTIONAL.has(field)}
              maxLength={field === 'legalName' ? 200 : OPTIONAL.has(field) ? 40 : 120}
              {...(field === 'contactMail' ? { type: 'email', maxLength: 254 } : {})}
              {...form.getInputProps(field)}
            />
          ))}
        </Form>
      </Card>
    </>
  );
}
