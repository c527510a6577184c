import type { LEGAL_TEXTS } from '@keyfall/contracts';
import type { ShopDto } from '@keyfall/contracts/tenancy-schemas';
import type { Brand as UiBrand } from '@keyfall/ui';
import type { UseFormReturnType } from '@mantine/form';

type Localized = Record<'zh-CN' | 'en', string>;

/** A shop as its form holds it: blank stands for “none”. */
export interface ShopValues {
  readonly name: string;
  readonly defaultLocale: string;
  readonly notice: string;
  readonly supportContact: string;
  readonly brand: {
    readonly accent: string;
    /** Blank: made from the accent. */
    readonly accentDark: string;
    readonly corners: 'square' | 'soft' | 'round';
    readonly logoImageId: string | null;
    readonly tagline: Localized;
    readonly legal: Record<(typeof LEGAL_TEXTS)[number], Localized>;
  };
}

export type ShopForm = UseFormReturnType<ShopValues>;

export function shopValuesOf(shop: ShopDto): ShopValues {
  const { name, defaultLocale, notice, supportContact, brand } = shop;
  return {
    name,
    defaultLocale,
    notice: notice ?? '',
    supportContact: supportContact ?? '',
    brand: { ...brand, accentDark: brand.accentDark ?? '', tagline: { ...brand.tagline }, legal: { ...brand.legal } },
  };
}

/** What is sent: a blank dark accent is none. */
export function readShopValues(values: ShopValues): unknown {
  const { accentDark } = values.brand;
  return { ...values, brand: { ...values.brand, accentDark: accentDark.trim() === '' ? null : accentDark } };
}

/** The colours as the design system judges and derives them. */
export function brandOfValues({ brand }: ShopValues): UiBrand {
  const { accent, accentDark, corners } = brand;
  return { accent, corners, ...(accentDark.trim() === '' ? {} : { accentDark }) };
}
