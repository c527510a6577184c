import { officeTheme, shopTheme } from '@keyfall/ui';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { WebProvider, applyBrand, createQueryClient, preparePage } from '../src/index.ts';
import { createRouter, lazyRoute, route } from '../src/router/index.ts';

const isShop = window.location.pathname.startsWith('/shop');
// Each look has its own style sheets, as the apps have.
await (isShop ? import('./shop-styles.ts') : import('./office-styles.ts'));
const page = await preparePage(['admin']);
const accent = new URLSearchParams(window.location.search).get('accent');
if (accent !== null) applyBrand({ accent });

const [{ OfficePage }, { PartsPage }, { FormsPage }, { LoginExample }, { ShopPage }, { OrderPage }] = await Promise.all(
  [
    import('./office-page.tsx'),
    import('./parts-page.tsx'),
    import('./forms-page.tsx'),
    import('./login-example.tsx'),
    import('./shop-page.tsx'),
    import('./order-page.tsx'),
  ],
);
const { Router } = createRouter({
  office: route('/', OfficePage),
  parts: route('/parts', PartsPage),
  forms: route('/forms', FormsPage),
  login: route('/login', LoginExample),
  shop: route('/shop', ShopPage),
  order: route('/shop/order', OrderPage),
  live: lazyRoute('/live', () => import('./live-page.tsx').then((module) => module.LivePage)),
  long: lazyRoute('/long/:number', () => import('./long-page.tsx').then((module) => module.LongPage)),
});

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <WebProvider page={page} queryClient={createQueryClient()} theme={isShop ? shopTheme : officeTheme}>
      <Router pending={null} notFound={<p>–</p>} failed={() => null}>
        {(shown) => shown}
      </Router>
    </WebProvider>
  </StrictMode>,
);
