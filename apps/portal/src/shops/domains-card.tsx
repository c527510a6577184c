import type { DomainDto } from '@keyfall/contracts/tenancy-schemas';
import { useFormat, useI18n, useT } from '@keyfall/i18n';
import { ConfirmAction, CopyButton, EmptyState, ErrorState } from '@keyfall/ui';
import { Can, Loaded, StateLabel, useErrorNotice } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import classes from './shops.module.css';

async function refreshDomains(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: trpc.shops.pathKey() });
}

/** Domains of one's own: what to write into DNS, whether it was found, and since when the shop is reached there. */
export function DomainsCard({ shopId }: { readonly shopId: string }): ReactNode {
  const t = useT('portal');
  const query = useQuery(trpc.shops.domains.queryOptions({ id: shopId }));
  return (
    <div className={classes['domains']}>
      <p style={{ margin: 0 }}>{t('domains.help')}</p>
      <Can permission="domains.write">
        <AddDomain shopId={shopId} />
      </Can>
      <Loaded query={query}>
        {(domains) =>
          domains.length === 0 ? (
            <EmptyState compact title={t('domains.emptyTitle')} description={t('domains.emptyHelp')} />
          ) : (
            domains.map((domain) => <Domain key={domain.id} domain={domain} />)
          )
        }
      </Loaded>
    </div>
  );
}

function AddDomain({ shopId }: { readonly shopId: string }): ReactNode {
  const t = useT('portal');
  const noticeOf = useErrorNotice();
  const [host, setHost] = useState('');
  const add = useMutation({
    mutationFn: () => client.shops.addDomain.mutate({ shopId, host: host.trim() }),
    onSuccess: async () => {
      await refreshDomains();
      setHost('');
    },
  });
  const notice = noticeOf(add.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (host.trim() !== '') add.mutate();
      }}
    >
      <div style={{ display: 'flex', gap: 8, alignItems: 'flex-end' }}>
        <TextInput
          style={{ flex: 1 }}
          label={t('domains.host')}
          placeholder="shop.example.com"
          maxLength={253}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          value={host}
          onChange={(event) => setHost(event.currentTarget.value)}
        />
        <Button type="submit" loading={add.isPending} disabled={host.trim().length < 4}>
          {t('domains.add')}
        </Button>
      </div>
      {notice === undefined ? null : <ErrorState compact error={notice} />}
    </form>
  );
}

function Domain({ domain }: { readonly domain: DomainDto }): ReactNode {
  const t = useT('portal');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const [removing, setRemoving] = useState(false);
  const check = useMutation({
    mutationFn: () => client.shops.checkDomain.mutate({ id: domain.id }),
    onSuccess: async ({ state }) => {
      await refreshDomains();
      if (state === 'verified') toast.success(t('domains.found', { host: domain.host }));
    },
    onError: toast.error,
  });
  const remove = useMutation({
    mutationFn: () => client.shops.removeDomain.mutate({ id: domain.id }),
    onSuccess: async () => {
      setRemoving(false);
      await refreshDomains();
    },
  });
  return (
    <article className={classes['domain']} aria-label={domain.host}>
      <div className={classes['domainHead']}>
        <h3>{domain.host}</h3>
        <StateLabel of="domain" state={domain.state} />
        <Can permission="domains.write">
          <div className={classes['domainActions']}>
            <Button size="xs" variant="default" loading={check.isPending} onClick={() => check.mutate()}>
              {t('domains.check')}
            </Button>
            <Button size="xs" variant="subtle" color="gray" onClick={() => setRemoving(true)}>
              {t('common:actions.remove')}
            </Button>
          </div>
        </Can>
      </div>
      <DomainStory domain={domain} />
      <ConfirmAction
        opened={removing}
        onClose={() => setRemoving(false)}
        title={t('domains.removeTitle')}
        description={t('domains.removeEffect')}
        facts={[{ label: t('domains.host'), value: domain.host }]}
        confirmLabel={t('common:actions.remove')}
        danger
        busy={remove.isPending}
        error={noticeOf(remove.error)}
        onConfirm={() => remove.mutate()}
      />
    </article>
  );
}

/** What is to be done, or since when it is done. */
function DomainStory({ domain }: { readonly domain: DomainDto }): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const { lookUp } = useI18n();
  if (domain.state === 'verified') {
    return (
      <p>
        {domain.verifiedAt === null ? null : t('domains.verifiedSince', { at: format.dateTime(domain.verifiedAt) })}{' '}
        {t('domains.pointHere', { target: window.location.host.replace(/^[^.]+\./, '') })}
      </p>
    );
  }
  return (
    <>
      <p>{t(domain.state === 'lost' ? 'domains.lostHelp' : 'domains.recordHelp')}</p>
      <dl className={classes['record']}>
        <dt>{t('domains.recordType')}</dt>
        <dd>TXT</dd>
        <span />
        <dt>{t('domains.recordName')}</dt>
        <dd>{domain.record.name}</dd>
        <CopyButton text={domain.record.name} label={t('domains.copyName')} />
        <dt>{t('domains.recordValue')}</dt>
        <dd>{domain.record.value}</dd>
        <CopyButton text={domain.record.value} label={t('domains.copyValue')} />
      </dl>
      <p aria-live="polite">
        {domain.checkedAt === null
          ? t('domains.notChecked')
          : t('domains.lastCheck', {
              at: format.dateTime(domain.checkedAt),
              finding: lookUp(`portal:domains.findings.${domain.lastError ?? 'txt_missing'}`) ?? domain.lastError ?? '',
            })}
      </p>
    </>
  );
}
