import { useI18n } from '@keyfall/i18n';

/** An account of the chart in the reader's words: `2010 Income on hold`. */
export function useAccountName(): (account: { readonly code: string; readonly name: string }) => string {
  const { lookUp } = useI18n();
  return ({ code, name }) => `${code} ${lookUp(`documents:accounts.${name}`) ?? name}`;
}

/** What a journal records, in the reader's words. */
export function useJournalKind(): (kind: string) => string {
  const { lookUp } = useI18n();
  return (kind) => lookUp(`common:kinds.journal.${kind}`) ?? kind;
}
