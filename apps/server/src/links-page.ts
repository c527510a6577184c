import { html } from 'hono/html';
import type { Env } from './env.ts';

export interface Link {
  readonly label: string;
  readonly href: string;
}

/** Where the two back offices are reached, from the port the visitor used. */
export function backOfficeLinks(env: Env, port: number): Link[] {
  return [
    { label: 'Admin · 总部后台', href: `http://${env.adminHost}:${port}/` },
    { label: 'Portal · 分销商后台', href: `http://${env.portalHost}:${port}/` },
  ];
}

/** The page at `127.0.0.1:PORT/`: an address without a name belongs to no app, so it leads to them. */
export function renderLinksPage(links: readonly Link[]): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Keyfall</title>
        <style>
          body {
            font:
              16px/1.6 system-ui,
              sans-serif;
            max-width: 32rem;
            margin: 15vh auto 0;
            padding: 0 1.5rem;
          }
          h1 {
            font-size: 1.25rem;
          }
          a {
            color: light-dark(#2451b3, #9db8ff);
          }
        </style>
      </head>
      <body>
        <main>
          <h1>Keyfall</h1>
          <ul>
            ${links.map((link) => html`<li><a href="${link.href}">${link.label}</a> ${link.href}</li>`)}
          </ul>
        </main>
      </body>
    </html>`;
  return page.toString();
}
