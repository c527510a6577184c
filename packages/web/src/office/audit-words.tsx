import { useI18n } from '@keyfall/i18n';
import { KeyValueList } from '@keyfall/ui';
import type { ReactNode } from 'react';

/** An act of the audit in the office's words; undefined for one that this page does not know yet. */
export function useAuditAction(office: 'admin' | 'portal'): (action: string) => string | undefined {
  const { lookUp } = useI18n();
  return (action) => lookUp(`${office}:audit.actions.${action}`);
}

/** What was written down with an act, name by name. */
export function AuditData({ data }: { readonly data: Readonly<Record<string, unknown>> }): ReactNode {
  return (
    <KeyValueList
      items={Object.entries(data).map(([label, value]) => ({
        label,
        value: <span className="mono small">{typeof value === 'string' ? value : JSON.stringify(value)}</span>,
      }))}
    />
  );
}
