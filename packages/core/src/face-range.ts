import type { FaceRangeDto } from '@keyfall/contracts/money-schemas';
import { parseUnitPrice } from '@keyfall/money';

/** The face values a SKU is sold over, of which its prices are for one unit each; null for a SKU with a fixed one. */
export function faceRangeOf(sku: {
  readonly face_min: string | null;
  readonly face_max: string | null;
  readonly face_currency: string | null;
  readonly currency: string;
}): FaceRangeDto | null {
  if (sku.face_min === null || sku.face_max === null) return null;
  return {
    min: parseUnitPrice(sku.face_min),
    max: parseUnitPrice(sku.face_max),
    currency: sku.face_currency ?? sku.currency,
  };
}
