import type { PriceGridDto, TierDto } from '@keyfall/contracts/price-schemas';
import { useCallback, useMemo, useState } from 'react';
import type { SavePricesInput } from './pricing-api.ts';
import { complaintAbout, readTiers, samePrices, tierText, type TierComplaint } from './tier-text.ts';

export type GridColumn = PriceGridDto['columns'][number];
export type GridRow = PriceGridDto['items'][number];

/** A cell that was changed and is not saved yet, with what it showed when the change began. */
export interface CellEdit {
  readonly columnId: string;
  readonly skuId: string;
  readonly code: string;
  readonly text: string;
  readonly was: readonly TierDto[];
  /** Version of the list at that time. */
  readonly version: string;
  readonly complaint: TierComplaint | undefined;
}

export interface PriceEdits {
  readonly textOf: (column: GridColumn, row: GridRow, saved: readonly TierDto[]) => string;
  readonly editOf: (columnId: string, skuId: string) => CellEdit | undefined;
  readonly set: (change: CellChange) => void;
  readonly discard: () => void;
  /** Takes over what the server has by now, keeping what was typed. */
  readonly rebase: (grid: PriceGridDto) => void;
  readonly all: readonly CellEdit[];
  readonly wrong: number;
}

export interface CellChange {
  readonly column: GridColumn;
  readonly row: GridRow;
  readonly saved: readonly TierDto[];
  /** Undefined takes the edit back. */
  readonly text: string | undefined;
}

const keyOf = (columnId: string, skuId: string): string => `${columnId}/${skuId}`;

/** Edits of a price grid. They outlive paging, searching and a failed save; only saving or discarding ends them. */
export function usePriceEdits(isHouse: boolean): PriceEdits {
  const [edits, setEdits] = useState<ReadonlyMap<string, CellEdit>>(new Map());
  const set = useCallback(
    ({ column, row, saved, text }: CellChange) => {
      setEdits((before) => {
        const key = keyOf(column.id, row.skuId);
        const after = new Map(before);
        if (text === undefined || text === tierText(saved)) {
          after.delete(key);
          return after;
        }
        const present = before.get(key);
        after.set(key, {
          columnId: column.id,
          skuId: row.skuId,
          code: row.code,
          text,
          was: present?.was ?? saved,
          version: present?.version ?? column.version,
          complaint: complaintAbout(text, { cost: isHouse ? null : row.ownCost, ceiling: row.ceiling }),
        });
        return after;
      });
    },
    [isHouse],
  );
  const rebase = useCallback((grid: PriceGridDto) => {
    setEdits((before) => new Map([...before].map(([key, edit]) => [key, rebased(edit, grid)])));
  }, []);
  const discard = useCallback(() => setEdits(new Map()), []);
  return useMemo(() => {
    const all = [...edits.values()].filter((edit) => !samePrices(edit.text, tierText(edit.was)));
    return {
      textOf: (column, row, saved) => edits.get(keyOf(column.id, row.skuId))?.text ?? tierText(saved),
      editOf: (columnId, skuId) => edits.get(keyOf(columnId, skuId)),
      set,
      discard,
      rebase,
      all,
      wrong: all.filter((edit) => edit.complaint !== undefined).length,
    };
  }, [edits, set, discard, rebase]);
}

function rebased(edit: CellEdit, grid: PriceGridDto): CellEdit {
  const index = grid.columns.findIndex((column) => column.id === edit.columnId);
  const column = grid.columns[index];
  const cell = grid.items.find((row) => row.skuId === edit.skuId)?.cells[index];
  return { ...edit, version: column?.version ?? edit.version, was: cell?.tiers ?? edit.was };
}

/** Edits as the server takes them, list by list or child by child. */
export function toChanges(edits: readonly CellEdit[], by: 'lists' | 'children'): SavePricesInput {
  const columns = new Map<string, CellEdit[]>();
  for (const edit of edits) columns.set(edit.columnId, [...(columns.get(edit.columnId) ?? []), edit]);
  const tiersOf = (edit: CellEdit): TierDto[] => [...(readTiers(edit.text) ?? [])];
  const groups = [...columns];
  return by === 'lists'
    ? {
        lists: groups.map(([listId, cells]) => ({
          listId,
          version: cells[0]?.version ?? '0',
          changes: cells.map((edit) => ({ skuId: edit.skuId, tiers: tiersOf(edit) })),
        })),
      }
    : {
        children: groups.map(([childId, cells]) => ({
          childId,
          changes: cells.map((edit) => ({ skuId: edit.skuId, was: [...edit.was], tiers: tiersOf(edit) })),
        })),
      };
}
