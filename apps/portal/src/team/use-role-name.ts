import { useI18n } from '@keyfall/i18n';
import { useCallback } from 'react';

/** A role in words. */
export function useRoleName(): (role: string) => string {
  const i18n = useI18n();
  const { locale } = i18n;
  return useCallback(
    // The language is part of the callback's identity, so that memoised columns follow it.
    (role) => (locale === i18n.locale ? i18n.lookUp(`common:roles.portal.${role}`) : undefined) ?? role,
    [i18n, locale],
  );
}
