import { Button, CloseButton, NativeSelect, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useUi } from '../environment/ui-environment.tsx';
import classes from './filter-bar.module.css';

export interface FilterOption {
  readonly value: string;
  readonly label: string;
}

/** One filter; its value is text (empty means unset), so that the URL can hold it as it is. */
export type Filter =
  | { readonly kind: 'search'; readonly id: string; readonly label: string; readonly placeholder?: string }
  | {
      readonly kind: 'select';
      readonly id: string;
      readonly label: string;
      readonly options: readonly FilterOption[];
      /** What is shown while nothing is chosen, when that is not everything. */
      readonly unset?: string;
    }
  | { readonly kind: 'date'; readonly id: string; readonly label: string };

export type FilterValues = Readonly<Record<string, string | undefined>>;

export interface FilterBarProps {
  readonly filters: readonly Filter[];
  readonly values: FilterValues;
  /** Receives what changed only; `''` clears a filter. Give it the URL's setter. */
  readonly onChange: (patch: Readonly<Record<string, string>>) => void;
  /** Right side: export, column chooser. */
  readonly actions?: ReactNode;
}

const SEARCH_PAUSE_MS = 250;

/** Types freely, reports after a pause or on enter, and follows the value when it changes from outside (back button). */
function SearchFilter(props: {
  readonly filter: Extract<Filter, { kind: 'search' }>;
  readonly value: string;
  readonly onChange: (value: string) => void;
}): ReactNode {
  const { labels } = useUi();
  const [text, setText] = useState(props.value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [known, setKnown] = useState(props.value);
  if (known !== props.value) {
    setKnown(props.value);
    setText(props.value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  const report = (value: string, pauseMs: number): void => {
    clearTimeout(timer.current);
    setText(value);
    timer.current = setTimeout(() => props.onChange(value.trim()), pauseMs);
  };
  return (
    <TextInput
      type="search"
      data-page-search=""
      className={classes['search']}
      aria-label={props.filter.label}
      placeholder={props.filter.placeholder ?? props.filter.label}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        text === '' ? (
          <kbd className={classes['kbd']} aria-hidden="true">
            /
          </kbd>
        ) : (
          <CloseButton size="sm" aria-label={labels.clearFilters} onClick={() => report('', 0)} />
        )
      }
      value={text}
      onChange={(event) => report(event.currentTarget.value, SEARCH_PAUSE_MS)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') report(event.currentTarget.value, 0);
        if (event.key === 'Escape' && text !== '') report('', 0);
      }}
    />
  );
}

/** The filters of a list. It keeps no state of its own: the URL does, so a view can be shared and the back button works. */
export function FilterBar({ filters, values, onChange, actions }: FilterBarProps): ReactNode {
  const { labels } = useUi();
  const isSet = filters.some((filter) => (values[filter.id] ?? '') !== '');
  const clear = (): void => onChange(Object.fromEntries(filters.map((filter) => [filter.id, ''])));
  return (
    <search className={classes['bar']}>
      {filters.map((filter) => {
        const value = values[filter.id] ?? '';
        const set = (next: string): void => onChange({ [filter.id]: next });
        if (filter.kind === 'search')
          return <SearchFilter key={filter.id} filter={filter} value={value} onChange={set} />;
        if (filter.kind === 'date') {
          return (
            <label key={filter.id} className={classes['date']} data-set={value !== '' || undefined}>
              <span>{filter.label}</span>
              <input type="date" value={value} onChange={(event) => set(event.target.value)} />
            </label>
          );
        }
        return (
          <NativeSelect
            key={filter.id}
            aria-label={filter.label}
            value={value}
            data-set={value !== '' || undefined}
            className={classes['select']}
            onChange={(event) => set(event.currentTarget.value)}
            data={[{ value: '', label: filter.unset ?? labels.allOf(filter.label) }, ...filter.options]}
          />
        );
      })}
      {isSet ? (
        <Button variant="subtle" color="gray" onClick={clear}>
          {labels.clearFilters}
        </Button>
      ) : null}
      {actions === undefined ? null : <div className={classes['actions']}>{actions}</div>}
    </search>
  );
}
