import { LOCALE_NAMES, LOCALES, useI18n, useT } from '@keyfall/i18n';
import { ErrorState, FieldGroup, PageHeader, Wizard } from '@keyfall/ui';
import type { WizardStep } from '@keyfall/ui';
import { serverFieldErrors, useErrorNotice, useFieldMessage, useNavigation, useTitle, useUrlState } from '@keyfall/web';
import { NativeSelect, Radio, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { DistributorPicker } from '../parts/distributor-picker.tsx';
import { useAdminSession } from '../session/use-admin-session.ts';
import { checkDraft, newDraft, useCreateDistributor, type Draft } from './new-distributor-draft.ts';

interface StepProps {
  readonly draft: Draft;
  readonly onDraft: (part: Partial<Draft>) => void;
  /** The server's word on a field. */
  readonly errors: Readonly<Record<string, ReactNode>>;
}

/** Brings a distributor in: by an invitation that its first owner completes, or with all its data at once. */
export function NewDistributorPage(): ReactNode {
  const t = useT('admin');
  const { locale } = useI18n();
  const { navigate } = useNavigation();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  useTitle(t('tree.wizard.title'), useAdminSession().tenant.name);
  const [url, setUrl] = useUrlState('below', 'step');
  const [draft, setDraft] = useState<Draft>(() => newDraft(url.below, locale));
  const create = useCreateDistributor((id) => navigate(`/distributors?open=${id}`, { replace: true }));
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const errors = serverFieldErrors(create.error, message);
  const ok = checkDraft(draft);
  const props: StepProps = { draft, onDraft: change, errors };
  const steps: readonly WizardStep[] = [
    { id: 'place', label: t('tree.wizard.steps.place'), isComplete: ok.place, content: <PlaceStep {...props} /> },
    {
      id: 'company',
      label: t('tree.wizard.steps.company'),
      isComplete: ok.company,
      content: <CompanyStep {...props} />,
    },
    ...(draft.how === 'direct'
      ? [{ id: 'shop', label: t('tree.wizard.steps.shop'), isComplete: ok.shop, content: <ShopStep {...props} /> }]
      : []),
    {
      id: 'owner',
      label: t('tree.wizard.steps.owner'),
      isComplete: ok.place && ok.company && ok.shop && ok.owner,
      content: <OwnerStep {...props} />,
    },
  ];
  // A reloaded page has lost what was typed: it begins again.
  const [began] = useState(url.step);
  const current = began === url.step && began !== undefined ? 0 : Math.min(Number(url.step ?? 0), steps.length - 1);
  const notice = noticeOf(create.error);
  return (
    <div className="form-page">
      <PageHeader title={t('tree.wizard.title')} back={{ href: '/distributors', label: t('nav.distributors') }} />
      <Wizard
        label={t('tree.wizard.title')}
        current={current}
        onStep={(step) => setUrl({ step: String(step) })}
        steps={steps}
        canGoBack={!create.isPending}
        finish={{
          label: t(draft.how === 'invite' ? 'tree.wizard.finishInvite' : 'tree.wizard.finishDirect'),
          onFinish: () => create.mutate(draft),
          busy: create.isPending,
        }}
      />
      {notice === undefined ? null : (
        <div style={{ marginTop: 16 }}>
          <ErrorState compact error={notice} />
        </div>
      )}
    </div>
  );
}

function PlaceStep({ draft, onDraft }: StepProps): ReactNode {
  const t = useT('admin');
  const levels = useQuery(trpc.levels.list.queryOptions());
  return (
    <Stack gap="lg">
      <Radio.Group
        label={t('tree.wizard.how')}
        value={draft.how}
        onChange={(how) => onDraft({ how: how === 'direct' ? 'direct' : 'invite' })}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="invite" label={t('tree.wizard.invite')} description={t('tree.wizard.inviteHelp')} />
          <Radio value="direct" label={t('tree.wizard.direct')} description={t('tree.wizard.directHelp')} />
        </Stack>
      </Radio.Group>
      <DistributorPicker
        label={t('distributors.parent')}
        required
        value={draft.parentId}
        onChange={(parentId) => onDraft({ parentId })}
      />
      <NativeSelect
        label={t('distributors.level')}
        maw={320}
        data={[
          { value: '', label: t('distributors.noLevel') },
          ...(levels.data ?? []).map((level) => ({ value: level.id, label: level.name })),
        ]}
        value={draft.levelId}
        onChange={(event) => onDraft({ levelId: event.currentTarget.value })}
      />
    </Stack>
  );
}

const PROFILE = ['legalName', 'taxNumber', 'contactName', 'contactMail', 'contactPhone', 'note'] as const;

function CompanyStep({ draft, onDraft, errors }: StepProps): ReactNode {
  const t = useT('admin');
  const isDirect = draft.how === 'direct';
  return (
    <Stack gap="lg">
      <FieldGroup columns={2}>
        <TextInput
          label={t('tree.wizard.name')}
          required
          maxLength={120}
          value={draft.name}
          onChange={(event) => onDraft({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('distributors.code')}
          description={isDirect ? t('distributors.codeHelp') : t('tree.wizard.codeAuto')}
          required={isDirect}
          maxLength={31}
          error={errors['code'] ?? errors['distributor.code'] ?? errors['invitation.code']}
          value={draft.code}
          onChange={(event) => onDraft({ code: event.currentTarget.value })}
        />
      </FieldGroup>
      {isDirect ? (
        <FieldGroup title={t('distributors.profile')} columns={2}>
          {PROFILE.map((field) => (
            <TextInput
              key={field}
              label={t(`distributors.fields.${field}`)}
              maxLength={field === 'note' ? 2_000 : field === 'taxNumber' || field === 'contactPhone' ? 40 : 120}
              {...(field === 'contactMail' ? { type: 'email' } : {})}
              value={draft.profile[field]}
              onChange={(event) => onDraft({ profile: { ...draft.profile, [field]: event.currentTarget.value } })}
            />
          ))}
        </FieldGroup>
      ) : null}
    </Stack>
  );
}

function ShopStep({ draft, onDraft }: StepProps): ReactNode {
  const t = useT('admin');
  const { shop } = draft;
  return (
    <Stack gap="md">
      <p className="quiet">{t('tree.wizard.shopOptional')}</p>
      <FieldGroup columns={2}>
        <TextInput
          label={t('common:labels.name')}
          maxLength={120}
          value={shop.name}
          onChange={(event) => onDraft({ shop: { ...shop, name: event.currentTarget.value } })}
        />
        <TextInput
          label={t('shops.slug')}
          description={t('shops.slugHelp')}
          maxLength={40}
          value={shop.slug}
          onChange={(event) => onDraft({ shop: { ...shop, slug: event.currentTarget.value } })}
        />
      </FieldGroup>
    </Stack>
  );
}

function OwnerStep({ draft, onDraft, errors }: StepProps): ReactNode {
  const t = useT('admin');
  const { owner } = draft;
  const isDirect = draft.how === 'direct';
  return (
    <Stack gap="md">
      <p className="quiet">
        {t('tree.wizard.ownerHelp')} {t(isDirect ? 'tree.wizard.ownerOptional' : 'tree.wizard.shopLater')}
      </p>
      <FieldGroup columns={2}>
        <TextInput
          label={t('common:labels.name')}
          required={!isDirect}
          maxLength={120}
          value={owner.name}
          onChange={(event) => onDraft({ owner: { ...owner, name: event.currentTarget.value } })}
        />
        <TextInput
          label={t('common:labels.mail')}
          type="email"
          required={!isDirect}
          maxLength={254}
          error={errors['invitation.owner.mail']}
          value={owner.mail}
          onChange={(event) => onDraft({ owner: { ...owner, mail: event.currentTarget.value } })}
        />
        <NativeSelect
          label={t('team.mailLanguage')}
          data={LOCALES.map((each) => ({ value: each, label: LOCALE_NAMES[each] }))}
          value={owner.locale}
          onChange={(event) =>
            onDraft({ owner: { ...owner, locale: event.currentTarget.value === 'en' ? 'en' : 'zh-CN' } })
          }
        />
      </FieldGroup>
      <p className="quiet small">{t('tree.wizard.credit')}</p>
    </Stack>
  );
}
