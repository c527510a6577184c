import { useT } from '@keyfall/i18n';
import { EmptyState } from '@keyfall/ui';
import type { EmptyStateProps } from '@keyfall/ui';
import type { ReactNode } from 'react';

export interface ListEmptyProps extends EmptyStateProps {
  /** A filter is set: it is the filters that hide everything, and the words say so. */
  readonly isFiltered: boolean;
}

/** What an empty list says: how its first row comes about, or that nothing fits the filters. */
export function ListEmpty({ isFiltered, ...nothingYet }: ListEmptyProps): ReactNode {
  return isFiltered ? <NothingFound /> : <EmptyState {...nothingYet} />;
}

/** Nothing fits the filters; for lists that are never empty otherwise. */
export function NothingFound({ compact = false }: Pick<EmptyStateProps, 'compact'>): ReactNode {
  const t = useT('common');
  return <EmptyState compact={compact} title={t('list.nothingFound')} description={t('list.changeFilters')} />;
}
