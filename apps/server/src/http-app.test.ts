import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createDatabase } from '@keyfall/db';
import { deriveRolePasswords } from '@keyfall/db/migrate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnv } from './env.ts';
import { createHttpApp, pathForLog } from './http-app.ts';
import { createReadiness } from './readiness.ts';
import { createWiring, type Wiring } from './wiring.ts';

const ONE_MIB = 1024 * 1024;

let folder: string;
let wiring: Wiring;
let app: ReturnType<typeof createHttpApp>;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keyfall-http-'));
  for (const name of ['admin', 'portal', 'shop']) {
    const dist = path.join(folder, name, 'dist');
    fs.mkdirSync(path.join(dist, 'assets'), { recursive: true });
    fs.writeFileSync(path.join(dist, 'index.html'), `<title>${name}</title>`);
    fs.writeFileSync(path.join(dist, 'assets', 'index-abc.js'), `// ${name}`);
    fs.writeFileSync(path.join(dist, 'assets', 'index-abc.js.br'), 'compressed');
  }
  const env = readEnv({
    KEYFALL_MODE: 'test',
    KEYFALL_STATE: folder,
    KEYFALL_LOG_LEVEL: 'silent',
  });
  // Opens no connection: what is tested here needs none.
  const database = createDatabase({
    url: 'postgres://127.0.0.1:1/none',
    passwords: deriveRolePasswords('x'.repeat(32)),
  });
  wiring = {
    ...createWiring({ ...env, appsDir: folder }, 'http', { database }),
    readiness: createReadiness(['worker'], new Map()),
  };
  app = createHttpApp(wiring);
});

afterAll(async () => {
  await wiring.close();
  fs.rmSync(folder, { recursive: true });
});

describe('hosts', () => {
  it.each([
    ['admin.localhost', 'admin'],
    ['portal.localhost', 'portal'],
    ['demo.localhost', 'shop'],
    ['codes.example.com', 'shop'],
  ])('%s answers with the %s app, on any of its paths', async (host, name) => {
    for (const where of ['/', '/orders/17']) {
      const answer = await app.request(`http://${host}:4000${where}`);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain(`<title>${name}</title>`);
    }
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
