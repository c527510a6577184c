import { z } from 'zod';
import { buyerIdSchema, membershipIdSchema, orderIdSchema } from './id-schemas.ts';
import { localeSchema } from './kind-schemas.ts';
import { orderNoSchema } from './order-schemas.ts';
import {
  STAFF_ROLES,
  mailSchema,
  passwordInputSchema,
  personNameSchema,
  recoveryCodeSchema,
  tokenSchema,
  totpCodeSchema,
} from './people-schemas.ts';

/** Bodies and answers of the routes under `/auth`; README of packages/api lists which belongs to which. */
export const loginInputSchema = z.object({ mail: mailSchema, password: passwordInputSchema });
export type LoginInput = z.input<typeof loginInputSchema>;

export const loginTotpInputSchema = z.object({ challenge: tokenSchema, code: totpCodeSchema });
export const loginRecoveryInputSchema = z.object({ challenge: tokenSchema, code: recoveryCodeSchema });
export const chooseMembershipInputSchema = z.object({ challenge: tokenSchema, membershipId: membershipIdSchema });

/** What a step of a staff login leads to. `signed_in` comes with the session's cookie. */
export const loginStepSchema = z.discriminatedUnion('next', [
  z.object({
    next: z.literal('signed_in'),
    /** The role asks for a second factor: nothing but setting one up is open until there is one. */
    secondFactorMissing: z.boolean(),
  }),
  z.object({ next: z.literal('totp'), challenge: z.string() }),
  z.object({
    next: z.literal('choose'),
    challenge: z.string(),
    memberships: z.array(
      z.object({
        membershipId: membershipIdSchema,
        tenantName: z.string(),
        distributorName: z.string().nullable(),
        role: z.enum(STAFF_ROLES),
      }),
    ),
  }),
  /** An accepted invitation of somebody who has a login. */
  z.object({ next: z.literal('log_in') }),
]);
export type LoginStepDto = z.infer<typeof loginStepSchema>;

/** Exactly one of the three. A password counts only for a login without second factor, outside production. */
export const stepUpInputSchema = z.union([
  z.strictObject({ code: totpCodeSchema }),
  z.strictObject({ recoveryCode: recoveryCodeSchema }),
  z.strictObject({ password: passwordInputSchema }),
]);
export type StepUpInput = z.input<typeof stepUpInputSchema>;

export const beginTotpInputSchema = z.object({
  password: passwordInputSchema,
  /** A passcode of the present second factor, when there is one. */
  code: totpCodeSchema.optional(),
});
export const beginTotpAnswerSchema = z.object({ secret: z.string(), uri: z.string() });
export const finishTotpInputSchema = z.object({ code: totpCodeSchema });
export const recoveryCodesAnswerSchema = z.object({ recoveryCodes: z.array(z.string()) });
export const removeTotpInputSchema = z.object({ password: passwordInputSchema, code: totpCodeSchema });

export const viewInvitationInputSchema = z.object({ token: tokenSchema });
export const invitationViewSchema = z.object({
  mail: z.string(),
  name: z.string(),
  role: z.enum(STAFF_ROLES),
  tenantName: z.string(),
  distributorName: z.string().nullable(),
  hasLogin: z.boolean(),
});
export type InvitationViewDto = z.infer<typeof invitationViewSchema>;
export const acceptInvitationInputSchema = z.object({
  token: tokenSchema,
  /** Left out by somebody who has a login. */
  name: personNameSchema.optional(),
  password: passwordInputSchema.optional(),
  locale: localeSchema.default('zh-CN'),
});

export const forgotPasswordInputSchema = z.object({ mail: mailSchema });
export const resetPasswordInputSchema = z.object({ token: tokenSchema, password: passwordInputSchema });
export const changePasswordInputSchema = z.object({ current: passwordInputSchema, next: passwordInputSchema });

export const registerInputSchema = z.object({ mail: mailSchema, locale: localeSchema.default('zh-CN') });
export const verifyMailInputSchema = z.object({
  token: tokenSchema,
  password: passwordInputSchema,
  name: personNameSchema.nullable().default(null),
});

export const guestInputSchema = z.object({
  mail: mailSchema,
  name: personNameSchema.nullable().default(null),
  phone: z
    .string()
    .trim()
    .max(40)
    .regex(/^[+0-9 ()-]*$/, { error: 'bad_phone' })
    .nullable()
    .default(null),
  locale: localeSchema.default('zh-CN'),
});
export type GuestInput = z.input<typeof guestInputSchema>;
export const guestAnswerSchema = z.object({ buyerId: buyerIdSchema });

export const orderLinkInputSchema = z.object({ token: tokenSchema });
/** `orderId` is null when the link was for all orders of an address. */
export const orderLinkAnswerSchema = z.object({ orderId: orderIdSchema.nullable() });

/** Asking for the link: the answer is the same whether or not there is such an order. */
export const findOrderInputSchema = z.object({ orderNo: orderNoSchema, contact: z.string().trim().min(3).max(254) });
/** Opening a guest's order with the query password set at the checkout. */
export const orderPasswordInputSchema = z.object({ orderNo: orderNoSchema, queryPassword: passwordInputSchema });
export const orderPasswordAnswerSchema = z.object({ orderNo: z.string() });

/** The answer of whatever has nothing more to say. */
export const okSchema = z.object({ ok: z.literal(true) });
