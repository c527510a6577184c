import { EXPORT_FORMATS } from '@keyfall/contracts/purchase-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { CopyButton, SidePanel } from '@keyfall/ui';
import { useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, Checkbox, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import type { Export, Purchase } from './purchase-page.tsx';
import { readQuantity } from './use-cart.ts';

type Started = Outputs['purchases']['startExport'];

/** How a download before this one was made; what is left out has its usual value. */
export type DownloadWish = Partial<Pick<Export, 'format' | 'isZip' | 'skipUnits'>>;

/** Prepares a download, after the second factor; shows the archive's password once, then lets the file be fetched. */
export function DownloadPanel({
  purchase,
  wish,
  onClose,
}: {
  readonly purchase: Purchase;
  readonly wish: DownloadWish;
  readonly onClose: () => void;
}): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const [started, setStarted] = useState<Started | undefined>(undefined);
  const count = started?.units ?? purchase.exportable;
  return (
    <SidePanel opened onClose={onClose} title={t('purchases.download.title', { count: format.number(count) })}>
      {started === undefined ? (
        <Wish purchase={purchase} wish={wish} onStarted={setStarted} />
      ) : (
        <Ready started={started} />
      )}
    </SidePanel>
  );
}

function Wish({
  purchase,
  wish,
  onStarted,
}: {
  readonly purchase: Purchase;
  readonly wish: DownloadWish;
  readonly onStarted: (started: Started) => void;
}): ReactNode {
  const t = useT('portal');
  const toast = useToast();
  const withStepUp = useStepUp();
  const [format, setFormat] = useState<(typeof EXPORT_FORMATS)[number]>(wish.format ?? 'csv');
  const [zip, setZip] = useState(wish.isZip ?? true);
  const [skip, setSkip] = useState(wish.skipUnits === undefined || wish.skipUnits === 0 ? '' : String(wish.skipUnits));
  const skipUnits = skip.trim() === '' ? 0 : readQuantity(skip);
  const isBad = skipUnits === undefined || skipUnits >= purchase.exportable;
  const start = useMutation({
    mutationFn: () =>
      withStepUp(() =>
        client.purchases.startExport.mutate({ orderNo: purchase.orderNo, format, zip, skipUnits: skipUnits ?? 0 }),
      ),
    onSuccess: onStarted,
    onError: toast.error,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isBad) start.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <p className="quiet small">{t('purchases.download.help')}</p>
        <SegmentedControl
          aria-label={t('purchases.download.format')}
          value={format}
          onChange={(next) => setFormat(EXPORT_FORMATS.find((one) => one === next) ?? 'csv')}
          data={EXPORT_FORMATS.map((value) => ({ value, label: t(`purchases.download.formats.${value}`) }))}
        />
        <Checkbox
          label={t('purchases.download.zip')}
          description={t('purchases.download.zipHelp')}
          checked={zip}
          onChange={(event) => setZip(event.currentTarget.checked)}
        />
        <TextInput
          label={t('purchases.download.skip')}
          description={t('purchases.download.skipHelp')}
          inputMode="numeric"
          maxLength={9}
          value={skip}
          error={skip.trim() !== '' && isBad}
          onChange={(event) => setSkip(event.currentTarget.value)}
        />
        <Button type="submit" loading={start.isPending} disabled={isBad}>
          {t('purchases.download.start')}
        </Button>
      </Stack>
    </form>
  );
}

function Ready({ started }: { readonly started: Started }): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const [isFetched, setFetched] = useState(false);
  const fetched = (): void => {
    setFetched(true);
    void queryClient.invalidateQueries({ queryKey: trpc.purchases.get.pathKey() });
  };
  return (
    <Stack gap="md">
      {started.password === null ? null : (
        <div>
          <strong>{t('purchases.download.password')}</strong>
          <p className="mono" data-password style={{ fontSize: 18, margin: '4px 0' }}>
            {started.password} <CopyButton text={started.password} label={t('purchases.download.password')} />
          </p>
          <p className="quiet small">{t('purchases.download.passwordHelp')}</p>
        </div>
      )}
      <p className="quiet small">
        {t('purchases.download.ready')}.{' '}
        {t('purchases.download.readyHelp', { time: format.dateTime(started.expiresAt) })}
      </p>
      <Button component="a" href={started.url} download={started.fileName} disabled={isFetched} onClick={fetched}>
        {t('purchases.download.fetch', { name: started.fileName })}
      </Button>
    </Stack>
  );
}
