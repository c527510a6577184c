import { lifetimeOf, type SessionKind } from './lifetimes.ts';
import type { Audience } from '@keyfall/contracts';

/** `__Host-` makes a browser refuse the cookie unless it is secure and of this very host; plain http cannot use it. */
const nameOf = (secure: boolean): string => (secure ? '__Host-sid' : 'sid');

const attributes = (secure: boolean): string => `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;

/** The Set-Cookie value of a session. Without a Domain it goes to this host only: no other shop ever sees it. */
export function sessionCookie(token: string, audience: Audience, kind: SessionKind, secure: boolean): string {
  return `${nameOf(secure)}=${token}; Max-Age=${lifetimeOf(audience, kind).absoluteSeconds}; ${attributes(secure)}`;
}

/** The Set-Cookie value that removes a session's cookie. */
export function blankSessionCookie(secure: boolean): string {
  return `${nameOf(secure)}=; Max-Age=0; ${attributes(secure)}`;
}

const TOKEN = /^[A-Za-z0-9_-]{20,64}$/;

/** The session's token in a Cookie header, or undefined. Over https only the `__Host-` cookie counts. */
export function readSessionToken(cookieHeader: string | undefined, secure: boolean): string | undefined {
  if (cookieHeader === undefined || cookieHeader.length > 8192) return undefined;
  const prefix = `${nameOf(secure)}=`;
  const value = cookieHeader
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(prefix))
    ?.slice(prefix.length);
  return value !== undefined && TOKEN.test(value) ? value : undefined;
}
