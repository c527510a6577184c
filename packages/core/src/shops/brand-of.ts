import { DEFAULT_BRAND, type Brand } from '@keyfall/contracts';
import { brandSchema } from '@keyfall/contracts/brand-schemas';

/** The brand of a stored row. What a row leaves out (an older release wrote it) is the default. */
export function brandOf(stored: unknown): Brand {
  const given = typeof stored === 'object' && stored !== null ? stored : {};
  const parsed = brandSchema.safeParse({ ...DEFAULT_BRAND, ...given });
  return parsed.success ? parsed.data : DEFAULT_BRAND;
}
