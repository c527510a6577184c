import { useT } from '@keyfall/i18n';
import { GeneratedCover, Money, accentOf, brandVariables } from '@keyfall/ui';
import type { Scheme } from '@keyfall/ui';
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { CSSProperties, ReactNode } from 'react';
import { Logo } from './logo-field.tsx';
import { brandOfValues } from './shop-values.ts';
import type { ShopValues } from './shop-values.ts';
import classes from './preview.module.css';

const SCHEMES = ['light', 'dark'] as const;

/** The first screen of the shop on a phone, in the look that is being edited and not saved yet. */
export function ShopPreview({ values, shopId }: { readonly values: ShopValues; readonly shopId: string }): ReactNode {
  const t = useT('portal');
  const [scheme, setScheme] = useState<Scheme>('light');
  const brand = brandOfValues(values);
  const variables = brandVariables(brand);
  const locale = values.defaultLocale === 'en' ? 'en' : 'zh-CN';
  const words = (text: 'search' | 'buy' | 'home' | 'orders' | 'stock'): string => t(`shops.preview.${text}`);
  const goods = (['video', 'music', 'game', 'cloud'] as const).map((kind) => t(`shops.preview.goods.${kind}`));
  return (
    <>
      <div className={classes['bar']}>
        <span>{t('shops.preview.title')}</span>
        <SegmentedControl
          size="xs"
          aria-label={t('shops.preview.scheme')}
          value={scheme}
          onChange={(next) => setScheme(next === 'dark' ? 'dark' : 'light')}
          data={SCHEMES.map((value) => ({ value, label: t(`shops.schemes.${value}`) }))}
        />
      </div>
      <div
        className={classes['phone']}
        data-mantine-color-scheme={scheme}
        lang={locale}
        style={{ ...variables.shared, ...variables[scheme] } as CSSProperties}
      >
        <div className={classes['head']}>
          <Logo name={values.name} imageId={values.brand.logoImageId} />
          <strong>{values.name === '' ? '…' : values.name}</strong>
        </div>
        {values.notice.trim() === '' ? null : <p className={classes['notice']}>{values.notice}</p>}
        <div className={classes['search']}>{words('search')}</div>
        <p className={classes['tagline']}>{values.brand.tagline[locale]}</p>
        <div className={classes['grid']}>
          {goods.map((name, index) => (
            <div key={name} className={classes['product']}>
              <GeneratedCover seed={`${shopId}${index}`} name={name} accent={accentOf(brand, scheme)} />
              <span>{name}</span>
              <b>
                <Money amount={`${18 + index * 7}.00`} currency="CNY" />
              </b>
            </div>
          ))}
        </div>
        <div className={classes['buy']}>
          <span className={classes['link']}>{words('stock')}</span>
          <span className={classes['button']}>{words('buy')}</span>
        </div>
        {values.supportContact.trim() === '' ? null : (
          <p className={classes['support']}>{t('shops.preview.support', { contact: values.supportContact })}</p>
        )}
      </div>
    </>
  );
}
