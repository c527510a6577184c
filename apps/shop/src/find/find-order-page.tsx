import { useT } from '@keyfall/i18n';
import { useTitle } from '@keyfall/web';
import { IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { shop } from '../boot.ts';
import { links } from '../links.ts';
import { useLinkToken } from '../parts/link-token.ts';
import pageClasses from '../parts/page.module.css';
import { FindForm } from './find-form.tsx';
import { OpenLink } from './open-link.tsx';
import { recentOrders } from './recent-orders.ts';
import classes from './find.module.css';

/** Finding an order again: by its number and contact (a link is mailed), by the mailed link, or because it was made here. */
export function FindOrderPage(): ReactNode {
  const t = useT('shop');
  const link = useLinkToken();
  useTitle(t('find.title'), shop.name);
  if (link !== undefined) return <OpenLink link={link} />;
  return (
    <div className={pageClasses['narrow']}>
      <h1 className={pageClasses['title']} data-page-title>
        {t('find.title')}
      </h1>
      <p className={pageClasses['lead']}>{t('find.help')}</p>
      <div className={classes['form']}>
        <FindForm />
      </div>
      <RecentOrders />
    </div>
  );
}

function RecentOrders(): ReactNode {
  const t = useT('shop');
  const orders = recentOrders();
  if (orders.length === 0) return null;
  return (
    <section className={classes['recent']}>
      <h2 className={pageClasses['cardTitle']}>{t('find.recent')}</h2>
      <ul>
        {orders.map((order) => (
          <li key={order.orderNo}>
            <a href={links.order(order.orderNo)} className={classes['recentLink']}>
              <span>
                <strong>{order.title}</strong>
                <code>{order.orderNo}</code>
              </span>
              <IconChevronRight size={18} aria-hidden />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
