import {
  acceptApplication,
  acceptInvitation,
  apply,
  beginTotp,
  blankSessionCookie,
  changePassword,
  chooseMembership,
  finishTotp,
  logIn,
  logOut,
  proveAtLogin,
  removeTotp,
  renewRecoveryCodes,
  requestPasswordReset,
  resetPassword,
  stepUp,
  viewApplication,
  viewApplicationLink,
  viewInvitation,
  type LoginStep,
  type StaffAudience,
} from '@keyfall/auth';
import {
  acceptInvitationInputSchema,
  beginTotpInputSchema,
  changePasswordInputSchema,
  chooseMembershipInputSchema,
  finishTotpInputSchema,
  forgotPasswordInputSchema,
  loginInputSchema,
  loginRecoveryInputSchema,
  loginTotpInputSchema,
  removeTotpInputSchema,
  resetPasswordInputSchema,
  stepUpInputSchema,
  viewInvitationInputSchema,
} from '@keyfall/contracts/auth-schemas';
import { applyInputSchema, viewApplicationLinkInputSchema } from '@keyfall/contracts/application-schemas';
import { Hono, type Context } from 'hono';
import type { ApiKit } from '../http/api-kit.ts';
import type { ApiHttpEnv } from '../http/http-env.ts';
import { sessionTokenOf } from '../http/request-facts.ts';
import { atSteadyPace, bodyOf, originOf, setSession, staffSessionOf } from './route-kit.ts';

type C = Context<ApiHttpEnv>;
const OK = { ok: true } as const;

/** Login and what belongs to one's own login, for one audience's host. */
export function createStaffAuthRoutes(kit: ApiKit, audience: StaffAudience): Hono<ApiHttpEnv> {
  const { auth } = kit;
  const app = new Hono<ApiHttpEnv>();

  app.post('/login', async (c) => {
    const input = await bodyOf(c, loginInputSchema);
    return answerStep(c, await endingPresentSession(c, () => logIn(auth, audience, input, originOf(kit, c))));
  });
  app.post('/totp', async (c) => {
    const { challenge, code } = await bodyOf(c, loginTotpInputSchema);
    return answerStep(c, await proveAtLogin(auth, audience, { challenge, factor: { totp: code } }, originOf(kit, c)));
  });
  app.post('/recovery', async (c) => {
    const { challenge, code } = await bodyOf(c, loginRecoveryInputSchema);
    const factor = { recoveryCode: code };
    return answerStep(c, await proveAtLogin(auth, audience, { challenge, factor }, originOf(kit, c)));
  });
  app.post('/membership', async (c) => {
    const input = await bodyOf(c, chooseMembershipInputSchema);
    return answerStep(c, await chooseMembership(auth, audience, input, originOf(kit, c)));
  });
  app.post('/logout', async (c) => {
    await logOut(auth, audience, sessionTokenOf(c));
    c.header('set-cookie', blankSessionCookie(c.get('isSecure')), { append: true });
    return c.json(OK);
  });

  // A new login on a browser that is signed in ends the session it replaces.
  async function endingPresentSession(c: C, work: () => Promise<LoginStep>): Promise<LoginStep> {
    const step = await work();
    if (step.next === 'signed_in') await logOut(auth, audience, sessionTokenOf(c));
    return step;
  }

  mountInvitations(app, kit, audience);
  if (audience === 'portal') mountApplications(app, kit);
  mountPasswords(app, kit, audience);
  mountSecondFactor(app, kit, audience);
  return app;
}

function answerStep(c: C, step: LoginStep | { readonly next: 'log_in' }): Response {
  if (step.next !== 'signed_in') return c.json(step);
  setSession(c, step.session);
  return c.json({ next: step.next, secondFactorMissing: step.secondFactorMissing });
}

function mountInvitations(app: Hono<ApiHttpEnv>, kit: ApiKit, audience: StaffAudience): void {
  app.post('/invitation', async (c) => {
    const { token } = await bodyOf(c, viewInvitationInputSchema);
    return c.json(await viewInvitation(kit.auth, audience, token, originOf(kit, c)));
  });
  app.post('/invitation/accept', async (c) => {
    const input = await bodyOf(c, acceptInvitationInputSchema);
    return answerStep(c, await acceptInvitation(kit.auth, audience, input, originOf(kit, c)));
  });
}

/** Applying over a public link to become a distributor, up to the first session. */
function mountApplications(app: Hono<ApiHttpEnv>, kit: ApiKit): void {
  app.post('/application-link', async (c) => {
    const { token } = await bodyOf(c, viewApplicationLinkInputSchema);
    return c.json(await viewApplicationLink(kit.auth, token, originOf(kit, c)));
  });
  app.post('/apply', async (c) => {
    const input = await bodyOf(c, applyInputSchema);
    await atSteadyPace(() => apply(kit.auth, input, originOf(kit, c)));
    return c.json(OK);
  });
  app.post('/application', async (c) => {
    const { token } = await bodyOf(c, viewInvitationInputSchema);
    return c.json(await viewApplication(kit.auth, token, originOf(kit, c)));
  });
  app.post('/application/accept', async (c) => {
    const input = await bodyOf(c, acceptInvitationInputSchema);
    return answerStep(c, await acceptApplication(kit.auth, input, originOf(kit, c)));
  });
}

function mountPasswords(app: Hono<ApiHttpEnv>, kit: ApiKit, audience: StaffAudience): void {
  app.post('/password/forgot', async (c) => {
    const { mail } = await bodyOf(c, forgotPasswordInputSchema);
    await atSteadyPace(() => requestPasswordReset(kit.auth, audience, mail, originOf(kit, c)));
    return c.json(OK);
  });
  app.post('/password/reset', async (c) => {
    await resetPassword(kit.auth, audience, await bodyOf(c, resetPasswordInputSchema), originOf(kit, c));
    return c.json(OK);
  });
  app.post('/password/change', async (c) => {
    const session = await staffSessionOf(kit, c, audience);
    setSession(c, await changePassword(kit.auth, session, await bodyOf(c, changePasswordInputSchema)));
    return c.json(OK);
  });
}

function mountSecondFactor(app: Hono<ApiHttpEnv>, kit: ApiKit, audience: StaffAudience): void {
  app.post('/step-up', async (c) => {
    const session = await staffSessionOf(kit, c, audience);
    const input = await bodyOf(c, stepUpInputSchema);
    const proof = 'code' in input ? { totp: input.code } : input;
    setSession(c, await stepUp(kit.auth, session, proof));
    return c.json(OK);
  });
  app.post('/totp/setup', async (c) => {
    const session = await staffSessionOf(kit, c, audience);
    const { password, code } = await bodyOf(c, beginTotpInputSchema);
    return c.json(await beginTotp(kit.auth, session, { password, totp: code }));
  });
  app.post('/totp/enable', async (c) => {
    const session = await staffSessionOf(kit, c, audience);
    const { code } = await bodyOf(c, finishTotpInputSchema);
    const { recoveryCodes, session: rotated } = await finishTotp(kit.auth, session, code);
    if (rotated !== undefined) setSession(c, rotated);
    return c.json({ recoveryCodes });
  });
  app.post('/totp/disable', async (c) => {
    const session = await staffSessionOf(kit, c, audience);
    const { password, code } = await bodyOf(c, removeTotpInputSchema);
    await removeTotp(kit.auth, session, { password, totp: code });
    return c.json(OK);
  });
  app.post('/recovery-codes', async (c) => {
    const session = await staffSessionOf(kit, c, audience);
    const { code } = await bodyOf(c, finishTotpInputSchema);
    return c.json(await renewRecoveryCodes(kit.auth, session, code));
  });
}
