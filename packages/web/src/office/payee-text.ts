import type { PayeeKind } from '@keyfall/contracts/payee';
import { useT } from '@keyfall/i18n';
import { useCallback } from 'react';

export interface NamedPayee {
  readonly kind: PayeeKind;
  readonly bankName: string | null;
  /** The end of the account's number. */
  readonly mask: string;
}

/** Where money goes, in words: the bank, or the kind of account where no bank stands between, and the end of its number. */
export function usePayeeText(): (payee: NamedPayee) => string {
  const t = useT('common');
  return useCallback(({ kind, bankName, mask }) => `${bankName ?? t(`kinds.payee.${kind}`)} ${mask}`, [t]);
}
