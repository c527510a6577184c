import { skuInputSchema } from '@keyfall/contracts/catalog-schemas';
import type { SkuInput } from '@keyfall/contracts/catalog-schemas';
import type { Outputs } from '../api.ts';
import { toInstant, toLocalMoment, toPrice, toWhole } from '../parts/typed-fields.tsx';

export type Sku = Outputs['catalog']['product']['skus'][number];

/** A SKU as the form holds it: what was typed, as text. */
export interface SkuValues {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly kind: SkuInput['kind'];
  readonly faceKind: 'fixed' | 'range';
  readonly faceValue: string;
  readonly faceMin: string;
  readonly faceMax: string;
  readonly faceCurrency: string;
  readonly periodDays: string;
  readonly region: string;
  readonly currency: string;
  readonly accountTemplate: string;
  readonly minPerOrder: string;
  readonly maxPerOrder: string;
  readonly maxPerBuyer: string;
  readonly buyerLimitDays: string;
  readonly warrantyDays: string;
  readonly whenEmpty: SkuInput['whenEmpty'];
  readonly backorderHours: string;
  readonly allocation: SkuInput['allocation'];
  readonly deliveryDelaySeconds: string;
  readonly lowStockAt: string;
  readonly status: SkuInput['status'];
  readonly publishAt: string;
  readonly unpublishAt: string;
  readonly position: string;
  readonly suggested: string;
  readonly floor: string;
  readonly ceiling: string;
  readonly unitCost: string;
}

const shown = (value: number | null): string => (value === null ? '' : String(value));

/** A SKU of the server as form values. */
export function skuValuesOf(sku: Sku): SkuValues {
  return {
    code: sku.code,
    nameZh: sku.nameZh,
    nameEn: sku.nameEn,
    kind: sku.kind,
    faceKind: sku.faceMin === null ? 'fixed' : 'range',
    faceValue: sku.faceValue,
    faceMin: sku.faceMin ?? '',
    faceMax: sku.faceMax ?? '',
    faceCurrency: sku.faceCurrency ?? '',
    periodDays: shown(sku.periodDays),
    region: sku.region,
    currency: sku.currency,
    accountTemplate: sku.accountTemplate ?? '',
    minPerOrder: String(sku.minPerOrder),
    maxPerOrder: String(sku.maxPerOrder),
    maxPerBuyer: shown(sku.maxPerBuyer),
    buyerLimitDays: shown(sku.buyerLimitDays),
    warrantyDays: String(sku.warrantyDays),
    whenEmpty: sku.whenEmpty,
    backorderHours: String(sku.backorderHours),
    allocation: sku.allocation,
    deliveryDelaySeconds: String(sku.deliveryDelaySeconds),
    lowStockAt: String(sku.lowStockAt),
    status: sku.status,
    publishAt: toLocalMoment(sku.publishAt),
    unpublishAt: toLocalMoment(sku.unpublishAt),
    position: String(sku.position),
    suggested: sku.suggested ?? '',
    floor: sku.floor ?? '',
    ceiling: sku.ceiling ?? '',
    unitCost: sku.unitCost ?? '',
  };
}

/** Where a new SKU begins: like the last one of its product, with its own code and name. */
export function newSkuValues(like: Sku | undefined, currency: string, position: number): SkuValues {
  if (like !== undefined) {
    return { ...skuValuesOf(like), code: '', nameZh: '', nameEn: '', faceValue: '', position: String(position) };
  }
  return {
    code: '',
    nameZh: '',
    nameEn: '',
    kind: 'card_code',
    faceKind: 'fixed',
    faceValue: '',
    faceMin: '',
    faceMax: '',
    faceCurrency: '',
    periodDays: '',
    region: '',
    currency,
    accountTemplate: '',
    minPerOrder: '1',
    maxPerOrder: '100',
    maxPerBuyer: '',
    buyerLimitDays: '',
    warrantyDays: '0',
    whenEmpty: 'show',
    backorderHours: '72',
    allocation: 'fefo',
    deliveryDelaySeconds: '0',
    lowStockAt: '0',
    status: 'published',
    publishAt: '',
    unpublishAt: '',
    position: String(position),
    suggested: '',
    floor: '',
    ceiling: '',
    unitCost: '',
  };
}

/** What the typed values mean; fields that the kind does not have are empty whatever was typed before. */
function meaningOf(typed: SkuValues): unknown {
  const isRange = typed.faceKind === 'range';
  const orDefault = (text: string): number | string | undefined => toWhole(text) ?? undefined;
  return {
    ...typed,
    faceValue: typed.faceValue.trim(),
    faceMin: isRange ? toPrice(typed.faceMin) : null,
    faceMax: isRange ? toPrice(typed.faceMax) : null,
    faceCurrency: typed.faceCurrency.trim() === '' ? null : typed.faceCurrency.trim().toUpperCase(),
    periodDays: toWhole(typed.periodDays),
    accountTemplate: typed.kind === 'top_up' ? typed.accountTemplate : null,
    minPerOrder: orDefault(typed.minPerOrder),
    maxPerOrder: orDefault(typed.maxPerOrder),
    maxPerBuyer: toWhole(typed.maxPerBuyer),
    buyerLimitDays: toWhole(typed.buyerLimitDays),
    warrantyDays: orDefault(typed.warrantyDays),
    backorderHours: orDefault(typed.backorderHours),
    deliveryDelaySeconds: orDefault(typed.deliveryDelaySeconds),
    lowStockAt: orDefault(typed.lowStockAt),
    publishAt: toInstant(typed.publishAt),
    unpublishAt: toInstant(typed.unpublishAt),
    position: orDefault(typed.position),
    suggested: toPrice(typed.suggested),
    floor: toPrice(typed.floor),
    ceiling: toPrice(typed.ceiling),
    unitCost: toPrice(typed.unitCost),
  };
}

/** Checks form values by the contract's schema. */
export const skuFormSchema = {
  safeParse: (values: unknown) => skuInputSchema.safeParse(meaningOf(values as SkuValues)),
};

/** Changes of one cell of the matrix, as the server wants the whole SKU. */
export function skuWith(sku: Sku, change: Partial<SkuValues>): ReturnType<typeof skuFormSchema.safeParse> {
  return skuFormSchema.safeParse({ ...skuValuesOf(sku), ...change });
}
