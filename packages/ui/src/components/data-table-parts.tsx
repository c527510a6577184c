import { ActionIcon, Button, Checkbox, CloseButton, NativeSelect, Popover, UnstyledButton } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowUp,
  IconArrowsSort,
  IconChevronLeft,
  IconChevronRight,
  IconColumns3,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useUi } from '../environment/ui-environment.tsx';
import type { DataColumn, KeysetPaging } from './data-table-types.ts';
import type { ColumnVisibility } from './use-column-visibility.ts';
import classes from './data-table.module.css';

export interface SortButtonProps {
  readonly label: string;
  readonly sorted: false | 'asc' | 'desc';
  readonly align: 'start' | 'end';
  readonly onClick: () => void;
}

export function SortButton({ label, sorted, align, onClick }: SortButtonProps): ReactNode {
  const { labels } = useUi();
  const descendingFirst = align === 'end';
  const next =
    sorted === false
      ? descendingFirst
        ? labels.sortDescending(label)
        : labels.sortAscending(label)
      : (sorted === 'desc') === descendingFirst
        ? descendingFirst
          ? labels.sortAscending(label)
          : labels.sortDescending(label)
        : labels.sortClear(label);
  const Icon = sorted === 'asc' ? IconArrowUp : sorted === 'desc' ? IconArrowDown : IconArrowsSort;
  return (
    <UnstyledButton
      className={classes['sort']}
      data-sorted={sorted || undefined}
      data-align={align}
      onClick={onClick}
      title={next}
    >
      {label}
      <Icon size={13} aria-hidden />
    </UnstyledButton>
  );
}

export function ColumnChooser<Row>(props: {
  readonly columns: readonly DataColumn<Row>[];
  readonly visibility: ColumnVisibility;
}): ReactNode {
  const { labels } = useUi();
  const { visibility } = props;
  const choices = props.columns.filter((column, index) => index > 0 && column.hideable !== false);
  if (choices.length === 0) return null;
  return (
    <Popover position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        <ActionIcon size={26} aria-label={labels.columns}>
          <IconColumns3 size={16} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={classes['columns']}>
        <fieldset>
          <legend>{labels.columns}</legend>
          {choices.map((column) => (
            <Checkbox
              key={column.id}
              label={column.header}
              checked={visibility.visibility[column.id] !== false}
              onChange={(event) => visibility.setVisible(column.id, event.currentTarget.checked)}
            />
          ))}
        </fieldset>
        <Button variant="subtle" color="gray" size="compact-sm" onClick={visibility.reset}>
          {labels.resetColumns}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}

export function Pager({
  paging,
  shownRows,
}: {
  readonly paging: KeysetPaging;
  readonly shownRows: number | undefined;
}): ReactNode {
  const { labels } = useUi();
  const from = paging.firstRow;
  const to = from === undefined || shownRows === undefined ? undefined : from + shownRows - 1;
  return (
    <div className={classes['pager']}>
      <span className={classes['count']}>
        {from === undefined || to === undefined ? '' : labels.rowsShown(from, to, paging.total)}
      </span>
      {paging.onPageSizeChange === undefined ? null : (
        <NativeSelect
          size="xs"
          aria-label={labels.rowsPerPage}
          value={String(paging.pageSize ?? 50)}
          data={(paging.pageSizes ?? [25, 50, 100, 200]).map(String)}
          onChange={(event) => paging.onPageSizeChange?.(Number(event.currentTarget.value))}
        />
      )}
      <ActionIcon
        variant="default"
        size={30}
        disabled={!paging.hasPrevious}
        onClick={paging.onPrevious}
        aria-label={labels.previousPage}
      >
        <IconChevronLeft size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size={30}
        disabled={!paging.hasNext}
        onClick={paging.onNext}
        aria-label={labels.nextPage}
      >
        <IconChevronRight size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}

export function SelectionBar(props: {
  readonly count: number;
  readonly onClear: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { labels } = useUi();
  return (
    <section className={classes['selection']} aria-label={labels.selected(props.count)}>
      <CloseButton size="sm" aria-label={labels.clearSelection} onClick={props.onClear} />
      <output>{labels.selected(props.count)}</output>
      <div className={classes['bulk']}>{props.children}</div>
    </section>
  );
}
