import { useT } from '@keyfall/i18n';
import { NetworkBanner, useNavigation } from '@keyfall/web';
import type { ReactNode } from 'react';
import { shop } from '../boot.ts';
import { ShopFooter } from './shop-footer.tsx';
import { ShopHeader } from './shop-header.tsx';
import { TabBar } from './tab-bar.tsx';
import classes from './frame.module.css';

/** Pages whose own bar with the next step takes the place of the tabs on a phone. */
const OWN_BAR = /^\/(?:p\/|cart|checkout)/;

/** The brand's frame around every page. */
export function ShopFrame({ children }: { readonly children: (path: string) => ReactNode }): ReactNode {
  const t = useT('shop');
  const { path } = useNavigation();
  const hasOwnBar = OWN_BAR.test(path);
  return (
    <div className={classes['frame']} data-own-bar={hasOwnBar || undefined}>
      <a className={classes['skip']} href="#content">
        {t('ui:skipToContent')}
      </a>
      <NetworkBanner />
      <ShopHeader />
      {shop.notice === null || shop.notice === '' ? null : (
        <aside className={classes['notice']} aria-label={t('notice')}>
          {shop.notice}
        </aside>
      )}
      <main id="content" className={classes['main']}>
        {children(path)}
      </main>
      <ShopFooter />
      {hasOwnBar ? null : <TabBar />}
    </div>
  );
}
