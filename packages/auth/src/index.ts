export { createAuth, needsSecondFactor, type Auth, type AuthOptions } from './auth.ts';
export { blankSessionCookie, readSessionToken, sessionCookie } from './sessions/cookie.ts';
export { lifetimeOf, STEP_UP_SECONDS, type SessionKind } from './sessions/lifetimes.ts';
export { listSessions, revokeOtherSessions, revokeSession } from './sessions/list-sessions.ts';
export { openSession, rotateSession, type OpenedSession } from './sessions/open-session.ts';
export { resolveBuyer, resolveDistributorStaff, resolveStaff, type SignedIn } from './sessions/resolve-session.ts';
export { hashPassword, passwordQueue, verifyPassword } from './passwords/passwords.ts';
export { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN, assertPassword } from './passwords/password-rules.ts';
