/** The tree beyond who stands where: invitations and applications, moves, closing, history, a distributor's downline. */
import { z } from 'zod';
import { distributorIdSchema, levelIdSchema } from './id-schemas.ts';
import { localeSchema } from './kind-schemas.ts';
import { moneyDtoSchema } from './money-schemas.ts';
import { mailSchema, personNameSchema } from './people-schemas.ts';
import { DISTRIBUTOR_STATES } from './states.ts';
import { distributorInputSchema, distributorProfileSchema } from './tenancy-schemas.ts';

/** Why something was done; kept in the history. */
export const reasonSchema = z.string().trim().min(1).max(500);

/** What may be changed of a distributor without a reason; level and place have acts of their own. */
export const distributorChangeSchema = distributorInputSchema.omit({ levelId: true });
export type DistributorChange = z.infer<typeof distributorChangeSchema>;

/** Who is invited to become a distributor; that person fills in the rest. */
export const newDistributorInvitationSchema = z.object({
  /** Left out, one is made up. */
  code: distributorInputSchema.shape.code.optional(),
  name: distributorInputSchema.shape.name,
  levelId: levelIdSchema.nullable().default(null),
  owner: z.object({ mail: mailSchema, name: personNameSchema, locale: localeSchema.default('zh-CN') }),
});
export type NewDistributorInvitation = z.infer<typeof newDistributorInvitationSchema>;

/** What somebody invited says about its company: legal name and a way to reach it are needed to be let in. */
export const applicationSchema = z.object({
  name: distributorInputSchema.shape.name,
  legalName: z.string().trim().min(1).max(200),
  taxNumber: distributorProfileSchema.shape.taxNumber,
  contactName: z.string().trim().min(1).max(120),
  contactMail: mailSchema,
  contactPhone: distributorProfileSchema.shape.contactPhone,
});
export type Application = z.infer<typeof applicationSchema>;

/** How far an applicant has come, in its own eyes. */
export const applicationStateSchema = z.object({
  status: z.enum(DISTRIBUTOR_STATES),
  application: z.object({
    name: z.string(),
    legalName: z.string().nullable(),
    taxNumber: z.string().nullable(),
    contactName: z.string().nullable(),
    contactMail: z.string().nullable(),
    contactPhone: z.string().nullable(),
  }),
  /** Why it was sent back, while it is. */
  sentBackBecause: z.string().nullable(),
  submittedAt: z.iso.datetime().nullable(),
  /** Only its owner may hand it in. */
  mayHandIn: z.boolean(),
});
export type ApplicationState = z.infer<typeof applicationStateSchema>;

export const DISTRIBUTOR_EVENT_KINDS = [
  'created',
  'invited',
  'applied',
  'submitted',
  'approved',
  'sent_back',
  'refused',
  'frozen',
  'unfrozen',
  'closed',
  'level_changed',
  'moved',
  'recruiting_changed',
] as const;
export const distributorEventSchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  kind: z.enum(DISTRIBUTOR_EVENT_KINDS),
  /** Level or parent before and after, as they were called then. */
  fromName: z.string().nullable(),
  toName: z.string().nullable(),
  reason: z.string().nullable(),
  /** Who did it; null for the system. */
  actor: z.string().nullable(),
});
export type DistributorEvent = z.infer<typeof distributorEventSchema>;

/** What a move would change, found by moving and taking it back. */
export const movePreviewSchema = z.object({
  from: z.string(),
  to: z.string(),
  /** Distributors that move, with the one named. */
  distributors: z.int(),
  shops: z.int(),
  /** Depth of the lowest of them afterwards, and how deep the tree may be. */
  depth: z.int(),
  depthMax: z.int(),
  /** SKUs whose price for the one named rises, falls, or is lost, with a few of them. */
  dearer: z.int(),
  cheaper: z.int(),
  lost: z.int(),
  examples: z.array(
    z.object({
      skuCode: z.string(),
      currency: z.string(),
      /** Unit prices; null: not offered. */
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
});
export type MovePreview = z.infer<typeof movePreviewSchema>;

export const CLOSE_HINDRANCES = ['balances', 'open_orders', 'open_withdrawals', 'open_top_ups'] as const;
/** What stands in the way of closing a distributor, and what closing would do. */
export const closePreviewSchema = z.object({
  hindrances: z.array(z.enum(CLOSE_HINDRANCES)),
  /** Every account of it that is not empty; negative is owed by it. */
  balances: z.array(z.object({ account: z.string(), balance: moneyDtoSchema })),
  openOrders: z.int(),
  openWithdrawals: z.int(),
  openTopUps: z.int(),
  children: z.int(),
  parentName: z.string(),
  shops: z.int(),
  /** Members who may sign in now. */
  people: z.int(),
});
export type ClosePreview = z.infer<typeof closePreviewSchema>;

export const recruitingSchema = z.object({ recruiting: z.boolean() });

const downlineNodeSchema = z.object({
  id: distributorIdSchema,
  /** The one it stands below; null for the reader's direct children. */
  parentId: distributorIdSchema.nullable(),
  code: z.string(),
  name: z.string(),
  level: z.object({ id: levelIdSchema, name: z.string() }).nullable(),
  status: z.enum(DISTRIBUTOR_STATES),
  /** 1 is a direct child. */
  distance: z.int(),
  shops: z.int(),
  createdAt: z.iso.datetime(),
});

/** What a distributor may see of those below it, and of the one above: a name. */
export const downlineSchema = z.object({
  nodes: z.array(downlineNodeSchema),
  /** Null directly below the wholesaler. */
  uplineName: z.string().nullable(),
  /** Whether one more may be invited directly below, and why not. */
  mayInvite: z.boolean(),
  inviteHindrance: z.enum(['tenant', 'distributor', 'depth']).nullable(),
  /** Whether the reader decides about those who apply to stand directly below it. */
  decidesApplications: z.boolean(),
  levels: z.array(z.object({ id: levelIdSchema, name: z.string() })),
});
export type Downline = z.infer<typeof downlineSchema>;
export type DownlineNode = z.infer<typeof downlineNodeSchema>;

/** What the reader earned through each direct child in a span of days of the tenant. */
export const downlineIncomeInputSchema = z.object({ days: z.int().min(1).max(92).default(30) });
export const downlineIncomeSchema = z.object({
  children: z.array(
    z.object({
      /** Null: somebody who no longer stands below the reader. */
      id: distributorIdSchema.nullable(),
      units: z.int(),
      income: moneyDtoSchema,
    }),
  ),
  days: z.array(z.object({ date: z.iso.date(), childId: distributorIdSchema.nullable(), income: moneyDtoSchema })),
});
export type DownlineIncome = z.infer<typeof downlineIncomeSchema>;

/** Who stood directly below the reader and no longer does, with what it brought the reader: never where it is now. */
export const formerChildSchema = z.object({
  /** As it was called when it left. */
  name: z.string(),
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  /** By currency; empty where it brought nothing. */
  income: z.array(z.object({ units: z.int(), income: moneyDtoSchema })),
});
export type FormerChild = z.infer<typeof formerChildSchema>;
