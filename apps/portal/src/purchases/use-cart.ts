import { useState } from 'react';
import type { Inputs, Outputs } from '../api.ts';

export type Goods = Outputs['purchases']['goods']['items'][number];
export type CartInput = Inputs['purchases']['quote']['lines'][number];

/** A line as it is being typed. */
export interface TypedLine {
  readonly goods: Goods;
  readonly quantity: string;
  readonly faceValue: string;
}

export interface Cart {
  readonly lines: readonly TypedLine[];
  readonly add: (goods: Goods) => void;
  readonly change: (skuId: string, change: Partial<Pick<TypedLine, 'quantity' | 'faceValue'>>) => void;
  readonly remove: (skuId: string) => void;
  /** What can be asked for; undefined while a line is not complete. */
  readonly input: readonly CartInput[] | undefined;
}

const UNITS_MAX = 100_000;

/** How many units were typed; undefined while it is no whole number that can be bought. */
export function readQuantity(typed: string): number | undefined {
  const plain = typed.normalize('NFKC').replace(/[\s,]/g, '');
  if (!/^\d{1,6}$/.test(plain)) return undefined;
  const quantity = Number.parseInt(plain, 10);
  return quantity >= 1 && quantity <= UNITS_MAX ? quantity : undefined;
}

function readLine({ goods, quantity, faceValue }: TypedLine): CartInput | undefined {
  const units = readQuantity(quantity);
  if (units === undefined) return undefined;
  if (goods.faceRange === null) return { skuId: goods.skuId, quantity: units };
  const face = faceValue.normalize('NFKC').trim();
  return /^\d{1,9}(\.\d{1,4})?$/.test(face) ? { skuId: goods.skuId, quantity: units, faceValue: face } : undefined;
}

/** The goods chosen on this page, as typed. */
export function useCart(): Cart {
  const [lines, setLines] = useState<readonly TypedLine[]>([]);
  const read = lines.map(readLine);
  return {
    lines,
    add: (goods) =>
      setLines((present) =>
        present.some((line) => line.goods.skuId === goods.skuId)
          ? present
          : [...present, { goods, quantity: '1', faceValue: goods.faceRange?.min ?? '' }],
      ),
    change: (skuId, change) =>
      setLines((present) => present.map((line) => (line.goods.skuId === skuId ? { ...line, ...change } : line))),
    remove: (skuId) => setLines((present) => present.filter((line) => line.goods.skuId !== skuId)),
    input: lines.length > 0 && read.every((line) => line !== undefined) ? read : undefined,
  };
}
