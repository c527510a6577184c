import type { Brand } from './brand.ts';
import type { Locale } from './locales.ts';
import type { ShopState } from './states.ts';

/** The id of the block. */
export const BOOT_ID = 'boot';

/** The data block `<script type="application/json" id="boot">` that the server writes into an app's first page. */
export type Boot = ShopBoot | StaffBoot;

export interface ShopBoot {
  readonly audience: 'shop';
  readonly mode: InstallationMode;
  /** The visitor's language by its browser, or the shop's own. */
  readonly locale: Locale;
  readonly shop: {
    readonly slug: string;
    readonly name: string;
    readonly status: ShopState;
    readonly defaultLocale: Locale;
    readonly currency: string;
    /** The IANA zone in which the shop names times: when something is handed over. */
    readonly timeZone: string;
    readonly notice: string | null;
    readonly supportContact: string | null;
    /** Colours are already applied by `/brand.css`; they are here for covers and charts. */
    readonly brand: Pick<Brand, 'accent' | 'accentDark' | 'corners' | 'logoImageId' | 'tagline'>;
  };
}

export interface StaffBoot {
  readonly audience: 'admin' | 'portal';
  readonly mode: InstallationMode;
  readonly locale: Locale;
}

/** `demo` has demo logins and a sandbox gateway; apps may say so. */
export type InstallationMode = 'demo' | 'production' | 'test';
