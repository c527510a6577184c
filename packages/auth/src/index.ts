export { createAuth, needsSecondFactor, type Auth, type AuthOptions } from './auth.ts';
export { attempt, countAttempts, forgetAttempts, type Attempt, type ThrottleRule } from './throttle.ts';

export { blankSessionCookie, readSessionToken, sessionCookie } from './sessions/cookie.ts';
export { lifetimeOf, STEP_UP_SECONDS, type SessionKind } from './sessions/lifetimes.ts';
export { listSessions, revokeOtherSessions, revokeSession } from './sessions/list-sessions.ts';
export { logOut } from './sessions/log-out.ts';
export { openSession, rotateSession, type OpenedSession } from './sessions/open-session.ts';
export { resolveBuyer, resolveDistributorStaff, resolveStaff, type SignedIn } from './sessions/resolve-session.ts';

export { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN, assertPassword } from './passwords/password-rules.ts';
export { hashPassword, passwordQueue, verifyPassword } from './passwords/passwords.ts';

export { proveAtLogin, type SecondFactor } from './second-factor/prove-second-factor.ts';
export { rewrapSecondFactors } from './second-factor/rewrap.ts';
export {
  beginTotp,
  finishTotp,
  removeTotp,
  renewRecoveryCodes,
  type StaffSession,
} from './second-factor/set-up-totp.ts';
export { stepUp } from './second-factor/step-up.ts';
export { totpCode, totpKeyOf } from './second-factor/totp.ts';

export {
  acceptApplication,
  apply,
  viewApplication,
  viewApplicationLink,
  type ApplicationLinkView,
} from './staff/applications.ts';
export { acceptInvitation, viewInvitation, type InvitationView } from './staff/accept-invitation.ts';
export { createStaffLogin, type StaffLoginInput } from './staff/create-staff-login.ts';
export { chooseMembership, logIn, type LoginStep, type Origin } from './staff/log-in.ts';
export type { NamedMembership, StaffAudience } from './staff/memberships.ts';
export { changePassword, requestPasswordReset, resetPassword } from './staff/passwords.ts';
export { resetMemberLogin } from './staff/reset-member-login.ts';

export { changeConsumerPassword, requestConsumerReset, resetConsumerPassword } from './consumers/consumer-passwords.ts';
export { listBuyerSessions, revokeBuyerSession } from './consumers/consumer-sessions.ts';
export {
  beginGuest,
  countOrderSearch,
  openGuestSession,
  openOrderLink,
  type GuestInput,
} from './consumers/guest-session.ts';
export { logInConsumer } from './consumers/log-in-consumer.ts';
export { beginRegistration, finishRegistration } from './consumers/register.ts';
export type { ShopPlace } from './consumers/shop-place.ts';
