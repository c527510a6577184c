/** What a back office should look at. */
import { z } from 'zod';
import { ALERT_KINDS, PORTAL_ALERT_KINDS } from './alerts.ts';
import { pageInputSchema } from './pagination-schemas.ts';

export const alertListInputSchema = pageInputSchema.extend({
  /** Left out: both. */
  isOpen: z.boolean().optional(),
  kinds: z.array(z.enum(ALERT_KINDS)).max(ALERT_KINDS.length).optional(),
});
export const alertSchema = z.object({
  id: z.string(),
  /** One of `ALERT_KINDS`; an older or newer release may know others. */
  kind: z.string(),
  /** What it is about: an id, an order number or a code, as the kind says. */
  subject: z.string(),
  params: z.record(z.string(), z.unknown()),
  createdAt: z.string(),
  closedAt: z.string().nullable(),
});
export type AlertDto = z.infer<typeof alertSchema>;

/** What a distributor's people are told of in their portal. */
export const portalAlertListInputSchema = pageInputSchema.extend({
  /** Left out: both. */
  isOpen: z.boolean().optional(),
  kinds: z.array(z.enum(PORTAL_ALERT_KINDS)).max(PORTAL_ALERT_KINDS.length).optional(),
});
export const portalAlertSchema = alertSchema.extend({
  /** The reader has not looked at the list since it was raised. */
  isNew: z.boolean(),
});
export type PortalAlertDto = z.infer<typeof portalAlertSchema>;
