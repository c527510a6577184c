import type { Locale } from '@keyfall/contracts';
import type { ShopBoot, StaffBoot } from '@keyfall/contracts/boot';
import type { ShopOfHost } from '@keyfall/core/shops';
import type { Env } from './env.ts';

/** What a shop's app knows before its first request. Everything in it is for any visitor's eyes. */
export function shopBoot(env: Env, shop: ShopOfHost, locale: Locale): ShopBoot {
  const { accent, accentDark, corners, logoImageId, tagline } = shop.brand;
  return {
    audience: 'shop',
    mode: env.mode,
    locale,
    shop: {
      slug: shop.slug,
      name: shop.name,
      status: shop.status,
      defaultLocale: shop.defaultLocale,
      currency: shop.currency,
      timeZone: shop.timeZone,
      notice: shop.notice,
      supportContact: shop.supportContact,
      brand: { accent, accentDark, corners, logoImageId, tagline },
    },
  };
}

export function staffBoot(env: Env, audience: 'admin' | 'portal', locale: Locale): StaffBoot {
  return { audience, mode: env.mode, locale };
}
