import { verifyTenant } from '@keyfall/core/verify';
import type { TestStack } from './stack.ts';

/** The invariants that are broken, in words; empty when all that can be checked hold. */
export async function brokenInvariants({
  core,
  tenant,
}: Pick<TestStack, 'core' | 'tenant'>): Promise<readonly string[]> {
  const results = await verifyTenant(core, tenant.tenantId);
  const checked = results.filter((result) => result.parts !== 'none');
  // A list that lost its invariants would always be clean.
  if (checked.length < 20) throw new Error(`only ${checked.length} invariants were checked`);
  return checked
    .filter((result) => result.broken > 0)
    .map((result) => `${result.invariant} ${result.says}: ${result.broken} rows`);
}
