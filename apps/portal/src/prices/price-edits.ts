import { useCallback, useMemo, useState } from 'react';
import type { Inputs, Outputs } from '../api.ts';
import { complaintAbout, readPrice } from './retail.rules.ts';

export type PriceRow = Outputs['prices']['list']['items'][number];
export type PriceChange = Inputs['prices']['set']['changes'][number];

/** What was changed in a row and is not saved yet. */
export interface PriceEdit {
  readonly row: PriceRow;
  /** The price as typed; blank takes the own price away. */
  readonly typed: string;
  readonly hidden: boolean;
}

export interface PriceEdits {
  /** The row as it stands on the screen: edited, or as saved. */
  readonly of: (row: PriceRow) => Pick<PriceEdit, 'typed' | 'hidden'>;
  readonly isChanged: (row: PriceRow) => boolean;
  readonly set: (row: PriceRow, patch: Partial<Pick<PriceEdit, 'typed' | 'hidden'>>) => void;
  readonly discard: () => void;
  /** Rows whose text could not be saved. */
  readonly wrong: readonly PriceRow[];
  readonly changes: readonly PriceChange[];
}

const typedOf = (row: PriceRow): string => row.ownRetail ?? '';

/** Edits of a price table. They outlive paging, searching and a failed save; only saving or discarding ends them. */
export function usePriceEdits(): PriceEdits {
  const [edits, setEdits] = useState<ReadonlyMap<string, PriceEdit>>(new Map());
  const set = useCallback<PriceEdits['set']>((row, patch) => {
    setEdits((before) => {
      const present = before.get(row.skuId) ?? { row, typed: typedOf(row), hidden: row.hidden };
      const next = { ...present, row, ...patch };
      const after = new Map(before);
      const isBack = samePrice(next.typed, typedOf(row)) && next.hidden === row.hidden;
      if (isBack && next.typed === typedOf(row)) after.delete(row.skuId);
      else after.set(row.skuId, next);
      return after;
    });
  }, []);
  const discard = useCallback(() => setEdits(new Map()), []);
  return useMemo(() => {
    const real = [...edits.values()].filter(
      ({ row, typed, hidden }) => !samePrice(typed, typedOf(row)) || hidden !== row.hidden,
    );
    return {
      of: (row) => edits.get(row.skuId) ?? { typed: typedOf(row), hidden: row.hidden },
      isChanged: (row) => real.some((edit) => edit.row.skuId === row.skuId),
      set,
      discard,
      wrong: real.filter(({ row, typed }) => complaintAbout(typed, row) !== undefined).map(({ row }) => row),
      changes: real.map(({ row, typed, hidden }) => ({
        skuId: row.skuId,
        unitPrice: readPrice(typed) ?? null,
        hidden,
      })),
    };
  }, [edits, set, discard]);
}

function samePrice(first: string, second: string): boolean {
  if (first.trim() === '' || second.trim() === '') return first.trim() === second.trim();
  return readPrice(first) !== undefined && readPrice(first) === readPrice(second);
}
