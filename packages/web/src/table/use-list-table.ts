import type { DataTableProps } from '@keyfall/ui';
import { useErrorNotice } from '../errors/error-notice.ts';
import type { KeysetState } from './use-keyset-paging.ts';

/** As much of a query's result as a table needs; any `useQuery` result fits. */
export interface TableQuery<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly isFetching: boolean;
  readonly refetch: () => unknown;
}

type TableState = Pick<DataTableProps<never>, 'error' | 'onRetry' | 'fetching'>;

/** What a table says of the query behind its rows: the error with a retry, and that newer rows are on their way. */
export function useTableState({ error, isFetching, refetch }: Omit<TableQuery<unknown>, 'data'>): TableState {
  const noticeOf = useErrorNotice();
  return { error: noticeOf(error), onRetry: () => void refetch(), fetching: isFetching };
}

/** The same for one page of a keyset list, with its rows and its pager: `<DataTable {...useListTable(query, paging)} … />`. */
export function useListTable<Row>(
  query: TableQuery<{ readonly items: readonly Row[]; readonly nextCursor: string | null }>,
  paging: KeysetState,
): TableState & Required<Pick<DataTableProps<Row>, 'paging'>> & Pick<DataTableProps<Row>, 'rows'> {
  const state = useTableState(query);
  return { ...state, rows: query.data?.items, paging: paging.pagingOf(query.data) };
}
