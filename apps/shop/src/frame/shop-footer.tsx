import { LEGAL_TEXTS } from '@keyfall/contracts';
import { LOCALES, LOCALE_NAMES, useI18n, useT } from '@keyfall/i18n';
import { LocaleLinks } from '@keyfall/ui';
import { switchLocale } from '@keyfall/web';
import type { ReactNode } from 'react';
import { shop } from '../boot.ts';
import { links } from '../links.ts';
import classes from './frame.module.css';

const LANGUAGES = LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }));

/** Who one buys from, and nobody above: legal texts, help, language. */
export function ShopFooter(): ReactNode {
  const t = useT('shop');
  const i18n = useI18n();
  const onLocale = (value: string): void => {
    const locale = LOCALES.find((each) => each === value);
    if (locale !== undefined) void switchLocale(i18n, locale);
  };
  return (
    <footer className={classes['footer']}>
      <div className={classes['footerInner']}>
        <div className={classes['footerAbout']}>
          <strong>{shop.name}</strong>
          {shop.supportContact === null || shop.supportContact === '' ? null : (
            <p>{t('legal.support', { contact: shop.supportContact })}</p>
          )}
        </div>
        <nav className={classes['footerLinks']} aria-label={t('nav.footer')}>
          <a href={links.findOrder}>{t('nav.findOrder')}</a>
          {LEGAL_TEXTS.map((text) => (
            <a key={text} href={links.legal(text)}>
              {t(`legal.${text}`)}
            </a>
          ))}
        </nav>
        <LocaleLinks locales={LANGUAGES} onChange={onLocale} />
      </div>
    </footer>
  );
}
