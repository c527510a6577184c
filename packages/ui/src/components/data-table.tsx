import { Checkbox } from '@mantine/core';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import { useUi } from '../environment/ui-environment.tsx';
import { useTableModel } from './data-table-model.ts';
import type { TableModel } from './data-table-model.ts';
import { ColumnChooser, Pager, SelectionBar, SortButton } from './data-table-parts.tsx';
import type { DataColumn, DataTableProps } from './data-table-types.ts';
import { ErrorState } from './error-state.tsx';
import { givesWay, useFittingColumns } from './use-fitting-columns.ts';
import { useRowClicks } from './use-row-clicks.ts';
import classes from './data-table.module.css';

/**
 * The list of a back office: 36 px rows, sorting, remembered columns, selection with bulk actions, keyset paging. Rows open a
 * detail (`onOpen`) or lead to one (`rowHref`); arrow keys move between rows. Narrow containers get cards instead of columns.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>): ReactNode {
  const all = useTableModel(props);
  const room = useRef<HTMLDivElement>(null);
  const model = { ...all, shown: useFittingColumns(room, all.shown, props.rows === undefined) };
  const body = useRef<HTMLTableSectionElement>(null);
  useRowClicks(body);
  const { rows, error } = props;
  const selects = props.selection !== undefined;
  const span = model.shown.length + (selects ? 1 : 0) + 1;
  const isEmpty = rows !== undefined && rows.length === 0;
  const notice =
    error !== undefined ? (
      <ErrorState error={error} {...(props.onRetry === undefined ? {} : { onRetry: props.onRetry })} />
    ) : isEmpty ? (
      props.empty
    ) : undefined;

  return (
    <div className={classes['frame']}>
      <div
        className={classes['progress']}
        data-active={(props.fetching === true && rows !== undefined) || undefined}
        aria-hidden="true"
      />
      <div className={classes['scroller']} ref={room}>
        <table
          className={classes['table']}
          aria-label={props.label}
          aria-busy={rows === undefined && error === undefined}
        >
          <Head model={model} columns={props.columns} selects={selects} />
          <tbody ref={body}>
            {notice === undefined ? (
              rows === undefined ? (
                <SkeletonRows shown={model.shown} selects={selects} count={props.skeletonRows ?? 8} />
              ) : (
                model.table
                  .getRowModel()
                  .rows.map((row) => (
                    <BodyRow key={row.id} {...props} row={row.original} rowId={row.id} model={model} />
                  ))
              )
            ) : (
              <tr className={classes['noticeRow']}>
                <td colSpan={span}>{notice}</td>
              </tr>
            )}
          </tbody>
          {props.footer === undefined || notice !== undefined || rows === undefined ? null : (
            <tfoot>
              <tr>
                {selects ? <td /> : null}
                {model.shown.map((column) => (
                  <td key={column.id} data-align={column.align} data-narrow={column.narrow} data-label={column.header}>
                    {props.footer?.[column.id]}
                  </td>
                ))}
                <td />
              </tr>
            </tfoot>
          )}
        </table>
      </div>
      {props.paging === undefined || notice !== undefined ? null : (
        <Pager paging={props.paging} shownRows={rows?.length} />
      )}
      {selects && (props.selection?.size ?? 0) > 0 ? (
        <SelectionBar count={props.selection?.size ?? 0} onClear={() => props.onSelectionChange?.(new Set())}>
          {props.bulkActions?.(props.selection ?? new Set())}
        </SelectionBar>
      ) : null}
    </div>
  );
}

function Head<Row extends object>(props: {
  readonly model: TableModel<Row>;
  readonly columns: readonly DataColumn<Row>[];
  readonly selects: boolean;
}): ReactNode {
  const { labels } = useUi();
  const { table, shown, visibility } = props.model;
  return (
    <thead>
      <tr>
        {props.selects ? (
          <th className={classes['check']} scope="col">
            <Checkbox
              aria-label={labels.selectAll}
              checked={table.getIsAllRowsSelected()}
              indeterminate={table.getIsSomeRowsSelected() && !table.getIsAllRowsSelected()}
              onChange={(event) => table.toggleAllRowsSelected(event.currentTarget.checked)}
            />
          </th>
        ) : null}
        {shown.map((column) => {
          const sorted = table.getColumn(column.id)?.getIsSorted() ?? false;
          return (
            <th
              key={column.id}
              scope="col"
              data-align={column.align}
              data-narrow={column.narrow}
              data-gives-way={givesWay(column) || undefined}
              style={column.width === undefined ? undefined : { width: column.width }}
              aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined}
            >
              {column.sortable === true ? (
                <SortButton
                  label={column.header}
                  sorted={sorted}
                  onClick={() => table.getColumn(column.id)?.toggleSorting()}
                  align={column.align ?? 'start'}
                />
              ) : (
                column.header
              )}
            </th>
          );
        })}
        <th className={classes['chooser']}>
          <ColumnChooser columns={props.columns} visibility={visibility} />
        </th>
      </tr>
    </thead>
  );
}

type BodyRowProps<Row extends object> = DataTableProps<Row> & {
  readonly row: Row;
  readonly rowId: string;
  readonly model: TableModel<Row>;
};

function BodyRow<Row extends object>(props: BodyRowProps<Row>): ReactNode {
  const { row, rowId, model, onOpen, rowHref } = props;
  const { labels } = useUi();
  const tableRow = model.table.getRow(rowId);
  const opens = onOpen !== undefined || rowHref !== undefined;
  const label = props.rowLabel(row);
  const isOpen = props.openKey === rowId;
  const first = (content: ReactNode): ReactNode => {
    if (rowHref !== undefined)
      return (
        <a data-row-opener="" className={classes['opener']} href={rowHref(row)} onKeyDown={moveBetweenRows}>
          {content}
        </a>
      );
    if (onOpen === undefined) return content;
    return (
      <button
        type="button"
        data-row-opener=""
        className={classes['opener']}
        aria-expanded={isOpen}
        onClick={() => onOpen(row)}
        onKeyDown={moveBetweenRows}
      >
        {content}
      </button>
    );
  };
  return (
    <tr
      data-opens={opens || undefined}
      data-open={isOpen || undefined}
      data-selected={tableRow.getIsSelected() || undefined}
    >
      {props.selection === undefined ? null : (
        <td className={classes['check']}>
          <Checkbox
            aria-label={labels.selectRow(label)}
            checked={tableRow.getIsSelected()}
            onChange={tableRow.getToggleSelectedHandler()}
          />
        </td>
      )}
      {model.shown.map((column, index) => (
        <td
          key={column.id}
          data-align={column.align}
          data-narrow={index === 0 ? 'title' : (column.narrow ?? 'line')}
          data-label={column.header}
          data-wrap={column.wrap}
        >
          {index === 0 ? first(oneLine(column, row)) : oneLine(column, row)}
        </td>
      ))}
      <td className={classes['end']} aria-hidden="true" />
    </tr>
  );
}

function oneLine<Row>(column: DataColumn<Row>, row: Row): ReactNode {
  const content = column.cell(row);
  // Nothing at all, so that a card leaves the line out.
  if (content === '') return null;
  if (typeof content !== 'string' || column.wrap === true) return content;
  return (
    <span className={classes['text']} title={content}>
      {content}
    </span>
  );
}

function SkeletonRows<Row>(props: {
  readonly shown: readonly DataColumn<Row>[];
  readonly selects: boolean;
  readonly count: number;
}): ReactNode {
  return Array.from({ length: props.count }, (_, row) => (
    <tr key={row} aria-hidden="true">
      {props.selects ? <td className={classes['check']} /> : null}
      {props.shown.map((column, index) => (
        <td
          key={column.id}
          data-align={column.align}
          data-narrow={index === 0 ? 'title' : (column.narrow ?? 'line')}
          data-label=""
        >
          <span className={classes['bone']} style={{ width: `${38 + ((row * 31 + index * 17) % 45)}%` }} />
        </td>
      ))}
      <td className={classes['end']} />
    </tr>
  ));
}

/** Arrow keys on a row's opener go to its neighbours. */
function moveBetweenRows(event: React.KeyboardEvent<HTMLElement>): void {
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
  const body = event.currentTarget.closest('tbody');
  const openers = [...(body?.querySelectorAll<HTMLElement>('[data-row-opener]') ?? [])];
  const present = openers.indexOf(event.currentTarget);
  const step = steps[event.key];
  if (present < 0) return;
  const target =
    event.key === 'Home'
      ? 0
      : event.key === 'End'
        ? openers.length - 1
        : step === undefined
          ? undefined
          : present + step;
  const next = target === undefined ? undefined : openers[target];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
