import { describe, expect, it } from 'vitest';
import { isKeepable, isShellFile } from './shell-rules.ts';

const ORIGIN = 'https://cards.example.com';
const get = (path: string): boolean => isShellFile({ method: 'GET', url: `${ORIGIN}${path}` }, ORIGIN);

describe('what the service worker may keep', () => {
  it('is the files of the build', () => {
    expect(get('/assets/index-B3x_9.js')).toBe(true);
    expect(get('/assets/inter-latin-wght-normal-C2.woff2')).toBe(true);
  });

  it.each([
    '/',
    '/orders/0123456789ABCDEF',
    '/trpc/shop/orders.get?input=x',
    '/trpc/shop/orders.reveal',
    '/auth/shop/find-order',
    '/img/018f0000-0000-7000-8000-000000000000',
    '/brand.css?v=1',
    '/manifest.webmanifest',
    '/assets/index-B3x_9.js?order=1',
    '/assets/../trpc/shop/orders.get',
    '/assets/sub/index.js',
    '/assets/data.json',
    '/find-order#token',
  ])('is not %s', (path) => {
    expect(get(path)).toBe(false);
  });

  it('is nothing of another origin, and no command', () => {
    expect(isShellFile({ method: 'GET', url: 'https://evil.example/assets/a.js' }, ORIGIN)).toBe(false);
    expect(isShellFile({ method: 'POST', url: `${ORIGIN}/assets/a.js` }, ORIGIN)).toBe(false);
  });

  it('is no half answer and none from elsewhere', () => {
    const whole = { ok: true, status: 200, type: 'basic', redirected: false } as const;
    expect(isKeepable(whole)).toBe(true);
    expect(isKeepable({ ...whole, status: 206 })).toBe(false);
    expect(isKeepable({ ...whole, ok: false, status: 404 })).toBe(false);
    expect(isKeepable({ ...whole, type: 'opaque' })).toBe(false);
    expect(isKeepable({ ...whole, redirected: true })).toBe(false);
  });
});
