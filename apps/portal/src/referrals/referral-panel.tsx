import type { ReferralCodeDto, ReferralPageDto } from '@keyfall/contracts/income-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, CopyButton, KeyValueList, Money, PanelSection, SidePanel, StateBadge } from '@keyfall/ui';
import { QrCode } from '@keyfall/ui/qr-code';
import { Can, useErrorNotice } from '@keyfall/web';
import { Button, NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import classes from './referrals.module.css';

/** One code: what it brought, its link to each shop as text and QR code, and its end. */
export function ReferralPanel({
  code,
  shops,
  onClose,
}: {
  readonly code: ReferralCodeDto;
  readonly shops: ReferralPageDto['shops'];
  readonly onClose: () => void;
}): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const isActive = code.endedAt === null;
  return (
    <SidePanel
      opened
      onClose={onClose}
      title={<span className="mono">{code.code}</span>}
      state={
        <StateBadge tone={isActive ? 'success' : 'neutral'}>
          {t(isActive ? 'referrals.active' : 'referrals.ended')}
        </StateBadge>
      }
      actions={isActive ? <EndCode code={code.code} /> : null}
    >
      <PanelSection>
        <KeyValueList
          items={[
            { label: t('referrals.name'), value: code.name, align: 'end' },
            { label: t('referrals.orders'), value: format.number(code.orders), align: 'end' },
            { label: t('referrals.income'), value: <Money {...code.income} />, align: 'end' },
            ...(code.endedAt === null
              ? []
              : [{ label: t('referrals.ended'), value: format.dateTime(code.endedAt), align: 'end' as const }]),
          ]}
        />
      </PanelSection>
      {isActive ? (
        <PanelSection title={t('referrals.links')}>
          <Links code={code.code} shops={shops} />
        </PanelSection>
      ) : null}
    </SidePanel>
  );
}

function Links({ code, shops }: { readonly code: string; readonly shops: ReferralPageDto['shops'] }): ReactNode {
  const t = useT('portal');
  const [chosen, choose] = useState(shops[0]?.origin);
  const shop = shops.find(({ origin }) => origin === chosen) ?? shops[0];
  if (shop === undefined) return <p>{t('referrals.noShops')}</p>;
  const link = `${shop.origin}/?r=${encodeURIComponent(code)}`;
  return (
    <>
      <NativeSelect
        label={t('referrals.chooseShop')}
        data={shops.map(({ name, origin }) => ({ value: origin, label: name }))}
        value={shop.origin}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      <p className={classes['link']}>
        <a href={link} target="_blank" rel="noreferrer">
          {link}
        </a>
        <CopyButton text={link} />
      </p>
      <div className={classes['qr']}>
        <QrCode text={link} label={t('referrals.qr')} />
      </div>
    </>
  );
}

function EndCode({ code }: { readonly code: string }): ReactNode {
  const t = useT('portal');
  const noticeOf = useErrorNotice();
  const [asks, setAsks] = useState(false);
  const end = useMutation({
    mutationFn: () => client.referrals.end.mutate({ code }),
    onSuccess: async () => {
      setAsks(false);
      await queryClient.invalidateQueries({ queryKey: trpc.referrals.pathKey() });
    },
  });
  return (
    <Can permission="referrals.write">
      <Button variant="light" color="red" onClick={() => setAsks(true)}>
        {t('referrals.end')}
      </Button>
      <ConfirmAction
        opened={asks}
        onClose={() => setAsks(false)}
        title={t('referrals.confirmEnd', { code })}
        description={t('referrals.confirmEndHelp')}
        confirmLabel={t('referrals.end')}
        busy={end.isPending}
        error={noticeOf(end.error)}
        onConfirm={() => end.mutate()}
      />
    </Can>
  );
}
