import { useState } from 'react';
import type { DataColumn } from './data-table-types.ts';
import { readRemembered, remember } from './remembered.ts';

export interface ColumnVisibility {
  readonly visibility: Record<string, boolean>;
  readonly setVisible: (columnId: string, visible: boolean) => void;
  readonly reset: () => void;
}

function defaults<Row>(columns: readonly DataColumn<Row>[]): Record<string, boolean> {
  return Object.fromEntries(columns.map((column) => [column.id, column.hiddenByDefault !== true]));
}

/** Which columns a reader has chosen to see; remembered by table. Columns unknown to what was remembered get their default. */
export function useColumnVisibility<Row>(tableId: string, columns: readonly DataColumn<Row>[]): ColumnVisibility {
  const key = `columns.${tableId}`;
  const [chosen, setChosen] = useState<Record<string, boolean>>(() => {
    const stored = readRemembered(key);
    if (typeof stored !== 'object' || stored === null) return {};
    return Object.fromEntries(
      Object.entries(stored).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'),
    );
  });
  const store = (next: Record<string, boolean>): void => {
    setChosen(next);
    remember(key, next);
  };
  return {
    visibility: { ...defaults(columns), ...chosen },
    setVisible: (columnId, visible) => store({ ...chosen, [columnId]: visible }),
    reset: () => store({}),
  };
}
