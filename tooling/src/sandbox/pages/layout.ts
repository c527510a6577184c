import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { translator } from './words.ts';
import type { PageLocale } from './words.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export interface PageFrame {
  readonly locale: PageLocale;
  readonly title: string;
  /** The page's own address without its language, for the switch. */
  readonly path: string;
  /** Narrow pages are for payers, wide ones for developers. */
  readonly width: 'narrow' | 'wide';
  readonly body: Html;
}

/** The frame of every page: a banner that cannot be missed, the language switch, one main region. */
export function page(frame: PageFrame): Html {
  const t = translator(frame.locale);
  const other: PageLocale = frame.locale === 'en' ? 'zh-CN' : 'en';
  const separator = frame.path.includes('?') ? '&' : '?';
  return html`<!doctype html>
    <html lang="${frame.locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${frame.title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/sandbox.css" />
        <link rel="stylesheet" href="/assets/fonts/400.css" />
        <link rel="stylesheet" href="/assets/fonts/700.css" />
      </head>
      <body class="${frame.width}">
        <a class="skip" href="#main">${t('skipToContent')}</a>
        <header class="banner">
          <p>${t('sandboxBanner')}</p>
          <a href="${frame.path}${separator}lang=${other}" hreflang="${other}" lang="${other}">${t('otherLanguage')}</a>
        </header>
        <main id="main">${frame.body}</main>
      </body>
    </html>`;
}
