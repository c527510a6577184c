import { z } from 'zod';

/** How far the audit is sealed into its chain of hashes. */
export const auditChainSchema = z.object({
  sealed: z.int(),
  unsealed: z.int(),
  /** Hex; of the last sealed entry. */
  hash: z.string(),
  sealedAt: z.iso.datetime().nullable(),
});

/** What reading the whole chain found: how many entries do not fit, and the first of their numbers. */
export const auditCheckSchema = auditChainSchema.extend({ broken: z.int(), firstBroken: z.array(z.int()) });
