import { useI18n } from '@keyfall/i18n';

/** A staff role in the reader's words, of whichever audience it is. */
export function useRoleName(): (role: string) => string {
  const { lookUp } = useI18n();
  return (role) => lookUp(`common:roles.admin.${role}`) ?? lookUp(`common:roles.portal.${role}`) ?? role;
}
