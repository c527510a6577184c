import { isBetween, useUrlState } from '@keyfall/web';
import { useState } from 'react';
import type { Outputs } from '../api.ts';
import type { CartItem } from '../cart/cart-store.ts';
import { isAccountComplete, templateOf } from './top-up-form.tsx';
import type { AccountValues } from './top-up-form.tsx';

export type ShopProduct = Outputs['catalog']['product'];
export type ShopSku = ShopProduct['skus'][number];

export interface Choice {
  readonly sku: ShopSku;
  readonly choose: (sku: ShopSku) => void;
  /** For a range: the face value as typed or picked, empty at first. */
  readonly faceValue: string;
  readonly setFaceValue: (value: string) => void;
  readonly quantity: number;
  readonly quantityMax: number;
  readonly setQuantity: (quantity: number) => void;
  readonly account: AccountValues;
  readonly setAccount: (values: AccountValues) => void;
  /** What is still missing before it can be bought. */
  readonly missing: 'face_value' | 'account' | 'stock' | undefined;
  /** The choice as a line of the cart; undefined while something is missing. */
  readonly item: CartItem | undefined;
}

/** A range of codes: only the face values that are in stock can be had. A range of top-ups: any amount within it. */
export function picksFromStock(sku: ShopSku): boolean {
  return sku.range !== null && sku.kind !== 'top_up';
}

/** How many units of exactly this good may be asked for. */
function maxOf(sku: ShopSku, faceValue: string): number {
  const bound = Math.min(sku.maxPerOrder, sku.maxPerBuyer ?? sku.maxPerOrder);
  if (sku.kind === 'top_up' || sku.stock === 'backorder') return bound;
  const available = picksFromStock(sku)
    ? (sku.faceValues.find((face) => face.value === faceValue)?.available ?? sku.maxPerOrder)
    : sku.available;
  // The server tells at most 99; beyond that the order's own bound counts.
  return available >= 99 ? bound : Math.min(bound, available);
}

/** What the buyer has chosen of a product; the SKU lives in the URL, so that a link leads to it. */
export function useChoice(product: ShopProduct): Choice | undefined {
  const [{ sku: code }, setUrl] = useUrlState('sku');
  const [face, setFace] = useState<{ readonly skuId: string; readonly value: string } | undefined>(undefined);
  const [wanted, setQuantity] = useState<number | undefined>(undefined);
  const [account, setAccount] = useState<AccountValues>({});
  const sku =
    product.skus.find((each) => each.code === code) ??
    product.skus.find((each) => each.stock !== 'out') ??
    product.skus[0];
  if (sku === undefined) return undefined;

  const firstFace = picksFromStock(sku) ? (sku.faceValues[0]?.value ?? '') : '';
  const faceValue = sku.range === null ? '' : face?.skuId === sku.id ? face.value : firstFace;
  const quantityMax = Math.max(maxOf(sku, faceValue), 0);
  const quantity = Math.max(
    sku.minPerOrder,
    Math.min(wanted ?? sku.minPerOrder, Math.max(quantityMax, sku.minPerOrder)),
  );
  const missing = missingOf(sku, faceValue, account, quantityMax);
  const template = templateOf(sku.accountTemplate);
  const given = Object.fromEntries(template.map((field) => [field.name, account[field.name] ?? '']));
  return {
    sku,
    choose: (next) => setUrl({ sku: next.code }),
    faceValue,
    setFaceValue: (value) => setFace({ skuId: sku.id, value }),
    quantity,
    quantityMax,
    setQuantity,
    account,
    setAccount,
    missing,
    item:
      missing !== undefined
        ? undefined
        : {
            skuId: sku.id,
            quantity,
            ...(sku.range === null ? {} : { faceValue }),
            ...(template.length === 0 ? {} : { account: given }),
            slug: product.slug,
            name: product.name,
            ...(product.imageIds[0] === undefined ? {} : { imageId: product.imageIds[0] }),
            skuName: sku.name,
            seenPrice: sku.unitPrice,
          },
  };
}

function missingOf(sku: ShopSku, faceValue: string, account: AccountValues, quantityMax: number): Choice['missing'] {
  if (sku.stock === 'out' || quantityMax < sku.minPerOrder) return 'stock';
  if (sku.range !== null && !isBetween(faceValue, sku.range.min, sku.range.max)) return 'face_value';
  return isAccountComplete(templateOf(sku.accountTemplate), account) ? undefined : 'account';
}
