/** What the back office exchanges about debt of distributors and its write-off. */
import { z } from 'zod';
import { distributorIdSchema } from './id-schemas.ts';
import { moneyDtoSchema, positiveMoneySchema } from './money-schemas.ts';
import { pageInputSchema } from './pagination-schemas.ts';

const id = z.string();
const at = z.string();
const person = z.object({ id, name: z.string().nullable() });

export const WRITE_OFF_STATES = ['requested', 'approved', 'rejected'] as const;
export type WriteOffState = (typeof WRITE_OFF_STATES)[number];

export const debtRowSchema = z.object({
  distributorId: id,
  distributorName: z.string(),
  distributorCode: z.string(),
  debt: moneyDtoSchema,
  /** What is held and will repay it. */
  pending: moneyDtoSchema,
  since: at.nullable(),
});
export type DebtRowDto = z.infer<typeof debtRowSchema>;

export const writeOffSchema = z.object({
  id,
  distributorId: id,
  distributorName: z.string(),
  amount: moneyDtoSchema,
  reason: z.string(),
  state: z.enum(WRITE_OFF_STATES),
  requestedBy: person,
  decidedBy: person.nullable(),
  isOwn: z.boolean(),
  createdAt: at,
  decidedAt: at.nullable(),
});
export type WriteOffDto = z.infer<typeof writeOffSchema>;

export const writeOffListInputSchema = pageInputSchema.extend({
  states: z.array(z.enum(WRITE_OFF_STATES)).max(3).optional(),
});
export const requestWriteOffInputSchema = z.object({
  distributorId: distributorIdSchema,
  amount: positiveMoneySchema,
  reason: z.string().trim().min(1).max(500),
});
export const writeOffIdInputSchema = z.object({ writeOffId: z.guid() });
