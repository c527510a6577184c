import { isLocale, pickLocale, type Locale } from '@keyfall/contracts';
import { BOOT_ID } from '@keyfall/contracts/boot';
import type { ShopOfHost } from '@keyfall/core/shops';
import type { Context } from 'hono';
import { html } from 'hono/html';
import { shopBoot, staffBoot } from './boot-data.ts';
import type { HttpEnv } from './http-env.ts';
import { categoryFacts, productFacts, productSlugOf } from './product-facts.ts';
import { dataBlock, shopFacts, shopHead, withHead, type PageFacts } from './shop-head.ts';
import { isPublicPath } from './shop-paths.ts';
import type { Wiring } from './wiring.ts';

export interface RenderedPage {
  readonly page: string;
  readonly status: 200 | 404;
}

/** An app's built first page, completed for its host: boot data everywhere, and for a shop its brand and its facts. */
export async function renderFirstPage(wiring: Wiring, c: Context<HttpEnv>, page: string): Promise<RenderedPage> {
  const { env, kit, core } = wiring;
  const site = c.get('site');
  if (site === 'admin' || site === 'portal') {
    const locale = localeOf(c, 'en');
    const boot = await dataBlock(BOOT_ID, 'application/json', staffBoot(env, site, locale));
    return { page: page.replace('</head>', () => `${boot.toString()}</head>`), status: 200 };
  }
  const shop = site === 'shop' ? await kit.shopOfHost(c.get('hostName')) : undefined;
  if (shop === undefined) return { page: noShopPage(), status: 404 };
  const locale = localeOf(c, shop.defaultLocale);
  const origin = core.ports.addresses.shopOrigin(shop.host);
  const slug = shop.status === 'open' ? productSlugOf(c.req.path) : undefined;
  const product =
    slug === undefined
      ? undefined
      : await productFacts(core, shop, slug, { origin, locale, requestId: c.get('requestId') });
  const isMissing = slug !== undefined && product === undefined;
  const facts = product ?? (await factsOf(wiring, c, { shop, origin, locale, isMissing }));
  const head = await shopHead(shop, facts, shopBoot(env, shop, locale));
  return { page: withHead(page, locale, head.toString()), status: isMissing ? 404 : 200 };
}

interface PageOf {
  readonly shop: ShopOfHost;
  readonly origin: string;
  readonly locale: Locale;
  readonly isMissing: boolean;
}

/** Facts of a page that is no product's: a category's, the shop's own, or none that anybody may list. */
async function factsOf(wiring: Wiring, c: Context<HttpEnv>, page: PageOf): Promise<PageFacts> {
  const { shop, origin, locale, isMissing } = page;
  const { path } = c.req;
  const own = shopFacts(shop, origin, locale);
  if (isMissing || shop.status !== 'open' || !isPublicPath(path)) return { ...own, url: null, structured: [] };
  const slug = path === '/' ? c.req.query('category') : undefined;
  if (slug !== undefined) {
    const asked = { shopFacts: own, origin, locale, requestId: c.get('requestId') };
    return (await categoryFacts(wiring.core, shop, slug, asked)) ?? own;
  }
  return path === '/' ? own : { ...own, url: `${origin}${path}`, structured: [] };
}

/** The language a person chose (the apps keep it in a cookie), else the browser's, else the host's own. */
function localeOf(c: Context<HttpEnv>, fallback: Locale): Locale {
  const chosen = /(?:^|;\s*)kf_locale=([A-Za-z-]{2,10})(?:;|$)/.exec(c.req.header('cookie') ?? '')?.[1];
  if (chosen !== undefined && isLocale(chosen)) return chosen;
  const accepted = c.req.header('accept-language');
  return accepted === undefined ? fallback : pickLocale(accepted);
}

/** What a host gets that belongs to nobody. It tells nothing about who else is here. */
function noShopPage(): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>No shop here · 这里没有商店</title>
        <style>
          body {
            font:
              16px/1.6 system-ui,
              sans-serif;
            max-width: 32rem;
            margin: 20vh auto 0;
            padding: 0 1.5rem;
          }
        </style>
      </head>
      <body>
        <main>
          <h1>No shop at this address</h1>
          <p>Check the address for a typing mistake.</p>
          <p lang="zh-CN">这个网址没有商店，请检查是否输错。</p>
        </main>
      </body>
    </html>`;
  return page.toString();
}
