import { z } from 'zod';
import {
  buyerIdSchema,
  distributorIdSchema,
  loginIdSchema,
  membershipIdSchema,
  sessionIdSchema,
  tenantIdSchema,
} from './id-schemas.ts';
import { localeSchema } from './kind-schemas.ts';
import { ADMIN_PERMISSIONS, ADMIN_ROLES, PORTAL_PERMISSIONS, PORTAL_ROLES, SHOP_ROLES } from './permissions/index.ts';

const loginSchema = z.object({
  id: loginIdSchema,
  mail: z.string(),
  name: z.string(),
  locale: localeSchema,
  /** Whether a second factor is set up. */
  hasTotp: z.boolean(),
});

const standingSchema = {
  membershipId: membershipIdSchema,
  /** A second factor was proved within the last ten minutes. */
  steppedUp: z.boolean(),
  /** The role asks for a second factor and there is none: only setting one up is open. */
  secondFactorMissing: z.boolean(),
};

export const adminSessionSchema = z.object({
  login: loginSchema,
  tenant: z.object({
    id: tenantIdSchema,
    slug: z.string(),
    name: z.string(),
    currency: z.string(),
    timezone: z.string(),
  }),
  role: z.enum(ADMIN_ROLES),
  permissions: z.array(z.enum(ADMIN_PERMISSIONS)),
  ...standingSchema,
});
export type AdminSession = z.infer<typeof adminSessionSchema>;

export const portalSessionSchema = z.object({
  login: loginSchema,
  tenant: z.object({ name: z.string(), currency: z.string(), timezone: z.string() }),
  distributor: z.object({
    id: distributorIdSchema,
    code: z.string(),
    name: z.string(),
    /** `frozen` and `closed` may look and not act. */
    status: z.string(),
  }),
  role: z.enum(PORTAL_ROLES),
  permissions: z.array(z.enum(PORTAL_PERMISSIONS)),
  ...standingSchema,
});
export type PortalSession = z.infer<typeof portalSessionSchema>;

export const shopSessionSchema = z.object({
  role: z.enum(SHOP_ROLES),
  buyer: z
    .object({ id: buyerIdSchema, mail: z.string().nullable(), name: z.string().nullable(), locale: localeSchema })
    .nullable(),
});
export type ShopSession = z.infer<typeof shopSessionSchema>;

export const sessionListSchema = z.object({
  items: z.array(
    z.object({
      id: sessionIdSchema,
      current: z.boolean(),
      createdAt: z.iso.datetime(),
      seenAt: z.iso.datetime(),
      ip: z.string().nullable(),
      userAgent: z.string().nullable(),
    }),
  ),
});
export type SessionList = z.infer<typeof sessionListSchema>;
