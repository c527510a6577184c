import type { PriceGridDto, TierDto } from '@keyfall/contracts/price-schemas';
import { useCallback, useMemo, useState } from 'react';
import type { SavePricesInput } from './pricing-api.ts';
import { complaintAbout, readTiers, samePrices, tierText, type TierComplaint } from './tier-text.ts';

export type GridColumn = PriceGridDto['columns'][number];
export type GridRow = PriceGridDto['items'][number];
export type GridCellDto = GridRow['cells'][number];

/** When a price holds, as instants; null: from ever, for ever. What is no time stays a text for the server to refuse. */
export interface Validity {
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

/** A cell that was changed and is not saved yet, with what it showed when the change began. */
export interface CellEdit extends Validity {
  readonly columnId: string;
  readonly skuId: string;
  readonly code: string;
  readonly text: string;
  readonly was: readonly TierDto[];
  readonly wasValid: Validity;
  /** Version of the list at that time. */
  readonly version: string;
  readonly complaint: TierComplaint | 'period' | undefined;
}

export interface PriceEdits {
  readonly textOf: (column: GridColumn, row: GridRow, cell: GridCellDto) => string;
  readonly validityOf: (column: GridColumn, row: GridRow, cell: GridCellDto) => Validity;
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
  readonly cell: GridCellDto;
  /** Left out: as it is. Undefined takes the edit back. */
  readonly text?: string | undefined;
  /** Left out: as it is. */
  readonly validity?: Validity;
}

const keyOf = (columnId: string, skuId: string): string => `${columnId}/${skuId}`;

/** Edits of a price grid. They outlive paging, searching and a failed save; only saving or discarding ends them. */
export function usePriceEdits(isHouse: boolean): PriceEdits {
  const [edits, setEdits] = useState<ReadonlyMap<string, CellEdit>>(new Map());
  const set = useCallback(
    (change: CellChange) => {
      setEdits((before) => {
        const { column, row } = change;
        const key = keyOf(column.id, row.skuId);
        const after = new Map(before);
        const edit = editedBy(change, before.get(key), isHouse);
        if (edit === undefined) after.delete(key);
        else after.set(key, edit);
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
    const all = [...edits.values()].filter(
      (edit) => !samePrices(edit.text, tierText(edit.was)) || !sameValidity(edit, edit.wasValid),
    );
    return {
      textOf: (column, row, cell) => edits.get(keyOf(column.id, row.skuId))?.text ?? tierText(cell.tiers),
      validityOf: (column, row, cell) => edits.get(keyOf(column.id, row.skuId)) ?? cell,
      editOf: (columnId, skuId) => edits.get(keyOf(columnId, skuId)),
      set,
      discard,
      rebase,
      all,
      wrong: all.filter((edit) => edit.complaint !== undefined).length,
    };
  }, [edits, set, discard, rebase]);
}

const sameValidity = (one: Validity, other: Validity): boolean =>
  one.validFrom === other.validFrom && one.validTo === other.validTo;

/** The edit a change makes of a cell; undefined where nothing differs from what is saved. */
function editedBy(change: CellChange, present: CellEdit | undefined, isHouse: boolean): CellEdit | undefined {
  const { column, row, cell } = change;
  const saved = tierText(cell.tiers);
  const text = 'text' in change ? change.text : (present?.text ?? saved);
  if (text === undefined) return undefined;
  const { validFrom, validTo } = change.validity ?? present ?? cell;
  if (text === saved && sameValidity({ validFrom, validTo }, cell)) return undefined;
  // What it will cost by then only the server knows.
  const isLater = validFrom !== null && Date.parse(validFrom) > Date.now();
  const bounds = { cost: isHouse || isLater ? null : row.ownCost, ceiling: row.ceiling };
  return {
    columnId: column.id,
    skuId: row.skuId,
    code: row.code,
    text,
    validFrom,
    validTo,
    was: present?.was ?? cell.tiers,
    wasValid: present?.wasValid ?? { validFrom: cell.validFrom, validTo: cell.validTo },
    version: present?.version ?? column.version,
    complaint: complaintAbout(text, bounds) ?? (isPeriod(validFrom, validTo) ? undefined : 'period'),
  };
}

function isPeriod(from: string | null, to: string | null): boolean {
  const times = [from, to].map((at) => (at === null ? null : Date.parse(at)));
  if (times.some((time) => Number.isNaN(time))) return false;
  const [begins, ends] = times;
  return begins == null || ends == null || begins < ends;
}

function rebased(edit: CellEdit, grid: PriceGridDto): CellEdit {
  const index = grid.columns.findIndex((column) => column.id === edit.columnId);
  const column = grid.columns[index];
  const cell = grid.items.find((row) => row.skuId === edit.skuId)?.cells[index];
  return {
    ...edit,
    version: column?.version ?? edit.version,
    was: cell?.tiers ?? edit.was,
    wasValid: cell === undefined ? edit.wasValid : { validFrom: cell.validFrom, validTo: cell.validTo },
  };
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
          changes: cells.map((edit) => {
            const { skuId, was, wasValid, validFrom, validTo } = edit;
            const tiers = tiersOf(edit);
            // Where there is no price any more there is nothing to date.
            return { skuId, was: [...was], wasValid, tiers, ...(tiers.length === 0 ? {} : { validFrom, validTo }) };
          }),
        })),
      };
}
