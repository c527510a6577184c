import type { Locale } from '@keyfall/contracts';
import { BOOT_ID } from '@keyfall/contracts/boot';
import type { ShopOfHost } from '@keyfall/core/shops';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** What a page says about itself to search engines and link previews. */
export interface PageFacts {
  readonly title: string;
  readonly description: string;
  /** Absolute address of the page itself; null for a page that is about one visitor or not there, which nobody shall list. */
  readonly url: string | null;
  /** Absolute address of a picture for previews. */
  readonly image: string;
  /** schema.org objects, without their @context. */
  readonly structured: readonly Readonly<Record<string, unknown>>[];
}

/** Facts of the shop itself, for its first page and every page that has none of its own. */
export function shopFacts(shop: ShopOfHost, origin: string, locale: Locale): PageFacts {
  const tagline = shop.brand.tagline[locale] || shop.brand.tagline[shop.defaultLocale];
  const url = `${origin}/`;
  const image = iconAddress(shop, origin);
  const search = {
    '@type': 'SearchAction',
    target: { '@type': 'EntryPoint', urlTemplate: `${origin}/?q={search_term_string}` },
    'query-input': 'required name=search_term_string',
  };
  return {
    title: shop.name,
    description: tagline,
    url,
    image,
    structured: [
      { '@type': 'WebSite', name: shop.name, url, inLanguage: locale, potentialAction: search },
      {
        '@type': 'OnlineStore',
        name: shop.name,
        url,
        logo: image,
        ...(tagline === '' ? {} : { description: tagline }),
      },
    ],
  };
}

/** The picture of a page without one: the brand's icon. */
export function iconAddress(shop: ShopOfHost, origin: string): string {
  return `${origin}/icon-512.png?v=${encodeURIComponent(shop.version)}`;
}

type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

/**
 * What the server puts into the head of a shop's page, so that brand, title and facts are there before the first script:
 * the brand's style sheet, what search engines read, and the boot data for the app.
 */
export function shopHead(shop: ShopOfHost, facts: PageFacts, boot: unknown): Markup {
  const { accent, accentDark } = shop.brand;
  const version = encodeURIComponent(shop.version);
  return html`<title>${facts.title}</title>
    ${facts.description === '' ? '' : html`<meta name="description" content="${facts.description}" />`}
    <meta name="theme-color" content="${accent}" media="(prefers-color-scheme: light)" />
    <meta name="theme-color" content="${accentDark ?? accent}" media="(prefers-color-scheme: dark)" />
    <meta property="og:type" content="website" />
    <meta property="og:site_name" content="${shop.name}" />
    <meta property="og:title" content="${facts.title}" />
    ${facts.description === '' ? '' : html`<meta property="og:description" content="${facts.description}" />`}
    <meta property="og:image" content="${facts.image}" />
    <meta name="twitter:card" content="summary" />
    ${
      facts.url === null
        ? html`<meta name="robots" content="noindex" />`
        : html`<meta property="og:url" content="${facts.url}" /><link rel="canonical" href="${facts.url}" />`
    }
    ${
      shop.brand.logoImageId === null
        ? html`<link rel="icon" type="image/svg+xml" href="/icon.svg?v=${version}" />`
        : html`<link rel="icon" type="image/png" sizes="192x192" href="/icon-192.png?v=${version}" />`
    }
    <link rel="apple-touch-icon" href="/icon-apple-180.png?v=${version}" />
    <link rel="manifest" href="/manifest.webmanifest" />
    <link rel="stylesheet" href="/brand.css?v=${version}" />
    ${structuredData(facts)} ${dataBlock(BOOT_ID, 'application/json', boot)}`;
}

function structuredData({ structured }: PageFacts): Markup {
  return dataBlock('facts', 'application/ld+json', { '@context': 'https://schema.org', '@graph': structured });
}

/** JSON as a block of data that no browser runs. Characters that could end the block early are written as escapes. */
export function dataBlock(id: string, type: 'application/json' | 'application/ld+json', value: unknown): Markup {
  const text = JSON.stringify(value)
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('>', String.raw`\u003e`)
    .replaceAll('&', String.raw`\u0026`)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);
  return html`<script type="${type}" id="${id}">
    ${raw(text)}
  </script>`;
}

const TITLE = /<title>[^<]*<\/title>\s*/;
const LANGUAGE = /<html lang="[^"]*"/;

/** The app's built page with its language and with `head` in place of its own title. */
export function withHead(page: string, locale: Locale, head: string): string {
  // Functions, since a replacement text would read `$&` and its kin inside a tenant's words.
  return page
    .replace(LANGUAGE, () => `<html lang="${locale}"`)
    .replace(TITLE, () => '')
    .replace('</head>', () => `${head}</head>`);
}
