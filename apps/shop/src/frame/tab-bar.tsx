import { useT } from '@keyfall/i18n';
import { useNavigation } from '@keyfall/web';
import { IconHome, IconReceipt2, IconShoppingBag, IconUser } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useCart } from '../cart/cart-store.ts';
import { links } from '../links.ts';
import { useShopSession } from '../parts/session.ts';
import classes from './frame.module.css';

/** The four ways of a phone, in reach of the thumb. */
export function TabBar(): ReactNode {
  const t = useT('shop');
  const { path } = useNavigation();
  const count = useCart().length;
  const isMember = useShopSession()?.role === 'member';
  const orders = isMember ? links.accountOrders : links.findOrder;
  const account = isMember ? links.account : links.login();
  const tabs = [
    { href: links.home, label: t('nav.home'), icon: IconHome, here: path === '/' },
    { href: orders, label: isMember ? t('nav.orders') : t('nav.findOrder'), icon: IconReceipt2, here: path === orders },
    { href: links.cart, label: t('nav.cart'), icon: IconShoppingBag, here: path === links.cart, count },
    { href: account, label: isMember ? t('nav.account') : t('nav.signIn'), icon: IconUser, here: path === account },
  ];
  return (
    <nav className={classes['tabs']} aria-label={t('nav.main')}>
      {tabs.map(({ href, label, icon: Icon, here, count: badge }) => (
        <a key={href} href={href} className={classes['tab']} aria-current={here ? 'page' : undefined}>
          <span className={classes['withCount']}>
            <Icon size={22} stroke={here ? 2.1 : 1.7} aria-hidden />
            {badge === undefined || badge === 0 ? null : <span className={classes['count']}>{badge}</span>}
          </span>
          {label}
        </a>
      ))}
    </nav>
  );
}
