import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { BOOT_ID } from '@keyfall/contracts/boot';
import { createTestDatabase, type TestDatabase } from '@keyfall/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnv } from './env.ts';
import { createHttpApp, pathForLog } from './http-app.ts';
import { decodeImage } from './icon/decode-image.ts';
import { writePng } from './icon/write-png.ts';
import { createReadiness } from './readiness.ts';
import { createWiring, type Wiring } from './wiring.ts';

const ONE_MIB = 1024 * 1024;

let database: TestDatabase;
let folder: string;
let wiring: Wiring;
let app: ReturnType<typeof createHttpApp>;

beforeAll(async () => {
  database = await createTestDatabase();
  await plantShop(database, 'demo.localhost', 'Demo & <Shop>');
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keyfall-http-'));
  for (const name of ['admin', 'portal', 'shop']) {
    const dist = path.join(folder, name, 'dist');
    fs.mkdirSync(path.join(dist, 'assets'), { recursive: true });
    const page = `<html lang="en"><head><title>Keyfall</title></head><body>${name}</body></html>`;
    fs.writeFileSync(path.join(dist, 'index.html'), page);
    fs.writeFileSync(path.join(dist, 'assets', 'index-abc.js'), `// ${name}`);
    fs.writeFileSync(path.join(dist, 'assets', 'index-abc.js.br'), 'compressed');
  }
  const env = readEnv({
    KEYFALL_MODE: 'test',
    KEYFALL_STATE: folder,
    KEYFALL_LOG_LEVEL: 'silent',
  });
  wiring = {
    ...createWiring({ ...env, appsDir: folder }, 'http', { database: database.db }),
    readiness: createReadiness(['worker'], new Map()),
  };
  app = createHttpApp(wiring);
});

afterAll(async () => {
  await wiring.close();
  await database.close();
  fs.rmSync(folder, { recursive: true });
});

describe('hosts', () => {
  it.each([
    ['admin.localhost', 'admin'],
    ['portal.localhost', 'portal'],
    ['demo.localhost', 'shop'],
  ])('%s answers with the %s app, on any of its paths', async (host, name) => {
    for (const where of ['/', '/orders/17']) {
      const answer = await app.request(`http://${host}:4000${where}`);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain(`<body>${name}</body>`);
    }
  });

  it('has no shop where there is none', async () => {
    const answer = await app.request('http://codes.example.com/');
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('No shop at this address');
  });

  it.each(['127.0.0.1', '192.168.1.7', '[::1]', 'localhost'])('%s leads to the apps', async (host) => {
    const answer = await app.request(`http://${host}:4000/`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('href="http://admin.localhost:4000/"');
  });

  it('refuses a host that is no name', async () => {
    const answer = await app.request('http://demo.localhost/', { headers: { host: 'a b/../c' } });
    expect(answer.status).toBe(400);
  });
});

describe('files', () => {
  it('keeps hashed files for ever and sends them compressed', async () => {
    const answer = await app.request('http://admin.localhost/assets/index-abc.js', {
      headers: { 'accept-encoding': 'br' },
    });
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-encoding')).toBe('br');
    expect(answer.headers.get('vary')).toContain('Accept-Encoding');
    expect(await answer.text()).toBe('compressed');
  });

  it('lets pages be asked for anew, so that a release is seen at once', async () => {
    const answer = await app.request('http://admin.localhost/');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
  });

  it.each(['/assets/gone.js', '/../../../package.json', '/assets/..%2f..%2fpackage.json', '/.env'])(
    'has no %s',
    async (where) => {
      const answer = await app.request(`http://admin.localhost${where}`);
      expect([400, 404]).toContain(answer.status);
    },
  );
});

describe('a shop’s first page', () => {
  it('has title, brand and boot data before any script, and a tenant’s words only as text', async () => {
    const answer = await app.request('http://demo.localhost/', { headers: { 'accept-language': 'en' } });
    const page = await answer.text();
    expect(page).toContain('<html lang="en"');
    expect(page).toContain('<title>Demo &amp; &lt;Shop&gt;</title>');
    expect(page).not.toContain('<title>Keyfall</title>');
    expect(page).toContain('<link rel="stylesheet" href="/brand.css?v=1" />');
    const boot = /<script type="application\/json" id="boot">([^<]*)<\/script>/.exec(page)?.[1] ?? '';
    expect(JSON.parse(boot)).toMatchObject({ audience: 'shop', locale: 'en', shop: { name: 'Demo & <Shop>' } });
  });

  it('speaks the shop’s language where the browser has no wish, and the chosen one before all', async () => {
    expect(await (await app.request('http://demo.localhost/')).text()).toContain('<html lang="zh-CN"');
    const headers = { 'accept-language': 'zh-CN', cookie: 'kf_locale=en' };
    expect(await (await app.request('http://demo.localhost/', { headers })).text()).toContain('<html lang="en"');
  });

  it('of a product it does not sell says so, in the status too', async () => {
    const answer = await app.request('http://demo.localhost/p/gone');
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('<body>shop</body>');
    expect((await app.request('http://admin.localhost/p/gone')).status).toBe(200);
  });

  it('says what search engines may list, and keeps them from what is about one visitor', async () => {
    const headOf = async (path: string): Promise<string> =>
      (await (await app.request(`http://demo.localhost${path}`)).text()).split('</head>')[0] ?? '';
    const first = await headOf('/?q=anything');
    expect(first).toContain('<link rel="canonical" href="http://demo.localhost:4000/" />');
    expect(first).toContain('"SearchAction"');
    expect(first).toContain('<meta property="og:image" content="http://demo.localhost:4000/icon-512.png?v=1" />');
    expect(await headOf('/legal/terms')).toContain('href="http://demo.localhost:4000/legal/terms"');
    for (const path of ['/cart', '/orders/0123456789ABCDEF', '/account/inbox', '/login', '/p/gone', '/nowhere']) {
      const head = await headOf(path);
      expect(head).toContain('<meta name="robots" content="noindex" />');
      expect(head).not.toContain('canonical');
      expect(head).not.toContain('0123456789ABCDEF');
    }
  });

  it('has a style sheet that is kept for ever under its version', async () => {
    const sheet = await app.request('http://demo.localhost/brand.css?v=1');
    expect(sheet.headers.get('content-type')).toContain('text/css');
    expect(sheet.headers.get('cache-control')).toContain('immutable');
    expect(await sheet.text()).toContain('--mantine-primary-color-filled:');
    expect((await app.request('http://demo.localhost/brand.css')).headers.get('cache-control')).toBe('no-cache');
    expect((await app.request('http://admin.localhost/brand.css')).status).toBe(404);
  });

  it('has icons out of its logo, and the initial where that is none', { timeout: 60_000 }, async () => {
    const red = drawn([200, 30, 30, 255]);
    await plantLogo(database, 'logo.localhost', red);
    const manifest = await (await app.request('http://logo.localhost/manifest.webmanifest')).text();
    expect(manifest).not.toContain('icon.svg');
    for (const file of ['icon-192.png', 'icon-maskable-512.png', 'icon-apple-180.png']) {
      const icon = Buffer.from(await (await app.request(`http://logo.localhost/${file}`)).arrayBuffer());
      const { width, height, data } = decodeImage('image/png', icon);
      expect(file).toContain(String(width));
      expect([
        ...data.subarray((height / 2) * width * 4 + width * 2, (height / 2) * width * 4 + width * 2 + 4),
      ]).toEqual([200, 30, 30, 255]);
    }
    expect(await (await app.request('http://logo.localhost/')).text()).toContain('href="/icon-192.png?v=');
    // What cannot be drawn leaves the initial.
    await plantLogo(database, 'broken.localhost', Buffer.from('not a picture'));
    const icon = await app.request('http://broken.localhost/icon-192.png');
    expect(decodeImage('image/png', Buffer.from(await icon.arrayBuffer())).width).toBe(192);
  });

  it('has manifest, icon, robots and sitemap of its own', async () => {
    const manifest = await app.request('http://demo.localhost/manifest.webmanifest');
    const facts = (await manifest.json()) as { icons: { src: string; sizes: string; purpose: string; type: string }[] };
    expect(facts).toMatchObject({
      id: '/',
      name: 'Demo & <Shop>',
      display: 'standalone',
      start_url: '/',
      lang: 'zh-CN',
    });
    for (const { src, sizes, type } of facts.icons) {
      const icon = await app.request(`http://demo.localhost${src}`);
      expect(icon.status).toBe(200);
      expect(icon.headers.get('content-type')).toBe(type);
      if (type !== 'image/png') continue;
      expect(icon.headers.get('cache-control')).toContain('immutable');
      const png = Buffer.from(await icon.arrayBuffer());
      expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(sizes);
    }
    expect(facts.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual(
      expect.arrayContaining(['192x192 any', '512x512 any', '192x192 maskable', '512x512 maskable']),
    );
    expect((await app.request('http://demo.localhost/icon-9999.png')).status).toBe(404);
    expect((await app.request('http://admin.localhost/icon-192.png')).status).toBe(404);
    expect(await (await app.request('http://demo.localhost/icon.svg')).text()).toMatch(/^<svg[\s\S]*>\s*D\s*<\/text>/);
    expect(await (await app.request('http://demo.localhost/robots.txt')).text()).toContain(
      'Sitemap: http://demo.localhost:4000/sitemap.xml',
    );
    expect(await (await app.request('http://demo.localhost/sitemap.xml')).text()).toContain(
      '<loc>http://demo.localhost:4000/</loc>',
    );
    expect(await (await app.request('http://admin.localhost/robots.txt')).text()).toContain('Disallow: /\n');
  });
});

describe('a back office’s first page', () => {
  it.each(['admin', 'portal'])(
    'of %s says in its data block which app it is and which language to speak',
    async (site) => {
      const page = await (
        await app.request(`http://${site}.localhost/`, { headers: { 'accept-language': 'zh-CN' } })
      ).text();
      const block = new RegExp(`<script type="application/json" id="${BOOT_ID}">([^<]*)</script>`).exec(page)?.[1];
      expect(JSON.parse(block ?? '')).toEqual({ audience: site, mode: 'test', locale: 'zh-CN' });
      expect(page.indexOf(`id="${BOOT_ID}"`)).toBeLessThan(page.indexOf('</head>'));
    },
  );
});

describe('the page without a connection', () => {
  it('speaks both languages, is the same for everybody and needs no other file', async () => {
    const answer = await app.request('http://demo.localhost/offline', { headers: { cookie: 'kf_locale=en' } });
    const page = await answer.text();
    expect(page).toContain('<html lang="zh-CN">');
    expect(page).toContain('网络未连接');
    expect(page).toContain('You are offline');
    expect(page).toContain('Demo &amp; &lt;Shop&gt;');
    expect(page).not.toMatch(/<script|<link|<img|url\(/);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });
});

describe('certificates', () => {
  it.each([
    ['demo.localhost', 200],
    ['admin.localhost', 200],
    ['codes.example.com', 404],
    ['', 404],
    ['a%20b', 404],
  ])('are asked for %s: %i', async (domain, status) => {
    expect((await app.request(`http://server/internal/tls-ask?domain=${domain}`)).status).toBe(status);
  });
});

describe('the API', () => {
  it('answers on its own host only', async () => {
    const answer = await app.request('http://portal.localhost/trpc/admin/session.me');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'not_found' });
  });

  it('refuses what a page of another origin sends', async () => {
    const post = (headers: Record<string, string>): Promise<Response> =>
      Promise.resolve(
        app.request('http://admin.localhost:4000/trpc/admin/nothing', {
          method: 'POST',
          body: '{}',
          headers: { host: 'admin.localhost:4000', 'content-type': 'application/json', ...headers },
        }),
      );
    for (const headers of [
      { origin: 'http://evil.localhost:4000' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const answer = await post(headers as unknown as Record<string, string>);
      expect(await answer.json()).toMatchObject({ code: 'bad_origin' });
    }
    const own = await post({ origin: 'http://admin.localhost:4000' });
    expect(await own.json()).toMatchObject({ error: { data: { code: 'not_found' } } });
  });

  it('tells nothing of a host that belongs to nobody', async () => {
    const answer = await app.request('http://codes.example.com/trpc/shop/session.me');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { message: 'shop_not_found' } });
  });
});

describe('every answer', () => {
  it.each(['/', '/assets/index-abc.js', '/assets/gone.js', '/healthz'])(
    '%s has the security headers and an id',
    async (where) => {
      const { headers } = await app.request(`http://admin.localhost${where}`);
      expect(headers.get('content-security-policy')).toMatch(/script-src 'self';/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it('refuses a body that is too large, told or not', async () => {
    const body = 'x'.repeat(ONE_MIB + 1);
    const answer = await app.request('http://admin.localhost/anything', { method: 'POST', body });
    expect(answer.status).toBe(413);
  });
});

describe('health', () => {
  it('is 503 with the reason until every part is ready, then 200', async () => {
    const before = await app.request('http://127.0.0.1/readyz');
    expect(before.status).toBe(503);
    expect(await before.json()).toEqual({ ready: false, waiting: [{ part: 'worker', reason: 'not started yet' }] });
    expect((await app.request('http://127.0.0.1/healthz')).status).toBe(503);

    wiring.readiness.markReady('worker');
    expect((await app.request('http://127.0.0.1/healthz')).status).toBe(200);
    expect(await (await app.request('http://demo.localhost/readyz')).json()).toEqual({ ready: true, waiting: [] });
  });
});

describe('log paths', () => {
  it('name the place of a token, not its value', () => {
    expect(pathForLog('/hooks/pay/0f8fad5bd9cb469fa16570867728950e')).toBe('/hooks/pay/:token');
    expect(pathForLog('/assets/index-0f8fad5bd9cb.js')).toBe('/assets/index-0f8fad5bd9cb.js');
    expect(pathForLog('/orders/17')).toBe('/orders/17');
  });
});

/** The rows of a shop, without the use cases that normally make them. */
async function plantShop({ owner }: TestDatabase, host: string, name: string): Promise<void> {
  const [tenant, distributor, shop] = [randomUUID(), randomUUID(), randomUUID()];
  await owner.query(
    `insert into tenancy.tenant (tenant_id, slug, name, currency, timezone) values ($1, 'acme', 'Acme', 'CNY', 'Asia/Shanghai')`,
    [tenant],
  );
  await owner.query(
    `insert into tenancy.distributor (tenant_id, id, depth, path, code, name) values ($1, $2, 0, $3, 'HOUSE', 'House')`,
    [tenant, distributor, distributor],
  );
  await owner.query(
    `insert into tenancy.shop (tenant_id, id, distributor_id, slug, status, name) values ($1, $2, $3, 'demo', 'open', $4)`,
    [tenant, shop, distributor, name],
  );
  await owner.query(`insert into identity.host (host, tenant_ref, shop_ref, kind) values ($1, $2, $3, 'slug')`, [
    host,
    tenant,
    shop,
  ]);
}

/** A square picture of one colour. */
function drawn(colour: readonly number[]): Buffer {
  return writePng(
    Uint8Array.from({ length: 32 * 32 * 4 }, (_, at) => colour[at % 4] ?? 0),
    32,
  );
}

/** Another shop of the planted tenant, with a logo. */
async function plantLogo({ owner }: TestDatabase, host: string, bytes: Buffer): Promise<void> {
  const [image, shop, slug] = [randomUUID(), randomUUID(), host.split('.')[0]];
  await owner.query(
    `insert into catalog.image (tenant_id, id, sha256, mime, width, height, bytes)
     select tenant_id, $1, $2, 'image/png', 32, 32, $3 from tenancy.tenant`,
    [image, createHash('sha256').update(bytes).digest('hex'), bytes],
  );
  await owner.query(
    `insert into tenancy.shop (tenant_id, id, distributor_id, slug, status, name, brand)
     select tenant_id, $1, id, $2, 'open', 'Logo', jsonb_build_object('logoImageId', $3::text) from tenancy.distributor`,
    [shop, slug, image],
  );
  await owner.query(
    `insert into identity.host (host, tenant_ref, shop_ref, kind) select $1, tenant_id, $2, 'slug' from tenancy.tenant`,
    [host, shop],
  );
}
