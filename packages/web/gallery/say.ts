import { useI18n } from '@keyfall/i18n';

/** The gallery's own texts stand beside each other; they are no part of the product's catalogs. */
export type Say = (chinese: string, english: string) => string;

export function useSay(): Say {
  const { locale } = useI18n();
  return (chinese, english) => (locale === 'zh-CN' ? chinese : english);
}
