import { DEFAULT_BRAND } from '@keyfall/contracts';
import { BOOT_ID } from '@keyfall/contracts/boot';
import type { ShopBoot } from '@keyfall/contracts/boot';

/** What a page knows of its shop before the first request. */
export type ShopFacts = ShopBoot['shop'];

/** In development vite serves the page without the server's block: a shop without a name, so that the page still shows. */
const NONE: ShopBoot = {
  audience: 'shop',
  mode: 'demo',
  locale: 'zh-CN',
  shop: {
    slug: '',
    name: '',
    status: 'open',
    defaultLocale: 'zh-CN',
    currency: 'CNY',
    timeZone: 'Asia/Shanghai',
    notice: null,
    supportContact: null,
    brand: DEFAULT_BRAND,
  },
};

function readBoot(): ShopBoot {
  const text = document.getElementById(BOOT_ID)?.textContent ?? '';
  if (text.trim() === '') return NONE;
  const boot = JSON.parse(text) as ShopBoot;
  return boot.audience === 'shop' ? boot : NONE;
}

/** The server's own words, written into the page together with the brand's style sheet. */
export const boot: ShopBoot = readBoot();
export const shop: ShopFacts = boot.shop;
