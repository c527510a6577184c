import type { ReactNode } from 'react';
import type { ErrorNotice } from './error-state.tsx';

/** One column. `cell` renders, `sortValue` compares (where the table sorts by itself). */
export interface DataColumn<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Figures and amounts stand right. */
  readonly align?: 'start' | 'end';
  /** CSS width; columns without one share the rest. */
  readonly width?: number | string;
  /** The header sorts. With `onSortChange` the server does it; else give `sortValue`. */
  readonly sortable?: boolean;
  readonly sortValue?: (row: Row) => string | number | bigint | undefined;
  /** Long text may take several lines; by default a row is one line high and longer text ends in dots. */
  readonly wrap?: boolean;
  /** False for what must always be seen. The first column never hides. */
  readonly hideable?: boolean;
  readonly hiddenByDefault?: boolean;
  /**
   * Where the value stands when the table is too narrow and rows become cards: `corner` is the top right (amount, state),
   * `line` (default) a labelled line, `hide` not at all. The first column is the card's title.
   */
  readonly narrow?: 'corner' | 'line' | 'hide';
  /** Makes room where not all columns fit side by side; so does what is hidden in a card. */
  readonly givesWay?: boolean;
}

export interface SortState {
  readonly id: string;
  readonly desc: boolean;
}

/** Keyset paging: the server only knows the next and the previous page. */
export interface KeysetPaging {
  readonly hasPrevious: boolean;
  readonly hasNext: boolean;
  readonly onPrevious: () => void;
  readonly onNext: () => void;
  /** Number of the first row shown, from 1, where it is known. */
  readonly firstRow?: number;
  readonly total?: number;
  readonly pageSize?: number;
  readonly pageSizes?: readonly number[];
  readonly onPageSizeChange?: (pageSize: number) => void;
}

export interface DataTableProps<Row> {
  /** Names the table for assistive technology, and what is remembered of it in this browser. */
  readonly id: string;
  readonly label: string;
  readonly columns: readonly DataColumn<Row>[];
  /** Undefined while the first load runs: the skeleton stands in. */
  readonly rows: readonly Row[] | undefined;
  readonly rowKey: (row: Row) => string;
  /** The row in words (“order 7F3K…”), for the name of its checkbox. */
  readonly rowLabel: (row: Row) => string;
  /** Shown when `rows` is empty. */
  readonly empty: ReactNode;
  readonly error?: ErrorNotice | undefined;
  readonly onRetry?: () => void;
  /** A refetch runs while old rows are shown. */
  readonly fetching?: boolean;
  /** Opens the row's detail (side panel). Click, or enter on the focused row; arrows move between rows. */
  readonly onOpen?: (row: Row) => void;
  /** The row whose detail is open. */
  readonly openKey?: string | undefined;
  /** Makes the row a link instead (detail pages). */
  readonly rowHref?: (row: Row) => string;
  readonly sort?: SortState | undefined;
  readonly onSortChange?: (sort: SortState | undefined) => void;
  /** All rows are here: the table sorts them by itself and only tells which order was chosen, for the URL. */
  readonly hasAllRows?: boolean;
  readonly selection?: ReadonlySet<string>;
  readonly onSelectionChange?: (selection: ReadonlySet<string>) => void;
  /** Acts on the selected rows; stands in a bar below the table. */
  readonly bulkActions?: (selection: ReadonlySet<string>) => ReactNode;
  readonly paging?: KeysetPaging;
  /** Totals under the columns, by column id. */
  readonly footer?: Readonly<Record<string, ReactNode>>;
  /** How many skeleton rows stand in during the first load; the page size is best. */
  readonly skeletonRows?: number;
}
