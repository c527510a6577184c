import { useFormat, useT } from '@keyfall/i18n';
import { KeyValueList, Money, PageHeader, ProgressJob } from '@keyfall/ui';
import { Loaded, StateLabel, useCan, useNavigation, useTitle } from '@keyfall/web';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { Card } from '../parts/card.tsx';
import { usePortalSession } from '../session/use-portal-session.ts';
import { DownloadPanel } from './download-panel.tsx';
import type { DownloadWish } from './download-panel.tsx';
import classes from './purchases.module.css';
import { ResumePurchase } from './resume-purchase.tsx';

export type Purchase = Outputs['purchases']['get'];
export type Export = Purchase['exports'][number];

const LOOK_EVERY_MS = 1_000;
const UNDER_WAY: ReadonlySet<Purchase['state']> = new Set(['paid', 'fulfilling', 'partly_delivered']);

/** Units that may still come: neither here nor paid back. */
function openUnits(purchase: Purchase): number {
  return purchase.lines.reduce((sum, line) => sum + line.quantity - line.delivered - line.refundedOpen, 0);
}

function isMoving(purchase: Purchase): boolean {
  return UNDER_WAY.has(purchase.state) && openUnits(purchase) > 0;
}

/** One purchase: how far it is, what it cost, and its codes as a file. */
export function PurchasePage(): ReactNode {
  const orderNo = useNavigation().path.split('/')[2] ?? '';
  const query = useQuery({
    ...trpc.purchases.get.queryOptions({ orderNo }),
    refetchInterval: (state) => (state.state.data !== undefined && isMoving(state.state.data) ? LOOK_EVERY_MS : false),
  });
  return <Loaded query={query}>{(purchase) => <Detail purchase={purchase} />}</Loaded>;
}

function Detail({ purchase }: { readonly purchase: Purchase }): ReactNode {
  const t = useT('portal');
  const can = useCan();
  const [wish, setWish] = useState<DownloadWish | undefined>(undefined);
  useTitle(purchase.orderNo, usePortalSession().distributor.name);
  return (
    <>
      <PageHeader
        title={purchase.orderNo}
        description={purchase.title}
        state={<StateLabel of="order" state={purchase.state} />}
        back={{ href: '/purchases', label: t('purchases.back') }}
        action={
          can('purchases.export') && purchase.exportable > 0 ? (
            <Button onClick={() => setWish({})}>{t('purchases.download.open')}</Button>
          ) : null
        }
      />
      <div className={classes['parts']}>
        <Progress purchase={purchase} />
        <Card title={t('purchases.lines')}>
          <Lines purchase={purchase} />
        </Card>
        <Card title={t('purchases.exports')} help={t('purchases.exportsHelp')}>
          <Exports purchase={purchase} onAgain={setWish} />
        </Card>
      </div>
      {wish === undefined ? null : <DownloadPanel purchase={purchase} wish={wish} onClose={() => setWish(undefined)} />}
    </>
  );
}

function Progress({ purchase }: { readonly purchase: Purchase }): ReactNode {
  const t = useT('portal');
  const moving = isMoving(purchase);
  const isWhole = purchase.delivered === purchase.units;
  const tone = moving ? 'info' : isWhole ? 'success' : 'warning';
  return (
    <ProgressJob
      title={t('purchases.progress')}
      state={t(moving ? 'purchases.processing' : isWhole ? 'purchases.done' : 'purchases.partly')}
      tone={tone}
      running={moving}
      done={purchase.delivered}
      total={purchase.units}
      {...(moving ? { note: t('purchases.processingHelp') } : {})}
    />
  );
}

function Lines({ purchase }: { readonly purchase: Purchase }): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const isSome = (amount: string): boolean => /[1-9]/.test(amount);
  return (
    <KeyValueList
      items={[
        ...purchase.lines.map((line) => ({
          label: `${line.name}${line.faceValue === null ? '' : ` · ${line.faceValue}`} × ${format.number(line.quantity)}`,
          value: <Money {...line.amount} />,
          align: 'end' as const,
        })),
        { label: t('purchases.paid'), value: <Money {...purchase.amount} />, align: 'end', strong: true },
        ...(isSome(purchase.bonus.amount)
          ? [{ label: t('purchases.ofBonus'), value: <Money {...purchase.bonus} />, align: 'end' as const }]
          : []),
        ...(isSome(purchase.refunded.amount)
          ? [{ label: t('purchases.refunded'), value: <Money {...purchase.refunded} />, align: 'end' as const }]
          : []),
      ]}
    />
  );
}

interface ExportsProps {
  readonly purchase: Purchase;
  /** Downloads once more what cannot go on where it broke off. */
  readonly onAgain: (wish: DownloadWish) => void;
}

function Exports({ purchase, onAgain }: ExportsProps): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const can = useCan();
  const [broken, setBroken] = useState<Export | undefined>(undefined);
  const { exports } = purchase;
  if (exports.length === 0) return <p className={classes['quiet']}>{t('purchases.noExports')}</p>;
  // Newest first: what was fetched whole after a broken one has made up for it.
  const lastWhole = exports.findIndex((row) => row.finishedAt !== null);
  const isMissing = (row: Export, index: number): boolean =>
    can('purchases.export') &&
    (lastWhole === -1 || index < lastWhole) &&
    row.finishedAt === null &&
    row.skipUnits < purchase.exportable;
  return (
    <ul className={classes['exports']}>
      {exports.map((row, index) => (
        <li key={row.id}>
          <span>
            {t('purchases.exportedBy', {
              units: format.number(row.units),
              format: `${t(`purchases.download.formats.${row.format}`)}${row.isZip ? ' · ZIP' : ''}`,
              time: format.dateTime(row.startedAt),
            })}
            {row.finishedAt === null ? <span className={classes['quiet']}> · {t('purchases.broken')}</span> : null}
          </span>
          {isMissing(row, index) ? (
            <Button size="compact-sm" variant="default" onClick={() => (goesOn(row) ? setBroken(row) : onAgain(row))}>
              {goesOn(row) ? t('common:resume.act') : t('purchases.download.again')}
            </Button>
          ) : null}
        </li>
      ))}
      {broken === undefined ? null : (
        <ResumePurchase purchase={purchase} broken={broken} onClose={() => setBroken(undefined)} />
      )}
    </ul>
  );
}

/** Text is the same every time it is written; an archive and a workbook are not. */
const goesOn = (row: Export): boolean => !row.isZip && row.format !== 'xlsx';
