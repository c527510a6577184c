import { useI18n } from '@keyfall/i18n';
import { shop } from '../boot.ts';

export interface ShopTime {
  /** A moment on the shop's clocks, with their zone: “Nov 22, 2026, 18:30 GMT+8”. */
  readonly moment: (at: string | number) => string;
  /** The zone as people call it: “China Standard Time”. */
  readonly zoneName: string;
}

/** Times that were agreed with the shop are named on the shop's clocks, wherever the reader is. */
export function useShopTime(): ShopTime {
  const { locale } = useI18n();
  const { timeZone } = shop;
  const formats = new Intl.DateTimeFormat(locale, {
    timeZone,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  const zone = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'long' })
    .formatToParts(0)
    .find((part) => part.type === 'timeZoneName');
  return { moment: (at) => formats.format(new Date(at)), zoneName: zone?.value ?? timeZone };
}
