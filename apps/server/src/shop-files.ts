import type { ShopOfHost } from '@keyfall/core/shops';
import { brandStyleSheet } from '@keyfall/ui/brand';
import { Hono, type Context } from 'hono';
import type { HttpEnv } from './http-env.ts';
import { listedAddresses, readLogo } from './product-facts.ts';
import { PRIVATE_PATHS } from './shop-paths.ts';
import { createIconDrawer, offlinePage, shopManifest, svgIcon } from './shop-install.ts';
import type { Wiring } from './wiring.ts';

const A_DAY = 'public, max-age=86400';
const AN_HOUR = 'public, max-age=3600';
const BY_VERSION = 'public, max-age=31536000, immutable';

/** A sitemap asks for every product: whoever asks often is answered from memory. */
const SITEMAP_KEPT_MS = 10 * 60_000;
const SITEMAPS_MAX = 500;

/** Files of a shop that follow its brand: style sheet, icon, manifest, and what search engines ask for. */
export function createShopFiles({ kit, core }: Wiring): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const forShop =
    (answer: (c: Context<HttpEnv>, shop: ShopOfHost) => Response | Promise<Response>) =>
    async (c: Context<HttpEnv>): Promise<Response> => {
      const shop = c.get('site') === 'shop' ? await kit.shopOfHost(c.get('hostName')) : undefined;
      return shop === undefined ? c.text('not found', 404) : await answer(c, shop);
    };
  const origin = (shop: ShopOfHost): string => core.ports.addresses.shopOrigin(shop.host);

  const kept = new Map<string, { readonly until: number; readonly text: string }>();
  const sitemapOf = async (shop: ShopOfHost, requestId: string): Promise<string> => {
    const found = kept.get(shop.shopId);
    if (found !== undefined && found.until > performance.now()) return found.text;
    const addresses = await listedAddresses(core, shop, origin(shop), requestId);
    const text = sitemap([`${origin(shop)}/`, ...addresses]);
    if (kept.size >= SITEMAPS_MAX) kept.clear();
    kept.set(shop.shopId, { until: performance.now() + SITEMAP_KEPT_MS, text });
    return text;
  };

  app.get(
    '/brand.css',
    forShop((c, { brand, version }) => {
      const { accent, accentDark, corners } = brand;
      const sheet = brandStyleSheet({ accent, corners, ...(accentDark === null ? {} : { accentDark }) });
      const caching = c.req.query('v') === version ? BY_VERSION : 'no-cache';
      return c.body(sheet, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': caching });
    }),
  );
  app.get(
    '/icon.svg',
    forShop((c, shop) => c.body(svgIcon(shop), 200, { 'content-type': 'image/svg+xml', 'cache-control': A_DAY })),
  );
  const pngIcon = createIconDrawer((shop) => readLogo(core, shop));
  app.get(
    '/:file{icon-[a-z0-9-]{1,20}\\.png}',
    forShop(async (c, shop) => {
      const icon = await pngIcon(shop, c.req.param('file') ?? '');
      if (icon === undefined) return c.text('not found', 404);
      const caching = c.req.query('v') === shop.version ? BY_VERSION : A_DAY;
      return c.body(new Uint8Array(icon), 200, { 'content-type': 'image/png', 'cache-control': caching });
    }),
  );
  app.get(
    '/offline',
    forShop((c, shop) => c.html(offlinePage(shop), 200, { 'cache-control': 'no-cache' })),
  );
  app.get(
    '/manifest.webmanifest',
    forShop((c, shop) =>
      c.body(JSON.stringify(shopManifest(shop)), 200, {
        'content-type': 'application/manifest+json',
        'cache-control': AN_HOUR,
      }),
    ),
  );
  app.get('/robots.txt', async (c) => {
    const shop = c.get('site') === 'shop' ? await kit.shopOfHost(c.get('hostName')) : undefined;
    const text = shop?.status === 'open' ? openRobots(origin(shop)) : 'User-agent: *\nDisallow: /\n';
    return c.text(text, 200, { 'cache-control': AN_HOUR });
  });
  app.get(
    '/sitemap.xml',
    forShop(async (c, shop) => {
      if (shop.status !== 'open') return c.text('not found', 404);
      return c.body(await sitemapOf(shop, c.get('requestId')), 200, {
        'content-type': 'application/xml; charset=utf-8',
        'cache-control': AN_HOUR,
      });
    }),
  );
  return app;
}

function openRobots(origin: string): string {
  const lines = [
    'User-agent: *',
    ...PRIVATE_PATHS.map((path) => `Disallow: ${path}`),
    `Sitemap: ${origin}/sitemap.xml`,
  ];
  return `${lines.join('\n')}\n`;
}

/** A sitemap of absolute addresses. */
export function sitemap(addresses: readonly string[]): string {
  const escape = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const urls = addresses.map((address) => `<url><loc>${escape(address)}</loc></url>`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls}</urlset>`;
}
