import {
  columnVisibilityFeature,
  createSortedRowModel,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import type { ColumnDef, ReactTable, Row as TableRow, SortingState } from '@tanstack/react-table';
import { useMemo, useState } from 'react';
import { useUi } from '../environment/ui-environment.tsx';
import type { DataColumn, DataTableProps, SortState } from './data-table-types.ts';
import { useColumnVisibility } from './use-column-visibility.ts';
import type { ColumnVisibility } from './use-column-visibility.ts';

export const TABLE_FEATURES = tableFeatures({
  columnVisibilityFeature,
  rowSortingFeature,
  rowSelectionFeature,
  sortedRowModel: createSortedRowModel(),
});
export type Features = typeof TABLE_FEATURES;

type SortValue = string | number | bigint | undefined;

/** Orders two values of one column; text by the reader's language with figures counted, undefined last. */
export function compareValues(a: SortValue, b: SortValue, collator: Intl.Collator): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  if (typeof a === 'string' && typeof b === 'string') return collator.compare(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

const EMPTY: readonly never[] = [];

export interface TableModel<Row extends object> {
  readonly table: ReactTable<Features, Row>;
  readonly shown: readonly DataColumn<Row>[];
  readonly visibility: ColumnVisibility;
}

/** Joins our column definitions to TanStack Table's state: sorting here or on the server, visibility remembered, selection given. */
export function useTableModel<Row extends object>(props: DataTableProps<Row>): TableModel<Row> {
  const { locale } = useUi();
  const visibility = useColumnVisibility(props.id, props.columns);
  const [localSort, setLocalSort] = useState<SortState | undefined>(props.sort);
  const onServer = props.onSortChange !== undefined;
  const sort = onServer ? props.sort : localSort;
  const setSort = props.onSortChange ?? setLocalSort;

  const columns = useMemo(() => {
    const collator = new Intl.Collator(locale, { numeric: true });
    return props.columns.map((column): ColumnDef<Features, Row> => ({
      id: column.id,
      accessorFn: (row) => column.sortValue?.(row),
      enableSorting: column.sortable === true,
      sortDescFirst: column.align === 'end',
      sortFn: (a: TableRow<Features, Row>, b: TableRow<Features, Row>) =>
        compareValues(column.sortValue?.(a.original), column.sortValue?.(b.original), collator),
    }));
  }, [props.columns, locale]);

  const sorting: SortingState = sort === undefined ? [] : [{ id: sort.id, desc: sort.desc }];
  const rowSelection = Object.fromEntries([...(props.selection ?? [])].map((key): [string, true] => [key, true]));
  const table = useTable<Features, Row>({
    features: TABLE_FEATURES,
    columns,
    data: props.rows ?? EMPTY,
    getRowId: props.rowKey,
    manualSorting: onServer && props.hasAllRows !== true,
    enableMultiSort: false,
    enableRowSelection: props.selection !== undefined,
    state: { sorting, rowSelection, columnVisibility: visibility.visibility },
    onSortingChange: (updater) => {
      const [first] = typeof updater === 'function' ? updater(sorting) : updater;
      setSort(first === undefined ? undefined : { id: first.id, desc: first.desc });
    },
    onRowSelectionChange: (updater) => {
      const next = typeof updater === 'function' ? updater(rowSelection) : updater;
      props.onSelectionChange?.(new Set(Object.keys(next)));
    },
  });
  const shown = props.columns.filter((column, index) => index === 0 || visibility.visibility[column.id] !== false);
  return { table, shown, visibility };
}
