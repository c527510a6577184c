import type { ApplicationLinkDto, SaveApplicationLink } from '@keyfall/contracts/application-schemas';
import { useT } from '@keyfall/i18n';
import { ConfirmAction, CopyButton } from '@keyfall/ui';
import { Alert, Button, Group, Stack, Switch, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { ReactNode } from 'react';
import { useErrorNotice } from '../errors/error-notice.ts';
import { Loaded } from '../widgets/loaded.tsx';
import { useToast } from './toasts.tsx';

export interface ApplicationLinkProps {
  readonly canWrite: boolean;
  readonly read: () => Promise<ApplicationLinkDto>;
  readonly save: (change: SaveApplicationLink) => Promise<ApplicationLinkDto>;
}

const QrCode = lazy(() => import('@keyfall/ui/qr-code').then((module) => ({ default: module.QrCode })));
const KEY = ['application-link'];
const QR_SIDE = 132;

/** The public link over which people apply: shared, switched off, renewed. */
export function ApplicationLink({ canWrite, read, save }: ApplicationLinkProps): ReactNode {
  const t = useT('common');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const queries = useQueryClient();
  const [renewing, setRenewing] = useState(false);
  const query = useQuery({ queryKey: KEY, queryFn: read });
  const write = useMutation({
    mutationFn: save,
    onSuccess: (link, { renew }) => {
      queries.setQueryData(KEY, link);
      if (renew) toast.success(t('applying.link.renewed'));
      setRenewing(false);
    },
    onError: (error) => {
      if (!renewing) toast.error(error);
    },
  });
  return (
    <Loaded query={query}>
      {(link) => (
        <Stack gap="sm">
          {link.hindrance === null ? null : (
            <Alert color="gray">{t(`applying.link.hindrances.${link.hindrance}`)}</Alert>
          )}
          {link.url === null ? (
            canWrite && link.hindrance === null ? (
              <Group>
                <Button
                  variant="default"
                  loading={write.isPending}
                  onClick={() => write.mutate({ enabled: true, renew: false })}
                >
                  {t('applying.link.make')}
                </Button>
              </Group>
            ) : null
          ) : (
            <>
              <Switch
                label={t('applying.link.on')}
                description={t('applying.link.onHelp')}
                checked={write.isPending ? write.variables.enabled : link.enabled}
                disabled={!canWrite || write.isPending || (link.hindrance !== null && !link.enabled)}
                onChange={(event) => write.mutate({ enabled: event.currentTarget.checked, renew: false })}
              />
              {link.enabled && link.hindrance === null ? <Shared url={link.url} /> : null}
              {canWrite && link.enabled ? (
                <Group>
                  <Button variant="subtle" size="compact-sm" onClick={() => setRenewing(true)}>
                    {t('applying.link.renew')}
                  </Button>
                </Group>
              ) : null}
            </>
          )}
          <ConfirmAction
            opened={renewing}
            onClose={() => setRenewing(false)}
            title={t('applying.link.renew')}
            description={t('applying.link.renewHelp')}
            danger
            confirmLabel={t('applying.link.renew')}
            busy={write.isPending}
            error={noticeOf(write.error)}
            onConfirm={() => write.mutate({ enabled: true, renew: true })}
          />
        </Stack>
      )}
    </Loaded>
  );
}

function Shared({ url }: { readonly url: string }): ReactNode {
  const t = useT('common');
  return (
    <Group align="flex-start" gap="md">
      <div style={{ width: QR_SIDE, minHeight: QR_SIDE, flex: 'none' }}>
        <Suspense>
          <QrCode text={url} label={t('applying.link.qr')} />
        </Suspense>
      </div>
      <TextInput
        style={{ flex: '1 1 220px', minWidth: 0 }}
        label={t('applying.link.address')}
        readOnly
        value={url}
        onFocus={(event) => event.currentTarget.select()}
        rightSection={<CopyButton text={url} label={t('applying.link.copy')} />}
      />
    </Group>
  );
}
