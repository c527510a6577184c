import type { ShopOfHost } from '@keyfall/core/shops';
import { describe, expect, it } from 'vitest';
import { cacheHosts } from './host-cache.ts';

const shop = { slug: 'demo' } as ShopOfHost;

describe('cacheHosts', () => {
  it('asks once in a while, also for hosts nobody has', async () => {
    let [now, asked] = [0, 0];
    const find = cacheHosts(
      (host) => {
        asked += 1;
        return Promise.resolve(host === 'demo.localhost' ? shop : undefined);
      },
      1000,
      () => now,
    );
    expect(await find('demo.localhost')).toBe(shop);
    expect(await find('demo.localhost')).toBe(shop);
    expect([await find('nobody.localhost'), await find('nobody.localhost')]).toEqual([undefined, undefined]);
    expect(asked).toBe(2);
    now = 1001;
    await find('demo.localhost');
    expect(asked).toBe(3);
  });

  it('does not remember a failure', async () => {
    let asked = 0;
    const find = cacheHosts(() => {
      asked += 1;
      return asked === 1 ? Promise.reject(new Error('no database')) : Promise.resolve(shop);
    }, 1000);
    await expect(find('demo.localhost')).rejects.toThrow('no database');
    expect(await find('demo.localhost')).toBe(shop);
  });
});
