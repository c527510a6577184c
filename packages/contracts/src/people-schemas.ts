import { z } from 'zod';
import { distributorIdSchema, invitationIdSchema, loginIdSchema, membershipIdSchema } from './id-schemas.ts';
import { localeSchema } from './kind-schemas.ts';
import { ADMIN_ROLES, PORTAL_ROLES } from './permissions/index.ts';

/** A mail address, in the form it is compared in: without blanks around it, in lower case. */
export const mailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email({ error: 'bad_mail' }));
export const personNameSchema = z.string().trim().min(1).max(120);
/** As typed. Only bounded here: what a password must be is judged by the server, once, with one reason. */
export const passwordInputSchema = z.string().min(1).max(512);
/** A token out of a link or a challenge. */
export const tokenSchema = z
  .string()
  .min(20)
  .max(100)
  .regex(/^[A-Za-z0-9_-]+$/, { error: 'bad_token' });
export const totpCodeSchema = z
  .string()
  .trim()
  .regex(/^\d{6}$/, { error: 'bad_totp_code' });
export const recoveryCodeSchema = z.string().trim().min(12).max(30);

export const STAFF_ROLES = [...new Set([...ADMIN_ROLES, ...PORTAL_ROLES])] as const;
const staffRoleSchema = z.enum(STAFF_ROLES);

export const memberSchema = z.object({
  membershipId: membershipIdSchema,
  loginId: loginIdSchema,
  mail: z.string(),
  name: z.string(),
  role: staffRoleSchema,
  status: z.enum(['active', 'suspended']),
  hasTotp: z.boolean(),
  /** The reader's own membership. */
  isSelf: z.boolean(),
  joinedAt: z.iso.datetime(),
  /** Latest use of a live session; null when nobody is signed in. */
  seenAt: z.iso.datetime().nullable(),
});
export type MemberDto = z.infer<typeof memberSchema>;

export const invitationSchema = z.object({
  id: invitationIdSchema,
  mail: z.string(),
  name: z.string(),
  role: staffRoleSchema,
  invitedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type InvitationDto = z.infer<typeof invitationSchema>;

export const teamSchema = z.object({ members: z.array(memberSchema), invitations: z.array(invitationSchema) });
export type TeamDto = z.infer<typeof teamSchema>;

const invited = { mail: mailSchema, name: personNameSchema, locale: localeSchema.default('zh-CN') };
export const adminInvitationInputSchema = z.object({ ...invited, role: z.enum(ADMIN_ROLES) });
export const portalInvitationInputSchema = z.object({ ...invited, role: z.enum(PORTAL_ROLES) });
/** Wholesaler staff inviting a distributor's people. */
export const distributorInvitationInputSchema = portalInvitationInputSchema.extend({
  distributorId: distributorIdSchema,
});

export const buyerProfileSchema = z.object({
  mail: z.string().nullable(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  locale: localeSchema,
  mailVerified: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type BuyerProfile = z.infer<typeof buyerProfileSchema>;

export const buyerProfileInputSchema = z.object({
  name: z
    .string()
    .trim()
    .max(120)
    .transform((text) => (text === '' ? null : text)),
  phone: z
    .string()
    .trim()
    .max(40)
    .regex(/^[+0-9 ()-]*$/, { error: 'bad_phone' })
    .transform((text) => (text === '' ? null : text)),
  locale: localeSchema,
});
export type BuyerProfileInput = z.infer<typeof buyerProfileInputSchema>;
