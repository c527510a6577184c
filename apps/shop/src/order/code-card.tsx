import { useFormat, useT } from '@keyfall/i18n';
import { CodeText, CopyButton } from '@keyfall/ui';
import { Button } from '@mantine/core';
import { IconDownload, IconExternalLink, IconQrcode } from '@tabler/icons-react';
import { Suspense, lazy, useState } from 'react';
import type { ReactNode } from 'react';
import { shop } from '../boot.ts';
import type { OrderLine, RevealedCode } from '../orders-api.ts';
import { codeText, mainPart, safeLink } from './code-text.ts';
import { saveCodeImage } from './save-code-image.ts';
import classes from './order.module.css';

const QrCode = lazy(() => import('@keyfall/ui/qr-code').then((m) => ({ default: m.QrCode })));

export interface CodeCardProps {
  readonly code: RevealedCode;
  readonly line: OrderLine;
  readonly orderNo: string;
  readonly total: number;
}

/** One open code: readable at arm's length, copied with one tap, redeemed with another. */
export function CodeCard({ code, line, orderNo, total }: CodeCardProps): ReactNode {
  const t = useT('shop');
  const format = useFormat();
  const [showsQr, setQr] = useState(false);
  const [saved, setSaved] = useState(false);
  const link = safeLink(code.link);
  const parts = [
    { label: t('code.number'), value: code.number },
    { label: code.number === null ? t('code.code') : t('code.secret'), value: code.secret },
    { label: t('code.link'), value: code.link },
    { label: t('code.linkPassword'), value: code.password },
  ].filter((part): part is { label: string; value: string } => part.value !== null);
  const save = async (): Promise<void> => {
    await saveCodeImage({
      shopName: shop.name,
      accent: shop.brand.accent,
      title: `${line.productName} · ${line.skuName}`,
      parts,
      footer: orderNo,
      fileName: `${orderNo}-${line.line}-${code.unit}.png`,
    });
    setSaved(true);
  };
  return (
    <div className={classes['code']}>
      {total > 1 ? <p className={classes['codeUnit']}>{t('code.unit', { unit: code.unit, total })}</p> : null}
      {parts.map((part) => (
        <div key={part.label} className={classes['codePart']}>
          <span className={classes['codeLabel']} aria-hidden="true">
            {part.label}
          </span>
          <CodeText value={part.value} label={part.label} size="display" canCopy={parts.length > 1} />
        </div>
      ))}
      {code.expiresAt === null ? null : (
        <p className={classes['quiet']}>{t('code.expires', { date: format.date(code.expiresAt) })}</p>
      )}
      <div className={classes['codeActions']}>
        <CopyButton variant="button" fullWidth text={codeText(code)} label={t('code.copy')} />
        {link === undefined ? null : (
          <Button
            component="a"
            href={link}
            target="_blank"
            rel="noopener noreferrer"
            variant="default"
            size="lg"
            fullWidth
            leftSection={<IconExternalLink size={18} aria-hidden />}
          >
            {t('code.open')}
          </Button>
        )}
      </div>
      <div className={classes['codeMore']}>
        <Button
          variant="subtle"
          leftSection={<IconQrcode size={18} aria-hidden />}
          aria-expanded={showsQr}
          onClick={() => setQr(!showsQr)}
        >
          {t(showsQr ? 'code.hideQr' : 'code.qr')}
        </Button>
        <Button variant="subtle" leftSection={<IconDownload size={18} aria-hidden />} onClick={() => void save()}>
          {t('code.saveImage')}
        </Button>
      </div>
      <output className={classes['said']}>{saved ? t('code.imageSaved') : ''}</output>
      {showsQr ? (
        <Suspense fallback={<div className={classes['qr']} />}>
          <QrCode text={mainPart(code)} label={t('code.qrOf', { what: parts.at(0)?.label ?? '' })} />
        </Suspense>
      ) : null}
    </div>
  );
}
