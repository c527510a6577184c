import { useI18n, useT } from '@keyfall/i18n';

const PERIOD = /^(\d{1,4}) (day|week|month|year)s?$/;

/** A face value for reading. The catalog writes periods in English (`1 month`); the cover says them in the reader's language. */
export function useFaceText(): (faceValue: string) => string {
  const t = useT('shop');
  const { locale } = useI18n();
  return (faceValue) => {
    const match = PERIOD.exec(faceValue);
    if (match === null || locale === 'en') return faceValue;
    const count = Number(match[1]);
    switch (match[2]) {
      case 'day':
        return t('product.period', { count });
      case 'week':
        return t('product.weeks', { count });
      case 'month':
        return t('product.months', { count });
      default:
        return t('product.years', { count });
    }
  };
}
