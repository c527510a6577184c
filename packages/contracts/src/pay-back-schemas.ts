/** A wallet's cash going back to where a top-up came from, on the distributor's screens and on the wholesaler's. */
import { z } from 'zod';
import { payeeIdSchema, topUpIdSchema } from './id-schemas.ts';
import { moneyDtoSchema, positiveMoneySchema } from './money-schemas.ts';
import { pageInputSchema } from './pagination-schemas.ts';
import { PAYEE_KINDS } from './payee.ts';
import { PAY_BACK_STATES, TOP_UP_METHODS } from './states.ts';
import { clientRefSchema } from './wallet-schemas.ts';

const id = z.string();
const at = z.iso.datetime();

/** A top-up of which something may go back. */
export const payBackSourceSchema = z.object({
  topUpId: id,
  method: z.enum(TOP_UP_METHODS),
  /** The gateway's name, or the bank's. */
  via: z.string(),
  payerName: z.string().nullable(),
  amount: moneyDtoSchema,
  bonus: moneyDtoSchema,
  /** What has not gone back of it and is not asked for; the wallet may hold less. */
  remaining: moneyDtoSchema,
  createdAt: at,
});
export type PayBackSourceDto = z.infer<typeof payBackSourceSchema>;

export const requestPayBackInputSchema = z.object({
  clientRef: clientRefSchema,
  topUpId: topUpIdSchema,
  amount: positiveMoneySchema,
  /** Whom the bank pays; null where a gateway sends it to whoever paid. */
  payeeId: payeeIdSchema.nullable(),
});

export const payBackSchema = z.object({
  id,
  payBackNo: z.string(),
  state: z.enum(PAY_BACK_STATES),
  amount: moneyDtoSchema,
  /** What of the bonus went with it. */
  bonus: moneyDtoSchema,
  method: z.enum(TOP_UP_METHODS),
  via: z.string(),
  payee: z
    .object({ holder: z.string(), kind: z.enum(PAYEE_KINDS), bankName: z.string().nullable(), mask: z.string() })
    .nullable(),
  reason: z.string().nullable(),
  createdAt: at,
});
export type PayBackDto = z.infer<typeof payBackSchema>;

export const staffPayBackSchema = payBackSchema.extend({
  distributorId: id,
  distributorName: z.string(),
  /** Who had paid the transfer, as it was declared. */
  payerName: z.string().nullable(),
  toppedUp: moneyDtoSchema,
  toppedUpAt: at,
  checksNeeded: z.int(),
  checksDone: z.int(),
  /** The reader has asked for it or agreed to it: somebody else is next. */
  isOwn: z.boolean(),
  /** The payout that a person submits. */
  withdrawalId: id.nullable(),
});
export type StaffPayBackDto = z.infer<typeof staffPayBackSchema>;

export const payBackListInputSchema = pageInputSchema.extend({
  /** Only what waits for a decision. */
  isWaiting: z.boolean().optional(),
});
export const payBackIdInputSchema = z.object({ payBackId: z.guid() });
export const rejectPayBackInputSchema = payBackIdInputSchema.extend({ reason: z.string().trim().min(1).max(500) });
