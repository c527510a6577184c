import { lazyRoute, route } from '@keyfall/web/router';
import { HomePage } from './home/home-page.tsx';

/** The shop's places. Only the first page is in the first chunk; everything else comes when somebody goes there. */
export const routes = {
  home: route('/', HomePage),
  product: lazyRoute('/p/:slug', () => import('./product/product-page.tsx').then((m) => m.ProductPage)),
  cart: lazyRoute('/cart', () => import('./cart/cart-page.tsx').then((m) => m.CartPage)),
  checkout: lazyRoute('/checkout', () => import('./checkout/checkout-page.tsx').then((m) => m.CheckoutPage)),
  order: lazyRoute('/orders/:orderNo', () => import('./order/order-page.tsx').then((m) => m.OrderPage)),
  findOrder: lazyRoute('/find-order', () => import('./find/find-order-page.tsx').then((m) => m.FindOrderPage)),
  login: lazyRoute('/login', () => import('./account/login-page.tsx').then((m) => m.LoginPage)),
  register: lazyRoute('/register', () => import('./account/register-page.tsx').then((m) => m.RegisterPage)),
  verify: lazyRoute('/verify-mail', () => import('./account/verify-page.tsx').then((m) => m.VerifyPage)),
  forgotPassword: lazyRoute('/forgot-password', () =>
    import('./account/forgot-password-page.tsx').then((m) => m.ForgotPasswordPage),
  ),
  resetPassword: lazyRoute('/password-reset', () =>
    import('./account/reset-password-page.tsx').then((m) => m.ResetPasswordPage),
  ),
  account: lazyRoute('/account', () => import('./account/orders-page.tsx').then((m) => m.OrdersPage)),
  accountOrders: lazyRoute('/account/orders', () => import('./account/orders-page.tsx').then((m) => m.OrdersPage)),
  accountInvoices: lazyRoute('/account/invoices', () =>
    import('./account/invoices-page.tsx').then((m) => m.InvoicesPage),
  ),
  inbox: lazyRoute('/account/inbox', () => import('./account/inbox-page.tsx').then((m) => m.InboxPage)),
  profile: lazyRoute('/account/profile', () => import('./account/profile-page.tsx').then((m) => m.ProfilePage)),
  sessions: lazyRoute('/account/sessions', () => import('./account/sessions-page.tsx').then((m) => m.SessionsPage)),
  legal: lazyRoute('/legal/:text', () => import('./legal/legal-page.tsx').then((m) => m.LegalPage)),
};
