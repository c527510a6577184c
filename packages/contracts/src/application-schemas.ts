/** Applying over a public link to become a distributor, and what is behind such a link. */
import { z } from 'zod';
import { localeSchema } from './kind-schemas.ts';
import { mailSchema, personNameSchema, tokenSchema } from './people-schemas.ts';
import { distributorInputSchema, distributorProfileSchema } from './tenancy-schemas.ts';

/** The public link of whoever asks: the house's for staff, its own for a distributor. */
export const applicationLinkSchema = z.object({
  /** Null while there has never been one. */
  url: z.string().nullable(),
  enabled: z.boolean(),
  /** Why nobody can apply over it now, whatever the switch says. */
  hindrance: z.enum(['tenant', 'distributor', 'depth']).nullable(),
});
export type ApplicationLinkDto = z.infer<typeof applicationLinkSchema>;

export const saveApplicationLinkSchema = z.object({
  enabled: z.boolean(),
  /** Makes a new link; the one shared before leads nowhere. */
  renew: z.boolean().default(false),
});
export type SaveApplicationLink = z.infer<typeof saveApplicationLinkSchema>;

/** Who decides about applications below a distributor: the wholesaler alone, or that distributor too. */
export const APPLICATION_DECIDERS = ['wholesaler', 'parent'] as const;
export const applicationDeciderSchema = z.object({ decidedBy: z.enum(APPLICATION_DECIDERS) });
export type ApplicationDecider = (typeof APPLICATION_DECIDERS)[number];

/** Bodies of the routes under `/auth/portal`, which anybody may call. */
export const viewApplicationLinkInputSchema = z.object({ token: tokenSchema });
export const applyInputSchema = z.object({
  token: tokenSchema,
  /** What the company or shop is called. */
  name: distributorInputSchema.shape.name,
  contactName: personNameSchema,
  mail: mailSchema,
  contactPhone: distributorProfileSchema.shape.contactPhone,
  locale: localeSchema.default('zh-CN'),
});
export type ApplyInput = z.infer<typeof applyInputSchema>;

/** What an applicant's own data say, for whoever decides about it. */
export const applicantSchema = z.object({
  name: z.string(),
  legalName: z.string().nullable(),
  taxNumber: z.string().nullable(),
  contactName: z.string().nullable(),
  contactMail: z.string().nullable(),
  contactPhone: z.string().nullable(),
  submittedAt: z.iso.datetime().nullable(),
});
export type ApplicantDto = z.infer<typeof applicantSchema>;
