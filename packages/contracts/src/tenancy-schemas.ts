import { z } from 'zod';
import { brandSchema } from './brand-schemas.ts';
import { distributorIdSchema, domainIdSchema, levelIdSchema, shopIdSchema } from './id-schemas.ts';
import { localeSchema } from './kind-schemas.ts';
import { currencySchema } from './money-schemas.ts';
import { cursorSchema, pageInputSchema } from './pagination-schemas.ts';
import { COLLECTED_BY } from './kinds.ts';
import { DISTRIBUTOR_STATES, DOMAIN_STATES, SHOP_STATES } from './states.ts';

const name = (max: number) => z.string().trim().min(1).max(max);
/** An optional text: blank means that there is none. */
const optionalText = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .nullable()
    .default(null)
    .transform((text) => (text === '' ? null : text));
export const versionSchema = z.string().regex(/^\d{1,18}$/);

/** The first label of a shop's host, and the name of a tenant: a letter, then letters, digits and hyphens. */
export const slugSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/, { error: 'bad_slug' });

const timezoneSchema = z
  .string()
  .max(60)
  .refine((zone) => isTimezone(zone), { error: 'bad_timezone' });

function isTimezone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** A new tenant, as the operator makes one. */
export const tenantInputSchema = z.object({
  slug: slugSchema,
  name: name(120),
  currency: currencySchema,
  timezone: timezoneSchema,
  defaultLocale: localeSchema.default('zh-CN'),
});
export type TenantInput = z.infer<typeof tenantInputSchema>;

/** What the wholesaler may set about itself without touching money. */
export const tenantSettingsSchema = z.object({
  name: name(120),
  timezone: timezoneSchema,
  defaultLocale: localeSchema,
  orderHoldSeconds: z.int().min(60).max(86_400),
  unpaidOrdersMax: z.int().min(1).max(100),
});
export type TenantSettings = z.infer<typeof tenantSettingsSchema>;

/** Settings that decide who earns what and when. */
export const moneySettingsSchema = z.object({
  /** Uplines above the seller that may earn. More than two asks the wholesaler to confirm that its law allows it. */
  incomeDepth: z.int().min(0).max(20),
  /** Days income waits before it may be withdrawn. */
  holdDays: z.int().min(0).max(365),
});
export type MoneySettings = z.infer<typeof moneySettingsSchema>;
/** More uplines than these earn only where the law allows it. */
export const INCOME_DEPTH_USUAL = 2;
export const moneyChangeSchema = moneySettingsSchema.extend({
  /** Raising the depth above the usual: the note on the law was read and confirmed. */
  legalNoteRead: z.boolean().default(false),
});
export type MoneyChange = z.infer<typeof moneyChangeSchema>;

export const tenantSchema = z.object({
  id: z.string(),
  slug: z.string(),
  currency: z.string(),
  ...tenantSettingsSchema.shape,
  ...moneySettingsSchema.shape,
});
export type TenantDto = z.infer<typeof tenantSchema>;

export const levelInputSchema = z.object({ name: name(60), rank: z.int().min(1).max(100) });
export type LevelInput = z.infer<typeof levelInputSchema>;
export const levelSchema = z.object({ id: levelIdSchema, name: z.string(), rank: z.int(), distributors: z.int() });
export type LevelDto = z.infer<typeof levelSchema>;

export const distributorProfileSchema = z.object({
  legalName: optionalText(200),
  taxNumber: optionalText(40),
  contactName: optionalText(120),
  contactMail: optionalText(254),
  contactPhone: optionalText(40),
  note: optionalText(2000),
});
export type DistributorProfile = z.infer<typeof distributorProfileSchema>;

export const distributorInputSchema = z.object({
  code: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9][A-Z0-9-]{1,30}$/, { error: 'bad_code' }),
  name: name(120),
  levelId: levelIdSchema.nullable().default(null),
  profile: distributorProfileSchema.default({
    legalName: null,
    taxNumber: null,
    contactName: null,
    contactMail: null,
    contactPhone: null,
    note: null,
  }),
});
export type DistributorInput = z.infer<typeof distributorInputSchema>;

export const distributorRowSchema = z.object({
  id: distributorIdSchema,
  parentId: distributorIdSchema.nullable(),
  code: z.string(),
  name: z.string(),
  /** 0 is the wholesaler's own house. */
  depth: z.int(),
  level: z.object({ id: levelIdSchema, name: z.string() }).nullable(),
  status: z.enum(DISTRIBUTOR_STATES),
  children: z.int(),
  shops: z.int(),
  /** May invite others below itself, where the tenant lets distributors do so at all. */
  mayRecruit: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type DistributorRow = z.infer<typeof distributorRowSchema>;

export const distributorSchema = distributorRowSchema.extend({
  version: versionSchema,
  profile: distributorProfileSchema,
  /** From the house down to the parent. */
  ancestors: z.array(z.object({ id: distributorIdSchema, code: z.string(), name: z.string() })),
});
export type DistributorDto = z.infer<typeof distributorSchema>;

export const distributorListInputSchema = pageInputSchema.extend({
  /** Children of this one; without it and without a search, the house alone. */
  parentId: distributorIdSchema.nullish(),
  /** Part of a name or code, over the whole tree. */
  search: z.string().trim().max(120).nullish(),
  status: z.enum(DISTRIBUTOR_STATES).nullish(),
});

export const shopInputSchema = z.object({
  slug: slugSchema,
  name: name(120),
  defaultLocale: localeSchema.default('zh-CN'),
});
export type ShopInput = z.infer<typeof shopInputSchema>;

export const shopChangeSchema = z.object({
  name: name(120),
  defaultLocale: localeSchema,
  notice: optionalText(1000),
  supportContact: optionalText(200),
  brand: brandSchema,
});
export type ShopChange = z.infer<typeof shopChangeSchema>;

export const shopRowSchema = z.object({
  id: shopIdSchema,
  distributor: z.object({ id: distributorIdSchema, code: z.string(), name: z.string() }),
  slug: z.string(),
  name: z.string(),
  status: z.enum(SHOP_STATES),
  /** Hosts that lead to the shop now: its slug's and verified domains. */
  hosts: z.array(z.string()),
  /** Who takes its buyers' money. */
  collectedBy: z.enum(COLLECTED_BY),
  createdAt: z.iso.datetime(),
});
export type ShopRow = z.infer<typeof shopRowSchema>;

export const shopSchema = shopRowSchema.extend({
  version: versionSchema,
  defaultLocale: localeSchema,
  notice: z.string().nullable(),
  supportContact: z.string().nullable(),
  brand: brandSchema,
  /** Where the shop is reached by its slug. */
  origin: z.string(),
});
export type ShopDto = z.infer<typeof shopSchema>;

export const shopListInputSchema = pageInputSchema.extend({
  distributorId: distributorIdSchema.nullish(),
  status: z.enum(SHOP_STATES).nullish(),
  search: z.string().trim().max(120).nullish(),
});

export const domainInputSchema = z.object({ shopId: shopIdSchema, host: z.string().trim().min(4).max(253) });
export const domainSchema = z.object({
  id: domainIdSchema,
  shopId: shopIdSchema,
  host: z.string(),
  state: z.enum(DOMAIN_STATES),
  /** The TXT record that proves ownership. */
  record: z.object({ name: z.string(), value: z.string() }),
  checkedAt: z.iso.datetime().nullable(),
  verifiedAt: z.iso.datetime().nullable(),
  /** Why the last check did not find it: `txt_missing`, `txt_wrong`, `dns_unreachable`. */
  lastError: z.string().nullable(),
});
export type DomainDto = z.infer<typeof domainSchema>;

export const auditListInputSchema = z.object({
  cursor: cursorSchema.nullish(),
  limit: pageInputSchema.shape.limit,
  action: z.string().trim().max(80).nullish(),
  actorId: z.uuid().nullish(),
  subjectId: z.uuid().nullish(),
});
export const auditEntrySchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  actorKind: z.enum(['staff', 'distributor', 'buyer', 'system', 'operator']),
  actorId: z.string().nullable(),
  /** Name of the login, where it is one of the tenant's. */
  actorName: z.string().nullable(),
  action: z.string(),
  subjectKind: z.string().nullable(),
  subjectId: z.string().nullable(),
  data: z.record(z.string(), z.json()),
  requestId: z.string().nullable(),
  ip: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
