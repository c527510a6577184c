import { useT } from '@keyfall/i18n';
import { useNavigation } from '@keyfall/web';
import { IconArrowLeft, IconReceipt2, IconShoppingBag, IconUser } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useCart } from '../cart/cart-store.ts';
import { SearchField } from '../home/search-field.tsx';
import { links } from '../links.ts';
import { useShopSession } from '../parts/session.ts';
import { BrandMark } from './brand-mark.tsx';
import { SchemeButton } from './scheme-button.tsx';
import classes from './frame.module.css';

/** Brand, search, and the ways that a desktop has in sight; a phone has them in the tab bar. */
export function ShopHeader(): ReactNode {
  const t = useT('shop');
  const { path, navigate } = useNavigation();
  const session = useShopSession();
  const count = useCart().length;
  const isHome = path === links.home;
  const isMember = session?.role === 'member';
  const goBack = (): void => {
    if (window.history.length > 1) window.history.back();
    else navigate(links.home);
  };
  return (
    <header className={classes['header']}>
      <div className={classes['bar']}>
        {isHome ? null : (
          <button type="button" className={classes['back']} onClick={goBack} aria-label={t('nav.back')}>
            <IconArrowLeft size={22} aria-hidden />
          </button>
        )}
        <BrandMark />
        <div className={classes['search']} data-home={isHome || undefined}>
          <SearchField />
        </div>
        <nav className={classes['ways']} aria-label={t('nav.main')}>
          <a href={isMember ? links.accountOrders : links.findOrder} className={classes['way']}>
            <IconReceipt2 size={20} aria-hidden />
            {isMember ? t('nav.orders') : t('nav.findOrder')}
          </a>
          <a href={isMember ? links.account : links.login()} className={classes['way']}>
            <IconUser size={20} aria-hidden />
            {isMember ? t('nav.account') : t('nav.signIn')}
          </a>
          <a href={links.cart} className={classes['way']}>
            <span className={classes['withCount']}>
              <IconShoppingBag size={20} aria-hidden />
              {count === 0 ? null : <span className={classes['count']}>{count}</span>}
            </span>
            {t('nav.cart')}
          </a>
        </nav>
        <SchemeButton />
      </div>
    </header>
  );
}
