import { readFileSync } from 'node:fs';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Gateway } from './gateway/gateway.ts';
import { adminRoutes } from './http/admin-routes.ts';
import { apiRoutes } from './http/api-routes.ts';
import { controlRoutes } from './http/control-routes.ts';
import { answerError, errorBody } from './http/errors.ts';
import { fontRoutes } from './http/font-routes.ts';
import { guardHost, pageHeaders } from './http/guard.ts';
import { payRoutes } from './http/pay-routes.ts';
import { testRoutes } from './http/test-routes.ts';
import { mailRoutes } from './mailbox/mail-routes.ts';
import type { MailWaiting } from './mailbox/mail-waiting.ts';
import { page } from './pages/layout.ts';
import { chooseLocale, translator } from './pages/words.ts';
import { payoutRoutes, payoutTestRoutes } from './payouts/payout-routes.ts';

const STYLE = ['frame.css', 'parts.css']
  .map((name) => readFileSync(new URL(`./pages/${name}`, import.meta.url), 'utf8'))
  .join('\n');

export interface SandboxAppOptions {
  readonly publicUrl: () => string;
  readonly adminToken: string;
  readonly hostsAllowed: readonly string[];
  readonly waiting: MailWaiting;
  readonly onError: (error: unknown) => void;
}

/** Everything the sandbox answers, on one port. */
export function sandboxApp(gateway: Gateway, options: SandboxAppOptions): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(guardHost([...options.hostsAllowed, ...hostOf(options.publicUrl())]));
  app.onError((error, c) => answerError(error, c, options.onError));
  app.notFound((c) => c.json(errorBody('not_found', 'There is nothing here.'), 404));

  app.get('/healthz', (c) => c.json({ ok: true }));
  app.get('/assets/sandbox.css', (c) => c.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.route('/assets/fonts', fontRoutes());
  app.get('/', (c) => {
    const locale = chooseLocale(c.req.query('lang'), c.req.header('accept-language'));
    const t = translator(locale);
    const body = html`<section class="card">
      <h1>${t('homeTitle')}</h1>
      <p>${t('homeIntro')}</p>
      <a class="button primary" href="/mail?lang=${locale}">${t('mailTitle')}</a>
      <a class="button" href="/control?lang=${locale}">${t('controlTitle')}</a>
    </section>`;
    return c.html(page({ locale, title: t('homeTitle'), path: '/', width: 'narrow', body }), 200, pageHeaders());
  });
  app.route('/pay', payRoutes(gateway));
  app.route('/control', controlRoutes(gateway));
  app.route('/mail', mailRoutes(gateway.store, options.waiting));
  app.route('/admin', adminRoutes(gateway, options.adminToken));
  // Before the signed API, whose middleware guards all that is left below /api.
  app.route('/api/test/payouts', payoutTestRoutes(gateway));
  app.route('/api/test', testRoutes(gateway, options.publicUrl));
  app.route('/api/payouts', payoutRoutes(gateway));
  app.route('/api', apiRoutes(gateway, { publicUrl: options.publicUrl, targetNamesAllowed: options.hostsAllowed }));
  return app;
}

function hostOf(publicUrl: string): readonly string[] {
  return URL.canParse(publicUrl) ? [new URL(publicUrl).hostname] : [];
}
