import type { Locale } from '@keyfall/contracts';
import type { ShopOfHost } from '@keyfall/core/shops';
import { html } from 'hono/html';
import { cornerOf, drawBrandIcon, initialOf, inkOn, type IconShape } from './icon/brand-icon.ts';
import { drawLogoIcons } from './icon/draw-logo-icons.ts';

/** What devices ask for: home screens, launchers that cut the shape themselves, and Apple's. */
const PNG_ICONS: Readonly<Record<string, { readonly side: number; readonly shape: IconShape }>> = {
  'icon-192.png': { side: 192, shape: 'rounded' },
  'icon-512.png': { side: 512, shape: 'rounded' },
  'icon-maskable-192.png': { side: 192, shape: 'full' },
  'icon-maskable-512.png': { side: 512, shape: 'full' },
  'icon-apple-180.png': { side: 180, shape: 'full' },
};

/** Shops whose icons are kept: some dozens of kilobytes each. */
const SHOPS_KEPT_MAX = 200;

export interface LogoImage {
  readonly mime: string;
  readonly bytes: Uint8Array;
}

type Icons = ReadonlyMap<string, Buffer>;

/**
 * Draws the PNG icons of shops, once per version of a brand: out of the shop's logo, or the initial on its colour where it has
 * none or one that cannot be drawn.
 */
export function createIconDrawer(
  readLogo: (shop: ShopOfHost) => Promise<LogoImage | undefined>,
): (shop: ShopOfHost, file: string) => Promise<Buffer | undefined> {
  const initials = new Map<string, Buffer>();
  const logos = new Map<string, Promise<Icons | undefined>>();
  const drawInitial = (
    { name, brand }: ShopOfHost,
    key: string,
    { side, shape }: (typeof PNG_ICONS)[string],
  ): Buffer => {
    const icon =
      initials.get(key) ?? drawBrandIcon({ name, accent: brand.accent, corners: brand.corners }, side, shape);
    keep(initials, key, icon, SHOPS_KEPT_MAX * Object.keys(PNG_ICONS).length);
    return icon;
  };
  const iconsOf = async (shop: ShopOfHost, key: string): Promise<Icons | undefined> => {
    const found = logos.get(key);
    if (found !== undefined) return await found;
    const drawn = drawIcons(shop, readLogo);
    keep(logos, key, drawn, SHOPS_KEPT_MAX);
    // What could not be read now is asked for again; what cannot be drawn stays so.
    drawn.catch(() => logos.delete(key));
    return await drawn;
  };
  return async (shop, file) => {
    const wanted = Object.hasOwn(PNG_ICONS, file) ? PNG_ICONS[file] : undefined;
    if (wanted === undefined) return undefined;
    const key = `${shop.shopId} ${shop.version}`;
    const icons = shop.brand.logoImageId === null ? undefined : await iconsOf(shop, key);
    return icons?.get(file) ?? drawInitial(shop, `${key} ${file}`, wanted);
  };
}

async function drawIcons(
  shop: ShopOfHost,
  readLogo: (shop: ShopOfHost) => Promise<LogoImage | undefined>,
): Promise<Icons | undefined> {
  const logo = await readLogo(shop);
  if (logo === undefined) return undefined;
  return await drawLogoIcons({ ...logo, corners: shop.brand.corners, icons: PNG_ICONS });
}

function keep<T>(kept: Map<string, T>, key: string, value: T, max: number): void {
  if (kept.size >= max) kept.clear();
  kept.set(key, value);
}

/** The brand's initial on its colour. */
export function svgIcon({ name, brand }: ShopOfHost): string {
  const markup = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
    <rect width="64" height="64" rx="${cornerOf(brand.corners)}" fill="${brand.accent}" />
    <text
      x="32"
      y="33"
      fill="${inkOn(brand.accent)}"
      font-family="system-ui, sans-serif"
      font-size="36"
      font-weight="600"
      text-anchor="middle"
      dominant-baseline="central"
    >
      ${initialOf(name)}
    </text>
  </svg>`;
  return markup.toString();
}

const WORDS = {
  'zh-CN': {
    findOrder: '查询订单',
    cart: '购物车',
    title: '网络未连接',
    help: '请检查网络后重试。您已购买的卡密都在订单里，联网后随时可以查看。',
    retry: '重新加载',
  },
  en: {
    findOrder: 'Find my order',
    cart: 'Cart',
    title: 'You are offline',
    help: 'Check your connection and try again. What you bought is safe in your orders and there as soon as you are back.',
    retry: 'Try again',
  },
} as const satisfies Readonly<Record<Locale, unknown>>;

/** What an installed shop is called and looks like, in the shop's own language. */
export function shopManifest(shop: ShopOfHost): object {
  const { name, brand, defaultLocale } = shop;
  const version = encodeURIComponent(shop.version);
  const words = WORDS[defaultLocale];
  const description = brand.tagline[defaultLocale] || brand.tagline.en || brand.tagline['zh-CN'];
  const icon = (file: string, sizes: string, purpose: string) => {
    return {
      src: `/${file}?v=${version}`,
      sizes,
      type: file.endsWith('.svg') ? 'image/svg+xml' : 'image/png',
      purpose,
    };
  };
  return {
    id: '/',
    name,
    short_name: [...name].slice(0, 12).join(''),
    ...(description === '' ? {} : { description }),
    lang: defaultLocale,
    dir: 'ltr',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    theme_color: brand.accent,
    background_color: '#ffffff',
    categories: ['shopping'],
    icons: [
      icon('icon-192.png', '192x192', 'any'),
      icon('icon-512.png', '512x512', 'any'),
      icon('icon-maskable-192.png', '192x192', 'maskable'),
      icon('icon-maskable-512.png', '512x512', 'maskable'),
      // The scalable one bears the initial: a system would take it before the logo.
      ...(brand.logoImageId === null ? [icon('icon.svg', 'any', 'any')] : []),
    ],
    shortcuts: [
      { name: words.findOrder, url: '/find-order' },
      { name: words.cart, url: '/cart' },
    ],
  };
}

/**
 * The page an installed or visited shop shows without a connection. It is kept by the service worker, so it says nothing about
 * anybody, needs no other file, and speaks both languages.
 */
export function offlinePage({ name, brand, defaultLocale }: ShopOfHost): string {
  const other: Locale = defaultLocale === 'en' ? 'zh-CN' : 'en';
  const accentDark = brand.accentDark ?? brand.accent;
  const page = html`<!doctype html>
    <html lang="${defaultLocale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${WORDS[defaultLocale].title} · ${name}</title>
        <style>
          :root {
            --accent: ${brand.accent};
            --ink: ${inkOn(brand.accent)};
            color-scheme: light dark;
          }
          @media (prefers-color-scheme: dark) {
            :root {
              --accent: ${accentDark};
              --ink: ${inkOn(accentDark)};
            }
          }
          body {
            font:
              17px/1.6 system-ui,
              sans-serif;
            max-width: 30rem;
            margin: 14vh auto 0;
            padding: 0 1.5rem;
          }
          .mark {
            display: grid;
            width: 56px;
            height: 56px;
            place-items: center;
            border-radius: 14px;
            background: var(--accent);
            color: var(--ink);
            font-size: 28px;
            font-weight: 600;
          }
          h1 {
            margin: 1.2rem 0 0.2rem;
            font-size: 1.5rem;
          }
          p {
            margin: 0.2rem 0;
          }
          .other {
            margin-top: 1.6rem;
            font-size: 0.94rem;
          }
          a {
            display: inline-block;
            margin-top: 1.2rem;
            padding: 0.7rem 1.6rem;
            border-radius: 10px;
            background: var(--accent);
            color: var(--ink);
            font-weight: 600;
            text-decoration: none;
          }
        </style>
      </head>
      <body>
        <main>
          <div class="mark" aria-hidden="true">${initialOf(name)}</div>
          <h1>${WORDS[defaultLocale].title}</h1>
          <p>${WORDS[defaultLocale].help}</p>
          <a href=""> ${WORDS[defaultLocale].retry} · <span lang="${other}">${WORDS[other].retry}</span> </a>
          <p class="other" lang="${other}"><strong>${WORDS[other].title}.</strong> ${WORDS[other].help}</p>
        </main>
      </body>
    </html>`;
  return page.toString();
}
