import type { PriceExplanationDto, PriceSourceDto } from '@keyfall/contracts/price-schemas';
import type { PriceSource } from './link-price.rules.ts';

/** What anybody may know of why somebody pays a price: kind and name. */
export function presentSource(source: PriceSource | null): PriceSourceDto | null {
  if (source === null) return null;
  return { kind: source.kind, name: source.kind === 'override' ? null : source.name };
}

/** The same with its figures, for whoever set them. */
export function presentWholeSource(source: PriceSource | null): PriceExplanationDto['links'][number]['source'] {
  if (source === null) return null;
  const none = {
    name: null,
    unitPrice: null,
    minQuantity: null,
    validFrom: null,
    validTo: null,
    percent: null,
    fixed: null,
    step: null,
  };
  if (source.kind === 'rule') {
    const { kind, name, percent, fixed, step } = source;
    return { ...none, kind, name, percent, fixed, step };
  }
  return {
    ...none,
    kind: source.kind,
    name: source.kind === 'list' ? source.name : null,
    unitPrice: source.unitPrice,
    minQuantity: source.minQuantity,
    validFrom: source.validFrom?.toISOString() ?? null,
    validTo: source.validTo?.toISOString() ?? null,
  };
}
